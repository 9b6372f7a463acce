"""Make the demo and keep it in the store; make further scans of its kind."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict

import numpy as np
import pandas as pd

from mlcore import atomic, paths
from mlcore.data import dataset
from mlcore.data.dataset import SPLITS, DataSet
from mlcore.data.demo import flaws, slices
from mlcore.data.demo.findings import LABELS, severities
from mlcore.data.demo.options import Options, check
from mlcore.errors import ScanLabError
from mlcore.progress import Progress, silent

CHUNK = 128
"""Scans drawn from one random stream; fixed, so that the work can be shared out in any way."""
PLAN, FLAWS, SCANS, EXAMPLES = range(4)
"""Random streams that must not meet."""
THREADS = 2
FIRST_ID = (1, 4, 7)
"""Leading digit of the ids of each split, as in the study: 10000.png, 40000.png, 70000.png."""
ROOM = 3
"""Leading digits that a split may fill before it runs into the next."""


def make(
    name: str = "demo",
    train: int = 4000,
    val: int = 1000,
    test: int = 1000,
    seed: int = 0,
    side: int = 64,
    progress: Progress = silent,
) -> DataSet:
    """Make the demo under ``name``, or return it where it was made with the same options before.

    A demo of other options is replaced. Raises `ScanLabError` for impossible options, and where
    ``name`` is a data set that somebody imported.
    """
    started = time.perf_counter()
    options = Options(train, val, test, seed, side)
    there = _stored(name, options)
    if there is not None:
        return there
    planned = flaws.plan(_stream(seed, PLAN), *options.sizes)
    with dataset.draft(name, sum(options.sizes), side, 1) as draft:
        labels = _fill(draft.pixels, planned.black, options, progress)
        flaws.plant(_stream(seed, FLAWS), planned, draft.pixels, labels, train + val)
        ids = _ids(options.sizes)
        table = pd.DataFrame({"id": ids, "split": np.repeat(SPLITS, options.sizes)})
        table[list(LABELS)] = labels
        facts = {
            "source": "chest slices of imaginary people, drawn by ScanLab",
            "demo": asdict(options),
            "planted": planned.named(ids),
            "seconds": round(time.perf_counter() - started, 3),
        }
        return draft.finish(table, LABELS, facts)


def example_scans(count: int, seed: int, side: int = 64) -> list[tuple[str, np.ndarray]]:
    """Names and ``(side, side, 1)`` uint8 pixels of scans that are in no demo; equal for equal
    seeds. Raises `ScanLabError` for a negative count or seed and an unknown side."""
    check(seed, side)
    if count < 0:
        raise ScanLabError(f"{count} example scans cannot be made; give 0 or more")
    rng = _stream(seed, EXAMPLES)
    scans = slices.drawn(rng, severities(rng, count), side)
    return [(f"example-{seed}-{k}.png", scan) for k, scan in enumerate(scans, start=1)]


def _fill(
    pixels: np.ndarray, black: np.ndarray, options: Options, progress: Progress
) -> np.ndarray:
    """Draw all scans but the black ones, which a draft is from the start; return all labels."""
    n = len(pixels)
    labels = np.empty((n, len(LABELS)), np.float32)
    lit = np.ones(n, bool)
    lit[black] = False

    def chunk(start: int) -> int:
        stop = min(start + CHUNK, n)
        rng = _stream(options.seed, SCANS, start)
        found = severities(rng, stop - start)
        labels[start:stop] = found > 0
        here = np.flatnonzero(lit[start:stop])
        pixels[start + here] = slices.drawn(rng, found[here], options.side)
        return stop

    progress("making scans", 0, n)
    with ThreadPoolExecutor(THREADS) as pool:
        for done in pool.map(chunk, range(0, n, CHUNK)):
            progress("making scans", done, n)
    return labels


def _stored(name: str, options: Options) -> DataSet | None:
    if not dataset.exists(paths.checked_name(name, "data set")):
        return None
    facts = atomic.read_json(paths.datasets() / name / "dataset.json") or {}
    if "demo" not in facts:
        raise ScanLabError(
            f"{name!r} is already a data set that is not a demo; give the demo another name, or "
            "delete that data set first"
        )
    return dataset.load(name) if facts["demo"] == asdict(options) else None


def _ids(sizes: tuple[int, ...]) -> list[str]:
    """File names that stay apart however large the splits are."""
    unit = 10_000
    while max(sizes) > ROOM * unit:
        unit *= 10
    return [
        f"{first * unit + k}.png"
        for first, size in zip(FIRST_ID, sizes, strict=True)
        for k in range(size)
    ]


def _stream(seed: int, use: int, part: int = 0) -> np.random.Generator:
    return np.random.default_rng([use, part, seed])
