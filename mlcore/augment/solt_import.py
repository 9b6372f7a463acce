"""Brings in the augmentation library solt without torch, as a copy of ScanLab's own."""

import importlib
import random
import sys
import threading
from types import ModuleType
from typing import Any

# What solt needs in earnest comes first: nothing but solt, some milliseconds of work, is ever
# imported while the placeholders stand.
import cv2  # noqa: F401
import numpy as np  # noqa: F401
import scipy  # noqa: F401
import yaml  # noqa: F401

_importing = threading.Lock()


class _Tensor:
    """solt makes two of these for every picture it is handed, and looks at them only for torch."""

    def view(self, *_shape: int) -> "_Tensor":
        return self


def _torch() -> ModuleType:
    torch = ModuleType("torch")
    torch.tensor = lambda _values: _Tensor()
    # FloatTensor is named by solt; Tensor by other libraries that ask whether torch is loaded.
    torch.FloatTensor = torch.Tensor = _Tensor
    return torch


_TORCH = _torch()
_PLACEHOLDERS = {
    "torch": _TORCH,
    # Takes longer to import than all the rest; scipy brings in the real one when it is used.
    "scipy.signal": ModuleType("scipy.signal"),
}


class ThreadRandom(threading.local):
    """Stands in for the module ``random`` inside solt: each thread draws numbers of its own."""

    def __init__(self) -> None:
        own = random.Random()
        # For whole numbers that of `own` does the same, but through a slower layer.
        self.seed = super(random.Random, own).seed
        self.random = own.random
        self.uniform = own.uniform
        self.randint = own.randint
        self.choice = own.choice
        self.sample = own.sample
        self.shuffle = own.shuffle


def private_copy(draws: Any) -> ModuleType:
    """A fresh solt that draws its numbers from ``draws``, an object like the module ``random``.

    Neither placeholders nor this copy stay in ``sys.modules``: others import the usual ones.
    """
    with _importing:
        kept = _take_out()
        missing = [name for name in _PLACEHOLDERS if name not in sys.modules]
        sys.modules.update({name: _PLACEHOLDERS[name] for name in missing})
        try:
            solt = importlib.import_module("solt")
        finally:
            for name in missing:
                del sys.modules[name]
            copies = _take_out()
            sys.modules.update(kept)
    for module in copies.values():
        for name, replacement in (("torch", _TORCH), ("random", draws)):
            if hasattr(module, name):
                setattr(module, name, replacement)
    return solt


def _take_out() -> dict[str, ModuleType]:
    names = [name for name in sys.modules if name == "solt" or name.startswith("solt.")]
    return {name: sys.modules.pop(name) for name in names}
