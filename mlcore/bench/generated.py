"""Any number of scans, fast: drawn people, turned, mixed and made noisy, with known flaws."""

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import pandas as pd

from mlcore.data import dataset, demo
from mlcore.data.dataset import DataSet

LABELS = ("effusion", "enlarged_heart", "nodule")
PREVALENCE = (0.3, 0.2, 0.1)
PEOPLE = 2000
"""So many that hardly two scans are of the same pair of them."""
CHUNK = 2000
BLACK, EXACT, NEAR = 0.1, 0.005, 0.005
"""Shares of the scans that are black, an exact copy of the one before, or nearly so."""
SPLITS = ((0.7, "train"), (0.85, "val"), (1.0, "test"))


@dataclass(frozen=True)
class Planted:
    """Positions of what `scans` spoilt."""

    black: np.ndarray
    exact: np.ndarray
    """Copies of the scan before them."""
    near: np.ndarray
    """The same, but slightly brighter, shifted or noisier."""


def plan(n: int, seed: int = 0) -> Planted:
    """Which of ``n`` scans to spoil; no scan is spoilt in two ways."""
    odd = np.random.default_rng([seed, n]).permutation(np.arange(1, n, 2))
    copies = np.cumsum([round(share * n) for share in (EXACT, NEAR, BLACK)])
    exact, near, black, _ = np.split(odd, copies)
    return Planted(np.sort(black), np.sort(exact), np.sort(near))


def scans(n: int, side: int, planted: Planted, seed: int = 0) -> Iterator[np.ndarray]:
    """``(up to CHUNK, side, side, 1)`` uint8 at a time."""
    people = np.stack([scan[..., 0] for _, scan in demo.example_scans(PEOPLE, seed, side)])
    for start in range(0, n, CHUNK):
        rng = np.random.default_rng([seed, start])
        few = _mixed(rng, people, min(CHUNK, n - start))
        for rows, change in ((planted.exact, _same), (planted.near, _nearly)):
            for row in rows[(rows >= start) & (rows < start + len(few))] - start:
                few[row] = change(rng, few[row - 1])
        few[
            planted.black[(planted.black >= start) & (planted.black < start + len(few))] - start
        ] = 0
        yield few[..., None]


def table(n: int, planted: Planted, seed: int = 0) -> pd.DataFrame:
    """Ids, splits and random labels; copies are labelled as what they are copies of."""
    rng = np.random.default_rng([seed, n, 1])
    labels = (rng.random((n, len(LABELS))) < PREVALENCE).astype(np.float32)
    for copies in (planted.exact, planted.near):
        labels[copies] = labels[copies - 1]
    place = rng.random(n)
    limits, names = zip(*SPLITS, strict=True)
    split = np.array(names, object)[np.searchsorted(limits, place)]
    named = pd.DataFrame({"id": [f"{i:07d}.png" for i in range(n)], "split": split})
    return named.join(pd.DataFrame(labels, columns=list(LABELS)))


def store(
    name: str, n: int, side: int = 64, seed: int = 0, labels: tuple[str, ...] = LABELS
) -> DataSet:
    """Put ``n`` scans straight into the store, with all or some of the labels."""
    planted = plan(n, seed)
    with dataset.draft(name, n, side, 1) as draft:
        done = 0
        for few in scans(n, side, planted, seed):
            draft.pixels[done : done + len(few)] = few
            done += len(few)
        facts = {"source": "generated to measure speed"}
        rows = table(n, planted, seed)[["id", "split", *labels]]
        return draft.finish(rows, labels, facts)


def write_files(folder: Path, n: int, side: int = 64, seed: int = 0) -> Path:
    """Write ``n`` PNG files into ``folder/images`` and ``folder/labels.csv``; returns images."""
    planted, images = plan(n, seed), folder / "images"
    images.mkdir(parents=True)
    rows = table(n, planted, seed)
    rows.to_csv(folder / "labels.csv", index=False)
    names = iter(rows["id"])
    for few in scans(n, side, planted, seed):
        for scan in few:
            (images / next(names)).write_bytes(cv2.imencode(".png", scan)[1].tobytes())
    return images


def _mixed(rng: np.random.Generator, people: np.ndarray, m: int) -> np.ndarray:
    """``(m, side, side)`` uint8: two people laid over each other, each turned, moved and scaled."""
    side = people.shape[1]
    share = rng.uniform(0.3, 0.7, m)
    turns = rng.uniform((-12, 0.85, -0.06, -0.06), (12, 1.15, 0.06, 0.06), (m, 2, 4))
    chosen = rng.integers(len(people), size=(m, 2))
    few = np.empty((m, side, side), np.uint8)
    for i in range(m):
        one, other = (
            cv2.warpAffine(people[who], _placed(side, turn), (side, side))
            for who, turn in zip(chosen[i], turns[i], strict=True)
        )
        cv2.addWeighted(one, share[i], other, 1 - share[i], 0, dst=few[i])
    noise = rng.integers(-4, 5, few.shape, np.int8)
    return np.clip(few.astype(np.int16) + noise, 0, 255).astype(np.uint8)


def _placed(side: int, turn: np.ndarray) -> np.ndarray:
    angle, scale, down, right = turn
    matrix = cv2.getRotationMatrix2D((side / 2, side / 2), angle, scale)
    matrix[:, 2] += np.array([right, down]) * side
    return matrix


def _same(_: np.random.Generator, scan: np.ndarray) -> np.ndarray:
    return scan


def _nearly(rng: np.random.Generator, scan: np.ndarray) -> np.ndarray:
    shifted = np.roll(scan, rng.integers(-1, 2, 2), axis=(0, 1))
    changed = shifted * rng.uniform(0.92, 0.99) + rng.normal(0, 2, scan.shape)
    return np.rint(changed).clip(0, 255).astype(np.uint8)


if __name__ == "__main__":
    # A program of its own, so that its memory is not taken for that of what is measured next.
    name, n, side = sys.argv[1:]
    print(json.dumps(len(store(name, int(n), int(side)))))
