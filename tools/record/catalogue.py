"""All recordings by name. To add one: a function that takes a Lab, in one of these."""
import mixed
import modes
import starttls

SAMPLES = {**mixed.SAMPLES, **modes.SAMPLES, **starttls.SAMPLES}
