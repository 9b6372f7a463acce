"""Scores of one run on one part of its data, each beside its interval and a trivial answer."""

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.metrics import bootstrap, scores, trivial
from mlcore.runs import state
from mlcore.runs.folder import Run


@dataclass(frozen=True)
class Answers:
    """What a run answered to the scans of one part."""

    ids: np.ndarray
    group: np.ndarray
    """``(n,)`` int: equal for scans of one patient."""
    truth: np.ndarray
    """``(n, labels)`` float32, NaN unknown."""
    probability: np.ndarray


def answers(run: Run, split: str) -> Answers:
    """The predictions the worker kept when the run ended; only scans with a known label."""
    if split not in ("val", "test"):
        raise ScanLabError(
            f"split is {split!r}; expected val or test (training scans flatter a model)"
        )
    path = run.predictions_file(split)
    if not path.exists():
        now = state.state(run)
        reason = (
            f"the run is {now}"
            if now != "finished"
            else f"its data set has no {'validation' if split == 'val' else 'test'} part"
        )
        raise ScanLabError(f"run {run.name} kept no answers for the {split} part: {reason}")
    with np.load(path, allow_pickle=False) as kept:
        known = ~np.isnan(kept["truth"]).all(axis=1)
        if not known.any():
            raise ScanLabError(
                f"no scan of the {split} part has a known label, so nothing can be scored"
            )
        return Answers(*(kept[name][known] for name in ("id", "group", "truth", "probability")))


def evaluate(run: Run, split: str = "val") -> dict[str, Any]:
    """Score a run and keep the result in its ``evaluation.json``."""
    result = score(run, split, answers(run, split))
    kept = atomic.read_json(run.folder / "evaluation.json") or {}
    atomic.write_json(run.folder / "evaluation.json", kept | {split: result})
    return result


def score(run: Run, split: str, given: Answers) -> dict[str, Any]:
    """``run, split, n, metrics {name: {value, low, high, per_label, trivial}}, thresholds``.

    Averages are macro, thresholds those chosen on the validation part.
    """
    card = run.model_card
    labels = card["labels"]
    limits = np.array([card["thresholds"][label] for label in labels])
    scored = scores.score(given.truth, given.probability, labels, limits)
    floor = trivial.trivial(given.truth)
    weight = bootstrap.weights(len(given.ids), given.group)
    resampled = _resampled(given, limits, weight)
    metrics = {}
    for name in scores.NAMES:
        each = resampled[name]
        with_floor = {
            label: _row(scored.per_label[name][i], each[:, i], floor[name][i])
            for i, label in enumerate(labels)
        }
        macro = np.array([scores.mean(row) for row in each])
        metrics[name] = _row(scored.macro(name), macro, scores.mean(floor[name])) | {
            "per_label": with_floor
        }
    return {
        "run": run.name,
        "split": split,
        "n": len(given.ids),
        "metrics": metrics,
        "thresholds": card["thresholds"],
    }


def _resampled(given: Answers, limits: np.ndarray, weight: np.ndarray) -> dict[str, np.ndarray]:
    counted = bootstrap.count(given.truth, given.probability >= limits, weight)
    values = {name: metric(counted) for name, metric in bootstrap.FROM_COUNTS.items()}
    for name, metric in bootstrap.FROM_RANKS.items():
        values[name] = metric(given.truth, given.probability, weight)
    return values


def _row(value: float, resampled: np.ndarray, floor: float) -> dict[str, float | None]:
    around = bootstrap.interval(resampled)
    return {
        "value": _number(value),
        "low": _number(around.low),
        "high": _number(around.high),
        "trivial": _number(floor),
    }


def _number(value: float) -> float | None:
    return None if math.isnan(value) else round(float(value), 6)
