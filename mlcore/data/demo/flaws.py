"""What is wrong with the demo on purpose: black scans, duplicates, leaks and flipped labels.

They are those of the study (see its report) and of most collections, and they are remembered, so
that what an inspection finds can be checked against what is there.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import cv2
import numpy as np

from mlcore.data.demo import findings

BLACK = 1 / 3
FLIPPED = 0.02
MOST_PAIRS, SCANS_A_PAIR = 40, 50
"""Of exact and of near duplicates each: one pair for so many scans, but no more than that."""


@dataclass(frozen=True)
class Flaws:
    """Positions of the scans concerned."""

    black: np.ndarray
    """``(b,)``; those of train and val have labels at random, those of test true ones."""
    exact: np.ndarray
    """``(k, 2)`` scan and its copy."""
    near: np.ndarray
    """``(k, 2)`` scan and its slightly changed copy."""
    flipped: np.ndarray
    """``(f, 2)`` scan and number of the label that is wrong."""

    def named(self, ids: Sequence[str]) -> dict[str, Any]:
        """The same by id and label name, as ``dataset.json`` keeps them."""
        return {
            "black": [ids[i] for i in self.black],
            "exact_pairs": [[ids[i], ids[j]] for i, j in self.exact],
            "near_pairs": [[ids[i], ids[j]] for i, j in self.near],
            "flipped": [[ids[i], findings.LABELS[k]] for i, k in self.flipped],
        }


def plan(rng: np.random.Generator, train: int, val: int, test: int) -> Flaws:
    """Choose scans for each flaw; half of the pairs have their copy outside train: a leak."""
    parts = np.split(np.arange(train + val + test), [train, train + val])
    shuffled = [rng.permutation(part) for part in parts]
    black = [part[: round(BLACK * len(part))] for part in shuffled]
    seen = [part[round(BLACK * len(part)) :] for part in shuffled]
    labelled = np.concatenate(seen[:2])
    labels = len(findings.LABELS)
    cells = rng.permutation(labels * len(labelled))
    cells = cells[: round(FLIPPED * len(cells))]
    exact, near = _pairs(rng, seen[0], np.concatenate(seen[1:]), train + val + test)
    flipped = np.stack([labelled[cells // labels], cells % labels], axis=1)
    return Flaws(np.sort(np.concatenate(black)), exact, near, flipped[flipped[:, 0].argsort()])


def _pairs(
    rng: np.random.Generator, inside: np.ndarray, outside: np.ndarray, n: int
) -> tuple[np.ndarray, np.ndarray]:
    """Two lists of ``(k, 2)`` pairs; no scan is in more than one of them."""
    count = min(MOST_PAIRS, n // SCANS_A_PAIR, len(inside) // 4)
    leaks = min((count + 1) // 2, len(outside) // 2)
    copies = rng.permutation(outside)[: 2 * leaks]
    originals, twins = inside[: 2 * count], inside[2 * count : 4 * count - 2 * leaks]
    kinds = [
        np.stack([originals[k::2], np.concatenate([copies[k::2], twins[k::2]])], axis=1)
        for k in range(2)
    ]
    return kinds[0], kinds[1]


def plant(
    rng: np.random.Generator, flaws: Flaws, pixels: np.ndarray, labels: np.ndarray, labelled: int
) -> None:
    """Spoil ``(n, side, side, 1)`` pixels and ``(n, labels)`` labels in place.

    The first ``labelled`` scans are those of train and val. Black scans are black already.
    """
    blind = flaws.black[flaws.black < labelled]
    labels[blind] = findings.at_random(rng, len(blind))
    for scan, copy in flaws.exact:
        pixels[copy] = pixels[scan]
    for turn, (scan, copy) in enumerate(flaws.near):
        pixels[copy, ..., 0] = CHANGES[turn % len(CHANGES)](rng, pixels[scan, ..., 0])
    for pairs in (flaws.exact, flaws.near):
        labels[pairs[:, 1]] = labels[pairs[:, 0]]
    scans, which = flaws.flipped.T
    labels[scans, which] = 1 - labels[scans, which]


def _darker(rng: np.random.Generator, scan: np.ndarray) -> np.ndarray:
    return _grey(scan * rng.uniform(0.95, 0.98))


def _noisier(rng: np.random.Generator, scan: np.ndarray) -> np.ndarray:
    return _grey(scan + rng.normal(0, 2.5, scan.shape))


def _shifted(rng: np.random.Generator, scan: np.ndarray) -> np.ndarray:
    """By one pixel, along a row or a column."""
    return np.roll(scan, rng.choice([-1, 1]), axis=rng.integers(2))


def _recompressed(rng: np.random.Generator, scan: np.ndarray) -> np.ndarray:
    quality = int(rng.integers(70, 90))
    _, file = cv2.imencode(".jpg", scan, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return cv2.imdecode(file, cv2.IMREAD_GRAYSCALE)


def _grey(values: np.ndarray) -> np.ndarray:
    return np.rint(values).clip(0, 255).astype(np.uint8)


CHANGES = (_darker, _noisier, _shifted, _recompressed)
