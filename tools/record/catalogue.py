"""All recordings by name. To add one: a function that takes a Lab, in one of these."""
import mixed
import modes

SAMPLES = {**mixed.SAMPLES, **modes.SAMPLES}
