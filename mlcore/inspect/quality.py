"""Scans in which little or nothing can be seen.

Three steps, each of its own: `measure` gives a raw value a scan, `score` says how far it is on the
good side of a check's limit, `mark` picks the scans below it. To look for something else, add a row
to `CHECKS`.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.inspect.finding import Finding
from mlcore.inspect.material import Material
from mlcore.inspect.measure import Measurements
from mlcore.inspect.wording import percent, scans

LOW, HIGH = "low", "high"


@dataclass(frozen=True)
class Check:
    """One way in which a scan can be bad."""

    name: str
    title: str
    says: str
    """What goes on after "12 scans"."""
    severity: str
    column: str
    """The measurement it looks at, of `measure.COLUMNS`."""
    bad: str
    """Whether `LOW` or `HIGH` values are bad."""
    limit: float
    """Values beyond are bad …"""
    of_usual: float | None = None
    """… if they also are beyond this multiple of the median of the data set: what all its scans
    have in common comes from how they were taken, and is no fault of one."""


CHECKS = (
    Check(
        "nearly_empty",
        "Nearly empty",
        "with one grey value in more than 95 % of the picture",
        "warning",
        "commonest",
        HIGH,
        0.95,
    ),
    Check(
        "dark",
        "Dark",
        "with nothing brighter than a quarter of full brightness, but for 1 % of the picture",
        "warning",
        "bright_end",
        LOW,
        64,
        0.6,
    ),
    Check(
        "bright",
        "Bright",
        "with nothing darker than two thirds of full brightness, but for 5 % of the picture",
        "warning",
        "dark_end",
        HIGH,
        170,
        1.5,
    ),
    Check(
        "low_contrast",
        "Low contrast",
        "with all but the darkest and the brightest 1 % within 40 of 256 grey values",
        "warning",
        "contrast",
        LOW,
        40,
        0.6,
    ),
    Check(
        "blurred",
        "Blurred",
        "with less than an eighth of the fine detail that is usual here",
        "warning",
        "sharpness",
        LOW,
        0.2,
        0.12,
    ),
    Check(
        "noisy",
        "Noisy",
        "with more than two and a half times the noise that is usual here",
        "note",
        "noise",
        HIGH,
        4,
        2.5,
    ),
    Check(
        "few_levels",
        "Few grey values",
        "with no more than 16 grey values, like drawings, masks or strongly compressed files",
        "note",
        "levels",
        LOW,
        17,
        0.5,
    ),
)
"""Tried on 6,392 photographs of eyes, 1,000 X-rays of chests and the demo, and on the same scans
made darker, flatter, blurred or noisy; see docs/inspection.md."""


@dataclass(frozen=True)
class Plain:
    """One way in which a scan can show nothing at all."""

    name: str
    title: str
    says: str
    of: Callable[[Measurements], np.ndarray]


PLAIN = (
    Plain("black", "Black", "with every pixel 0", lambda m: m.black),
    Plain("blank", "Blank", "with every pixel white", lambda m: m.columns["darkest"] == 255),
    Plain(
        "constant",
        "Constant",
        "with one grey value throughout",
        lambda m: m.plain & ~m.black & (m.columns["darkest"] < 255),
    ),
)


def findings(material: Material) -> list[Finding]:
    """A finding for every kind of bad scan there is, those that show nothing first."""
    plain = [_plain(material, kind) for kind in PLAIN]
    checked = [_checked(material, check) for check in CHECKS]
    return [found for found in (*plain, *checked) if len(found.rows)]


def usual(measured: Measurements, check: Check) -> float:
    """The median of a check's measurement over the scans that show anything; NaN without any."""
    values = measured.columns[check.column][~measured.plain]
    return float(np.median(values)) if len(values) else np.nan


def limit(measured: Measurements, check: Check) -> float:
    """The value at which scans of this data set begin to be bad."""
    if check.of_usual is None:
        return check.limit
    stricter = min if check.bad == LOW else max
    return stricter(check.limit, check.of_usual * usual(measured, check))


def score(measured: Measurements, check: Check) -> np.ndarray:
    """``(n,)``: 1 at the limit and below it the smaller the worse; NaN for scans that show
    nothing."""
    values = measured.columns[check.column].astype(np.float64)
    beyond = limit(measured, check)
    with np.errstate(divide="ignore", invalid="ignore"):
        scores = values / beyond if check.bad == LOW else beyond / values
    return np.where(measured.plain, np.nan, scores)


def mark(scores: np.ndarray) -> np.ndarray:
    """Positions of the bad scans, the worst first."""
    bad = np.flatnonzero(scores < 1)
    return bad[np.argsort(scores[bad], kind="stable")]


def _checked(material: Material, check: Check) -> Finding:
    measured = material.measured
    rows = mark(score(measured, check))
    return Finding(
        check=check.name,
        severity=check.severity,
        sentence=f"{_count(material.data, check.title, rows)} {check.says}.",
        rows=rows,
        facts={
            "column": check.column,
            "limit": _number(limit(measured, check)),
            "usual": _number(usual(measured, check)),
        },
    )


def _plain(material: Material, kind: Plain) -> Finding:
    data = material.data
    rows = np.flatnonzero(kind.of(material.measured))
    labelled = int(data.labelled()[rows].sum())
    unseen = f"; {labelled:,} of them have labels for what nobody can see" if labelled else ""
    return Finding(
        check=kind.name,
        severity="fault" if labelled else "warning",
        sentence=f"{_count(data, kind.title, rows)} {kind.says}{unseen}.",
        rows=rows,
        facts={"fraction": round(len(rows) / max(len(data), 1), 6), "labelled": labelled},
    )


def _count(data: DataSet, title: str, rows: np.ndarray) -> str:
    return f"{title}: {scans(len(rows))} ({percent(len(rows) / max(len(data), 1))})"


def _number(value: float) -> float | None:
    return None if np.isnan(value) else round(value, 4)
