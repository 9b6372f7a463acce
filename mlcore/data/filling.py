"""Many files to one array of pixels, several at a time."""

import os
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from mlcore.data import images
from mlcore.data.archive import Source
from mlcore.data.quiet import QUIET
from mlcore.data.skipped import Skip, UnreadableError
from mlcore.progress import Progress

CHUNK = 64
MAX_WORKERS = 8
SMALL_FILE = 4096
"""Bytes. Below, two threads wait for each other longer than they decode (measured on PNG)."""

RESIZED = "of another size, resized"
STRETCHED = "not square, stretched to a square"
GREYED = "in colour, turned grey"


@dataclass
class Filling:
    """What became of the files."""

    keep: list[int] = field(default_factory=list)
    """Positions that hold pixels now, ascending."""
    skipped: list[Skip] = field(default_factory=list)
    notes: Counter[str] = field(default_factory=Counter)
    """How many scans each warning or change is about."""


def fill(pixels: np.ndarray, source: Source, files: Sequence[str], progress: Progress) -> Filling:
    """Decode ``files`` into ``pixels``, ``(len(files), side, side, channels)``, row by row.

    A file that gives no picture leaves its row as it was and is skipped with its reason.
    """
    side, channels = pixels.shape[2:]

    def decode(position: int) -> tuple[str, ...] | Skip:
        try:
            scan = images.read(source.read(files[position]), files[position])
        except UnreadableError as problem:
            return problem.skip
        pixels[position] = images.to_side(scan.pixels, side, channels)
        return (*scan.warnings, *_changes(scan.pixels.shape, side, channels))

    filling = Filling()
    chunks = [range(at, min(at + CHUNK, len(files))) for at in range(0, len(files), CHUNK)]
    pool = ThreadPoolExecutor(_workers(source, files))
    try:
        with QUIET:
            decoded = pool.map(lambda chunk: [decode(position) for position in chunk], chunks)
            for chunk, outcomes in zip(chunks, decoded, strict=True):
                for position, outcome in zip(chunk, outcomes, strict=True):
                    if isinstance(outcome, Skip):
                        filling.skipped.append(outcome)
                    else:
                        filling.keep.append(position)
                        filling.notes.update(outcome)
                progress("reading images", chunk.stop, len(files))
    finally:
        pool.shutdown(cancel_futures=True)
    return filling


def _changes(shape: tuple[int, ...], side: int, channels: int) -> tuple[str, ...]:
    height, width = shape[:2]
    made = {
        RESIZED: (height, width) != (side, side),
        STRETCHED: height != width,
        GREYED: len(shape) == 3 and channels == 1,
    }
    return tuple(text for text, is_so in made.items() if is_so)


def _workers(source: Source, files: Sequence[str]) -> int:
    mean = sum(map(source.size, files)) / max(len(files), 1)
    return 1 if mean < SMALL_FILE else min(os.cpu_count() or 1, MAX_WORKERS)
