"""How a model's scores fall as scans get worse: noise, blur, less contrast, a turn, a crop.

As in Hendrycks and Dietterich 2019, "Benchmarking neural network robustness to common corruptions
and perturbations", at five strengths, on the same scans each time.
"""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np

from mlcore import atomic
from mlcore.evaluate import answers, background, evaluation
from mlcore.metrics import bootstrap, scores, table
from mlcore.predict.predictor import Predictor
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run

LEVELS = range(1, 6)
"""Strengths."""
MOST_SCANS = 500
"""Scans asked about at each strength, drawn once with a fixed seed."""
DRAWS = 300
METRICS = ("average_precision", "auc", "f1", "balanced_accuracy")


@dataclass(frozen=True)
class Corruption:
    name: str
    title: str
    unit: str
    """What the amounts are, for people."""
    amounts: tuple[float, ...]
    """The five strengths, rising."""
    change: Callable[[np.ndarray, float, np.random.Generator], np.ndarray]
    """One scan ``(side, side, channels)`` float32 0..255 and an amount to the same shape."""


def _noise(scan: np.ndarray, amount: float, rng: np.random.Generator) -> np.ndarray:
    return scan + amount * rng.standard_normal(scan.shape, np.float32)


def _blur(scan: np.ndarray, amount: float, _: np.random.Generator) -> np.ndarray:
    return cv2.GaussianBlur(scan, (0, 0), amount * len(scan) / 64).reshape(scan.shape)


def _contrast(scan: np.ndarray, amount: float, _: np.random.Generator) -> np.ndarray:
    middle = scan.mean()
    return middle + (scan - middle) * amount


def _turn(scan: np.ndarray, amount: float, _: np.random.Generator) -> np.ndarray:
    middle = (len(scan) - 1) / 2
    matrix = cv2.getRotationMatrix2D((middle, middle), amount, 1.0)
    return cv2.warpAffine(scan, matrix, scan.shape[:2]).reshape(scan.shape)


def _crop(scan: np.ndarray, amount: float, _: np.random.Generator) -> np.ndarray:
    side = len(scan)
    edge = round(side * (1 - amount) / 2)
    inner = np.ascontiguousarray(scan[edge : side - edge, edge : side - edge])
    return cv2.resize(inner, (side, side), interpolation=cv2.INTER_LINEAR).reshape(scan.shape)


CORRUPTIONS = (
    Corruption("noise", "Noise", "grey levels", (4, 8, 16, 32, 64), _noise),
    Corruption("blur", "Blur", "pixels of a 64-pixel scan", (0.5, 1, 1.5, 2.5, 4), _blur),
    Corruption("contrast", "Contrast", "share kept", (0.8, 0.6, 0.4, 0.2, 0.1), _contrast),
    Corruption("turn", "Turn", "degrees", (5, 10, 20, 40, 90), _turn),
    Corruption("crop", "Crop", "share of the side kept", (0.95, 0.9, 0.8, 0.7, 0.5), _crop),
)


def file(run: Run, split: str) -> Path:
    return run.folder / f"robustness-{split}.json"


def stored(run: Run, split: str) -> dict[str, Any] | None:
    """What `measure` found, unless answers, decisions or data have changed since."""
    kept = atomic.read_json(file(run, split))
    return kept if kept and kept.get("key") == evaluation.key(run, split) else None


def measure(
    run: Run, predictor: Predictor, split: str, progress: Progress = silent
) -> dict[str, Any]:
    """Ask about changed scans and keep ``{n, key, rows [{corruption, strength, amount, scores
    {metric: {value, low, high}}}]}``; strength 0 is the scans as they are."""
    given = answers.of(run, split)
    data = background.data_of(run)
    drawn = np.random.default_rng(0).permutation(len(given))[:MOST_SCANS]
    few = given.at(np.sort(drawn))
    pixels = np.asarray(data.pixels[background.rows(data, few.ids)])
    together = evaluation.together(run, few)
    work = [("none", 0, 0.0), *((c.name, k, c.amounts[k - 1]) for c in CORRUPTIONS for k in LEVELS)]
    rows = []
    for done, (name, strength, amount) in enumerate(work):
        scans = changed(pixels, name, amount) if strength else pixels
        probability = predictor.probabilities(scans)
        rows.append(
            {
                "corruption": name,
                "strength": strength,
                "amount": amount,
                "scores": _scores(few.truth, probability, predictor.decisions.thresholds, together),
            }
        )
        progress("changed scans", (done + 1) * len(few), len(work) * len(few))
    result = {"n": len(few), "key": evaluation.key(run, split), "rows": rows}
    atomic.write_json(file(run, split), result)
    return result


def changed(pixels: np.ndarray, corruption: str, amount: float) -> np.ndarray:
    """``(n, side, side, channels)`` uint8; the same noise for the same position."""
    row = next(each for each in CORRUPTIONS if each.name == corruption)
    found = [
        row.change(scan.astype(np.float32), amount, np.random.default_rng(i))
        for i, scan in enumerate(pixels)
    ]
    return np.rint(np.stack(found)).clip(0, 255).astype(np.uint8)


def _scores(
    truth: np.ndarray, probability: np.ndarray, thresholds: np.ndarray, together: np.ndarray
) -> dict[str, dict[str, float | None]]:
    metrics = [table.BY_NAME[name] for name in METRICS]
    tally = scores.tally(truth, probability, probability >= thresholds, metrics, together)
    drawn = bootstrap.resample(tally, metrics, DRAWS)
    found = {}
    for name in METRICS:
        low, high = drawn[name].intervals()[1]["macro"]
        value = drawn[name].averages["macro"][0]
        numbers = {"value": value, "low": low, "high": high}
        found[name] = {key: scores.number(number) for key, number in numbers.items()}
    return found
