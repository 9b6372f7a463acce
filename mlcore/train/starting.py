"""Beginning and ending a process with TensorFlow in less time. Worker only."""

import importlib
import os
import sys
from typing import NoReturn

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


def leave() -> NoReturn:
    """End this process, which has closed its files. Python would take everything apart first, of
    which nobody has anything: with TensorFlow that is another second of processor time."""
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)
