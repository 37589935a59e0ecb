"""All recordings by name. To add one: a function here-about that takes a Lab."""
import modes

SAMPLES = {**modes.SAMPLES}
