"""Applies a recipe to scans: the same recipe and seed give the same pixels everywhere.

solt keeps state while it works and draws from the module ``random``; so every thread has streams
and a random generator of its own, and the program's ``random`` is never touched.
"""

import functools
import hashlib
import struct
import threading
from typing import Any, NamedTuple

import cv2
import numpy as np

from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.augment.solt_import import ThreadRandom, private_copy

_random = ThreadRandom()
_solt = private_copy(_random)


class Augmented(NamedTuple):
    pixels: np.ndarray
    """``(h, w, c)`` uint8, of the scan's own size."""
    drawn: list[tuple[str, dict[str, Any]]]
    """The steps that were applied, each with the values it drew."""


def apply(recipe: Recipe, pixels: np.ndarray, seed: int) -> Augmented:
    """One variant of a scan ``(h, w, c)`` uint8, which itself stays as it is.

    Raises `ScanLabError` if a step cannot work on a scan of that size.
    """
    return variants(recipe, pixels, seed, 1)[0]


def variants(recipe: Recipe, pixels: np.ndarray, seed: int, count: int) -> list[Augmented]:
    """``count`` variants drawn one after the other from one seed, as plain solt draws them."""
    stream = _stream(recipe, pixels)
    _random.seed(int(seed))
    return [stream.watched_run(pixels) for _ in range(count)]


def apply_many(recipe: Recipe, pixels: np.ndarray, seeds: np.ndarray) -> np.ndarray:
    """One variant of each scan: ``(n, h, w, c)`` uint8 and ``(n,)`` seeds to ``(n, h, w, c)``."""
    result = np.empty(pixels.shape, np.uint8)
    if not len(pixels):
        return result
    stream = _stream(recipe, pixels[0])
    for row, scan, seed in zip(result, pixels, seeds, strict=True):
        _random.seed(int(seed))
        row[...] = stream.run(scan)
    return result


def seed_for(run_seed: int, epoch: int, index: int) -> int:
    """The seed of one scan in one epoch of one run, below 2**48: JSON keeps every digit."""
    words = struct.pack("<3q", run_seed, epoch, index)
    return int.from_bytes(hashlib.blake2b(words, digest_size=6).digest(), "little")


class _Stream:
    """A recipe made of solt objects, for scans of one size and one thread."""

    def __init__(self, recipe: Recipe, height: int, width: int) -> None:
        self.size = (width, height)
        recipe.check_fits(self.size)
        self.made: list[tuple[StepUse, Any]] = []
        self.transforms = [self._made(use) for use in recipe.active]

    def run(self, pixels: np.ndarray) -> np.ndarray:
        data = _solt.DataContainer((np.array(pixels),), "I")  # a copy: CutOut writes into its input
        for transform in self.transforms:
            data = transform(data, return_torch=False)
        result = data.data[0]
        if result.shape != pixels.shape:
            result = cv2.resize(result, self.size).reshape(pixels.shape)
        return np.ascontiguousarray(result)

    def watched_run(self, pixels: np.ndarray) -> Augmented:
        for _, transform in self.made:
            transform.reset_state()  # an option that is not chosen would show older values
        result = self.run(pixels)
        drawn = [
            (use.name, use.step.drawn(use.parameters, transform.state_dict, self.size))
            for use, transform in self.made
            if transform.state_dict.get("use", True)
        ]
        return Augmented(result, drawn)

    def _made(self, use: StepUse | Choose | None) -> Any:
        if use is None:
            return _solt.Stream()
        if isinstance(use, Choose):
            chooser = _solt.SelectiveStream(n=0)
            # Set afterwards, as the constructor would switch off `grow` in every option.
            chooser.transforms = [self._made(option) for option in use.active]
            chooser.n = use.count
            return chooser
        arguments = use.step.arguments(use.parameters, self.size)
        transform = getattr(_solt.transforms, use.step.solt)(**arguments)
        transform.p = use.probability  # Pad and Crop take no probability but heed it
        self.made.append((use, transform))
        return transform


class _Streams(threading.local):
    def __init__(self) -> None:
        self.of = functools.lru_cache(maxsize=16)(_Stream)


_streams = _Streams()


def _stream(recipe: Recipe, pixels: np.ndarray) -> _Stream:
    if pixels.ndim != 3 or pixels.dtype != np.uint8:
        raise ValueError(f"a scan is (h, w, c) uint8, not {pixels.shape} {pixels.dtype}")
    return _streams.of(recipe, *pixels.shape[:2])
