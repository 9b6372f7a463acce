"""Whether the conformal answers keep their promise, on scans that set no band.

Two checks. The test part, where its labels are known, by bands from validation: the real thing,
once. And all answers with known labels split at random, again and again, one part setting the bands
and the other counting: what the method does on these data, with far less luck in it.
"""

from typing import Any

import numpy as np

from mlcore.evaluate.answers import Answers
from mlcore.metrics import bootstrap
from mlcore.trust import conformal
from mlcore.trust.conformal import ERROR, Band

SPLITS = 400
SHARE = 0.9
"""Of the groups, that set the bands of one split."""
TOLERANCE = 0.02
"""How far from the asked rate a coverage may lie."""


def report(
    labels: tuple[str, ...],
    val: tuple[Answers, np.ndarray],
    test: tuple[Answers, np.ndarray] | None,
    error: float = ERROR,
) -> dict[str, Any]:
    """``val``, ``test``: answers and ``(n,)`` int groups, equal for scans that belong together.

    ``{error, asked, n, splits, labels {label: {present, absent, all, unsure, caveat, counts,
    test}}, largest_gap, within}``: shares of scans whose true answer was among the possible ones,
    of those with the label, of those without, and of all.
    """
    conformal.check_error(error)
    given, group = _joined(val, test)
    resplit = _resplit(given, group, error)
    once = _covered(conformal.bands(*val, error), test[0]) if test else None
    bands = conformal.bands(given, group, error)
    rows = {}
    for i, label in enumerate(labels):
        row = {**_named(resplit[i]), "caveat": bands[i].caveat}
        row["counts"] = {"present": bands[i].present, "absent": bands[i].absent}
        rows[label] = row | {"test": _named(once[i]) if once is not None else None}
    off = [
        abs(row[name] - (1 - error))
        for row in rows.values()
        for name in ("present", "absent")
        if row["caveat"] is None and row[name] is not None
    ]
    return {
        "error": error,
        "asked": round(1 - error, 4),
        "n": len(given),
        "splits": SPLITS,
        "labels": rows,
        "largest_gap": max(off) if off else None,
        "within": bool(off) and max(off) <= TOLERANCE,
    }


def _joined(
    val: tuple[Answers, np.ndarray], test: tuple[Answers, np.ndarray] | None
) -> tuple[Answers, np.ndarray]:
    if test is None:
        return val
    one, other = val[0], test[0]
    parts = (
        np.concatenate(pair) for pair in zip(vars(one).values(), vars(other).values(), strict=True)
    )
    # Patients of the two parts are numbered apart; that one lies in both is for the inspection.
    return Answers(*parts), np.concatenate([val[1], test[1] + val[1].max() + 1])


def _resplit(given: Answers, group: np.ndarray, error: float) -> np.ndarray:
    """``(labels, 4)``: covered of present, of absent, of all, and unsure, over all splits."""
    number = bootstrap.numbered(group)
    rng = np.random.default_rng(0)
    total = np.zeros((given.truth.shape[1], 2, 3))
    for _ in range(SPLITS):
        setting = rng.permutation(number.max() + 1) < SHARE * (number.max() + 1)
        inside = setting[number]
        bands = conformal.bands(given.at(inside), group[inside], error)
        total += _counts(bands, given.at(~inside))
    return _shares(total)


def _covered(bands: list[Band], given: Answers) -> np.ndarray:
    return _shares(_counts(bands, given))


def _counts(bands: list[Band], given: Answers) -> np.ndarray:
    """``(labels, absent or present, (scans, covered, unsure))``."""
    found = np.zeros((len(bands), 2, 3))
    for i, band in enumerate(bands):
        possible = band.sets(given.probability[:, i])
        for value in (0, 1):
            of = given.truth[:, i] == value
            unsure = possible[of, 0] == possible[of, 1]
            found[i, value] = of.sum(), possible[of, value].sum(), unsure.sum()
    return found


def _shares(counts: np.ndarray) -> np.ndarray:
    absent, present = counts[:, 0], counts[:, 1]
    both = absent + present
    with np.errstate(invalid="ignore"):
        return np.stack(
            [
                present[:, 1] / present[:, 0],
                absent[:, 1] / absent[:, 0],
                both[:, 1] / both[:, 0],
                both[:, 2] / both[:, 0],
            ],
            axis=1,
        )


def _named(row: np.ndarray) -> dict[str, float | None]:
    names = ("present", "absent", "all", "unsure")
    return {
        name: round(float(value), 4) if np.isfinite(value) else None
        for name, value in zip(names, row, strict=True)
    }
