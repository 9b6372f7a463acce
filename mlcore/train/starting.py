"""Importing TensorFlow in less time. Worker only."""

import importlib
import sys

UNUSED_BY_US = ("matplotlib", "sklearn")
"""Keras looks for them to plot and to wrap models, and goes without them where they are absent: a
fourth of the time that importing it takes, and nothing that a worker does."""


def import_tensorflow() -> None:
    """Import Keras and TensorFlow without them; whatever imports them later finds them again."""
    hidden = [name for name in UNUSED_BY_US if name not in sys.modules]
    # What stands here as None is not found by any import.
    sys.modules.update(dict.fromkeys(hidden))
    try:
        importlib.import_module("keras")
    finally:
        for name in hidden:
            del sys.modules[name]
