"""Make the demo and keep it in the store; make further scans of its kind."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass

import numpy as np
import pandas as pd

from mlcore import atomic, paths
from mlcore.data import dataset
from mlcore.data.dataset import SPLITS, DataSet
from mlcore.data.demo import body, findings, flaws, lungs, nodules, organs, scanner, wall
from mlcore.errors import ScanLabError
from mlcore.progress import Progress, silent

VERSION = 1
"""Raise it when the same options would give other scans, so that stored demos are made anew."""
SIDES = (16, 32, 64, 128)
CHUNK = 128
"""Scans drawn from one random stream; fixed, so that the work can be shared out in any way."""
SCANS, FLAWS, EXAMPLES = range(3)
"""Random streams that must not meet."""
THREADS = 2
FIRST_ID = (1, 4, 7)
"""Leading digit of the ids of each split, as in the study: 10000.png, 40000.png, 70000.png."""
ROOM = 3
"""Leading digits that a split may fill before it runs into the next."""


@dataclass(frozen=True)
class Options:
    """What fixes every byte of the demo."""

    train: int
    val: int
    test: int
    seed: int
    side: int
    version: int = VERSION

    def __post_init__(self) -> None:
        if self.train < 1 or min(self.val, self.test) < 0:
            raise ScanLabError(
                f"the demo cannot have {self.train} train, {self.val} val and {self.test} test "
                "scans; give at least 1 for train and 0 or more for the others"
            )
        _checked(self.seed, self.side)

    @property
    def sizes(self) -> tuple[int, int, int]:
        return self.train, self.val, self.test


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

    A demo of other options is replaced. `ScanLabError` for impossible options, and where ``name``
    is a data set that somebody imported.
    """
    options = Options(train, val, test, seed, side)
    there = _stored(name, options)
    if there is not None:
        return there
    n = sum(options.sizes)
    labels = np.empty((n, len(findings.LABELS)), np.float32)
    with dataset.draft(name, n, side, 1) as draft:
        _fill(draft.pixels, labels, options, progress)
        planned = flaws.plan(_stream(seed, FLAWS), *options.sizes)
        flaws.plant(_stream(seed, FLAWS, 1), planned, draft.pixels, labels, train + val)
        ids = _ids(options)
        table = pd.DataFrame({"id": ids, "split": np.repeat(SPLITS, options.sizes)})
        table[list(findings.LABELS)] = labels
        facts = {
            "source": "chest slices of imaginary people, drawn by ScanLab",
            "demo": asdict(options),
            "planted": planned.named(ids),
        }
        return draft.finish(table, findings.LABELS, facts)


def example_scans(count: int, seed: int, side: int = 64) -> list[tuple[str, np.ndarray]]:
    """``count`` names and ``(side, side, 1)`` uint8 scans that are in no demo, equal for equal
    seeds."""
    _checked(seed, side)
    if count < 0:
        raise ScanLabError(f"{count} example scans cannot be made; give 0 or more")
    parts = [
        _scans(_stream(seed, EXAMPLES, start), min(CHUNK, count - start), side)[0]
        for start in range(0, count, CHUNK)
    ]
    scans = [scan for part in parts for scan in part]
    return [(f"example-{seed}-{k}.png", scan) for k, scan in enumerate(scans, start=1)]


def _scans(rng: np.random.Generator, count: int, side: int) -> tuple[np.ndarray, np.ndarray]:
    """``(count, side, side, 1)`` uint8 scans and their ``(count, labels)`` bool findings."""
    severities = findings.severities(rng, count)
    bodies = body.draw(rng, severities)
    layers = [
        *wall.layers(rng, bodies),
        *lungs.layers(rng, bodies),
        *organs.layers(rng, bodies),
        nodules.layer(rng, bodies),
        *wall.spine(rng, bodies),
    ]
    return scanner.scans(rng, bodies, layers, side), severities > 0


def _fill(pixels: np.ndarray, labels: np.ndarray, options: Options, progress: Progress) -> None:
    n = len(pixels)

    def chunk(start: int) -> int:
        rows = slice(start, min(start + CHUNK, n))
        rng = _stream(options.seed, SCANS, start)
        pixels[rows], labels[rows] = _scans(rng, rows.stop - start, options.side)
        return rows.stop

    progress("making scans", 0, n)
    with ThreadPoolExecutor(THREADS) as pool:
        for done in pool.map(chunk, range(0, n, CHUNK)):
            progress("making scans", done, n)


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


def _ids(options: Options) -> list[str]:
    thousands = 10_000
    while max(options.sizes) > ROOM * thousands:
        thousands *= 10
    return [
        f"{first * thousands + k}.png"
        for first, size in zip(FIRST_ID, options.sizes, strict=True)
        for k in range(size)
    ]


def _stream(seed: int, *use: int) -> np.random.Generator:
    return np.random.default_rng([seed, *use])


def _checked(seed: int, side: int) -> None:
    if seed < 0:
        raise ScanLabError(f"seed {seed} cannot be used; give 0 or a larger whole number")
    if side not in SIDES:
        known = ", ".join(map(str, SIDES))
        raise ScanLabError(f"the demo cannot be made with side {side}; choose one of {known}")
