"""ROC, precision-recall and calibration curves with intervals, and histograms of probabilities."""

import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mlcore import atomic
from mlcore.metrics import bootstrap
from mlcore.metrics.sums import Ranks, Sums, Tally

DRAWS = 200
GRID = np.linspace(0, 1, 101)
"""Places at which bands of curves are computed."""
HISTOGRAM_BINS = 20
ROUNDING = 1e-3
"""Of whole numbers of scans."""


@dataclass(frozen=True)
class Curve:
    """One line with its band; NaN where undefined."""

    x: np.ndarray
    """``(k,)``."""
    y: np.ndarray
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True)
class LabelCurves:
    """The curves of one label."""

    roc: Curve
    """Recall by false alarms among absent scans."""
    precision_recall: Curve
    calibration: Curve
    """Share of present scans by mean probability, of the bins that have scans."""
    scans: np.ndarray
    """``(bins,)`` how many scans each point of `calibration` stands for."""
    present: np.ndarray
    """``(HISTOGRAM_BINS,)`` scans with the label by probability."""
    absent: np.ndarray


def save(path: Path, key: str, found: Sequence[LabelCurves]) -> None:
    """Write them into one file, which `load` reads in no time."""
    arrays = {"key": np.array(key)}
    for label, curves in enumerate(found):
        for name, part in vars(curves).items():
            pieces = vars(part).items() if isinstance(part, Curve) else [("", part)]
            arrays |= {f"{label}.{name}.{piece}": array for piece, array in pieces}
    with atomic.replacing(path) as temporary:
        np.savez(temporary, **arrays)


def load(path: Path, key: str, labels: int) -> list[LabelCurves] | None:
    """What `save` wrote under this key, else None."""
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as kept:
            if str(kept["key"]) != key:
                return None
            return [_loaded(kept, label) for label in range(labels)]
    except (OSError, EOFError, KeyError, ValueError, zipfile.BadZipFile):
        return None


def of(
    truth: np.ndarray, probability: np.ndarray, groups: np.ndarray, draws: int = DRAWS
) -> list[LabelCurves]:
    """Per label of ``(n, labels)``; ``groups`` ``(n,)`` int from 0 are drawn together."""
    decided = np.zeros(truth.shape, bool)
    tally = Tally(truth, probability, decided, {}, groups, bootstrap.MOST_BINS)
    plain = tally.sums()
    drawn = tally.sums(bootstrap.weights(tally.size, range(draws)))
    return [_label(i, truth, probability, plain, drawn) for i in range(truth.shape[1])]


def _loaded(kept: Mapping[str, np.ndarray], label: int) -> LabelCurves:
    lines = {
        name: Curve(*(kept[f"{label}.{name}.{piece}"] for piece in ("x", "y", "low", "high")))
        for name in ("roc", "precision_recall", "calibration")
    }
    counted = {name: kept[f"{label}.{name}."] for name in ("scans", "present", "absent")}
    return LabelCurves(**lines, **counted)


def _label(
    label: int, truth: np.ndarray, probability: np.ndarray, plain: Sums, drawn: Sums
) -> LabelCurves:
    calibration, scans = _calibration(plain.calibration[:, label], drawn.calibration[:, label])
    edges = np.linspace(0, 1, HISTOGRAM_BINS + 1)
    present, absent = (
        np.histogram(probability[truth[:, label] == kind, label], edges)[0] for kind in (1, 0)
    )
    return LabelCurves(
        roc=_banded(_roc, plain.ranks[label], drawn.ranks[label]),
        precision_recall=_banded(_precision, plain.ranks[label], drawn.ranks[label]),
        calibration=calibration,
        scans=scans,
        present=present,
        absent=absent,
    )


def _banded(line, plain: Ranks, drawn: Ranks) -> Curve:
    each = np.stack(
        [line(drawn.present[:, i], drawn.absent[:, i]) for i in range(drawn.present.shape[1])]
    )
    low, high = _band(each)
    return Curve(GRID, line(plain.present[:, 0], plain.absent[:, 0]), low, high)


def _roc(present: np.ndarray, absent: np.ndarray) -> np.ndarray:
    """Recall at each of `GRID` false alarm rates."""
    tp, fp = np.append(0, np.cumsum(present)), np.append(0, np.cumsum(absent))
    if not tp[-1] or not fp[-1]:
        return np.full(len(GRID), np.nan)
    # Straight up where several recalls have one rate: the last of them is reached.
    last = np.append(fp[1:] > fp[:-1], True)
    return np.interp(GRID, fp[last] / fp[-1], tp[last] / tp[-1])


def _precision(present: np.ndarray, absent: np.ndarray) -> np.ndarray:
    """Precision of the highest threshold that reaches each of `GRID` recalls."""
    tp = np.cumsum(present)
    if not len(tp) or not tp[-1]:
        return np.full(len(GRID), np.nan)
    decided = tp + np.cumsum(absent)
    first = np.searchsorted(tp, np.maximum(GRID * tp[-1], 1) - ROUNDING)
    return tp[first] / decided[first]


def _calibration(plain: np.ndarray, drawn: np.ndarray) -> tuple[Curve, np.ndarray]:
    """From ``(3, bins, draws)`` sums, see `mlcore.metrics.sums.Sums`."""
    scans, probability, present = plain[..., 0]
    full = scans > 0
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = _band(np.where(drawn[0] > 0, drawn[2] / drawn[0], np.nan)[full].T)
    share = scans[full]
    return Curve(probability[full] / share, present[full] / share, low, high), share


def _band(values: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Where the middle 95 % of ``(draws, k)`` lie, of those that are defined."""
    found = np.full((2, values.shape[1]), np.nan)
    some = ~np.isnan(values).all(axis=0)
    tail = (1 - bootstrap.LEVEL) / 2
    if some.any():
        found[:, some] = np.nanquantile(values[:, some], [tail, 1 - tail], axis=0)
    return found[0], found[1]
