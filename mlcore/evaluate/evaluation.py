"""Scores of one run on one part of its data, each beside its interval, what answers without looking
score, a linear model, and the best that the data allow."""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from mlcore import atomic, paths
from mlcore.evaluate import answers, background, ceilings, curves, decisions, linear, looks
from mlcore.evaluate.answers import Answers
from mlcore.evaluate.background import Background
from mlcore.evaluate.curves import LabelCurves
from mlcore.inspect import inspection
from mlcore.metrics import bootstrap, scores, table, trivial
from mlcore.metrics.scores import Scores
from mlcore.metrics.table import Metric
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run

FILE = "evaluation.json"
VERSION = 3
LINEAR = "linear"


def evaluate(
    run: Run,
    split: str = "val",
    resamples: int = bootstrap.RESAMPLES,
    progress: Progress = silent,
) -> dict[str, Any]:
    """Score a run and keep the result in its ``evaluation.json``; a look at a test part is
    counted."""
    given, ground = answers.of(run, split), background.of(run, progress)
    result = _score(run, split, given, ground, resamples, progress)
    kept = atomic.read_json(run.folder / FILE) or {}
    found = curves.of(given.truth, given.probability, background.grouped(ground, given))
    curves.save(curves_file(run, split), result["key"], found)
    atomic.write_json(run.folder / FILE, kept | {split: result})
    looks.add(run, split, result)
    return result


def stored(run: Run, split: str) -> dict[str, Any] | None:
    """What `evaluate` found, unless answers, decisions or data have changed since."""
    kept = (atomic.read_json(run.folder / FILE) or {}).get(split)
    return kept if kept and kept.get("key") == key(run, split) else None


def curves_file(run: Run, split: str) -> Path:
    return run.folder / f"evaluation-{split}.npz"


def stored_curves(run: Run, split: str) -> list[LabelCurves] | None:
    """The curves that belong to what `stored` returns."""
    labels = len(run.model_card["labels"])
    return curves.load(curves_file(run, split), key(run, split), labels)


def together(run: Run, given: Answers, progress: Progress = silent) -> np.ndarray:
    """See `background.grouped`."""
    return background.grouped(background.of(run, progress), given)


def key(run: Run, split: str) -> str:
    """Another one whenever an evaluation would find something else."""
    looked_into = paths.datasets() / run.config["dataset"] / inspection.FOUND
    written = [atomic.stamp(path) for path in (run.predictions_file(split), looked_into)]
    facts = (VERSION, written, decisions.of(run).digest)
    return hashlib.blake2b(repr(facts).encode(), digest_size=8).hexdigest()


def score(
    run: Run,
    split: str,
    given: Answers,
    resamples: int = bootstrap.RESAMPLES,
    progress: Progress = silent,
) -> dict[str, Any]:
    """The score table of any answers to a part of a run's data, ready for JSON.

    ``run, split, n, groups, resamples, metrics, thresholds, rule, beside, ceiling_known``; see
    docs/run-format.md.
    """
    return _score(run, split, given, background.of(run, progress), resamples, progress)


def _score(
    run: Run,
    split: str,
    given: Answers,
    ground: Background | None,
    resamples: int,
    progress: Progress,
) -> dict[str, Any]:
    chosen = decisions.of(run)
    decided = given.probability >= chosen.thresholds
    groups = background.grouped(ground, given)
    progress("scoring", 0, 1)
    own = scores.score(
        given.truth, given.probability, chosen.labels, chosen.thresholds, table.METRICS
    )
    tally = scores.tally(
        given.truth, given.probability, decided, table.METRICS, groups, bootstrap.MOST_BINS
    )
    drawn = bootstrap.resample(tally, table.METRICS, resamples)
    beside = trivial.each(given.truth, table.METRICS)
    floor = {metric.name: _floor(metric, beside) for metric in table.METRICS}
    if ground is not None:
        beside[LINEAR] = _linear(ground, given, progress)
    limit = _limits(ground, given)
    progress("scoring", 1, 1)
    return {
        "run": run.name,
        "split": split,
        "n": len(given),
        "groups": tally.size,
        "resamples": resamples,
        "metrics": {
            metric.name: _metric(metric, own, drawn[metric.name], floor, beside, limit)
            for metric in table.METRICS
        },
        "thresholds": chosen.by_label,
        "rule": chosen.rule,
        "calibration": chosen.method,
        "beside": {name: _table(of) for name, of in beside.items()},
        "ceiling_known": ground is not None,
        "key": key(run, split),
    }


def _linear(ground: Background, given: Answers, progress: Progress) -> Scores:
    probability, limits = linear.answers(ground, progress)
    rows = ground.rows(given)
    return scores.score(given.truth, probability[rows], ground.data.labels, limits, table.METRICS)


def _limits(ground: Background | None, given: Answers) -> dict[str, np.ndarray]:
    """Metric name to ``(labels,)`` best scores there can be, empty where they are unknown."""
    if ground is None:
        return {}
    identical = ground.identical[ground.rows(given)]
    found = ceilings.per_label(identical, given.truth)
    alone = ceilings.subset_accuracy(identical, given.truth)
    return found | {ceilings.ALONE: np.array([alone])}


def _floor(metric: Metric, beside: Mapping[str, Scores]) -> tuple[np.ndarray | None, dict]:
    """The best trivial answer: per label, and per average."""
    each = None
    if metric.per_label:
        each = trivial.best([of.per_label[metric.name] for of in beside.values()], metric)
    return each, {
        name: trivial.best([of.averages[metric.name][name] for of in beside.values()], metric)
        for name in metric.averages
    }


def _metric(
    metric: Metric,
    own: Scores,
    drawn: bootstrap.Resampled,
    floor: Mapping[str, tuple],
    beside: Mapping[str, Scores],
    limit: Mapping[str, np.ndarray],
) -> dict[str, Any]:
    each, averages = drawn.intervals()
    name, line, best = metric.name, beside.get(LINEAR), limit.get(metric.name)
    floor_each, floor_averages = floor[name]

    def average(of: str) -> dict[str, float | None]:
        highest = scores.mean(best) if best is not None and of == metric.averages[0] else np.nan
        other = line.averages[name][of] if line else np.nan
        return _row(own.averages[name][of], averages[of], floor_averages[of], other, highest)

    rows = {}
    for i, label in enumerate(own.labels if each is not None else ()):
        other = line.per_label[name][i] if line else np.nan
        highest = best[i] if best is not None else np.nan
        rows[label] = _row(own.per_label[name][i], each[i], floor_each[i], other, highest)
    main, *others = metric.averages
    return average(main) | {
        "average": main,
        "averages": {of: average(of) for of in others},
        "per_label": rows,
    }


def _row(
    value: float, around: np.ndarray, floor: float, line: float, best: float
) -> dict[str, float | None]:
    low, high = around
    numbers = {"value": value, "low": low, "high": high, "trivial": floor}
    return {k: _number(v) for k, v in (numbers | {"linear": line, "ceiling": best}).items()}


def _table(of: Scores) -> dict[str, Any]:
    """Every score of one set of answers, without intervals."""
    return {
        metric.name: {name: _number(value) for name, value in of.averages[metric.name].items()}
        | {"per_label": _labels(of, metric.name) if metric.per_label else {}}
        for metric in table.METRICS
    }


def _labels(of: Scores, name: str) -> list[float | None]:
    return [_number(value) for value in of.per_label[name]]


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), 6)
