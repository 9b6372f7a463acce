"""What an inspection consists of, one row a part. To add one, write a function and a row."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from mlcore.inspect import (
    averages,
    ceiling,
    contradictions,
    duplicates,
    label_checks,
    label_errors,
    leaks,
    origin,
    outliers,
    quality,
    scan_map,
    shortcuts,
)
from mlcore.inspect.finding import Finding
from mlcore.inspect.material import Material


@dataclass(frozen=True)
class Outcome:
    """What one section has to say."""

    findings: list[Finding]
    arrays: dict[str, np.ndarray] = field(default_factory=dict)
    """To be kept beside the data set, for charts and galleries."""
    facts: dict[str, Any] = field(default_factory=dict)
    """For the report of all; ready for JSON."""


@dataclass(frozen=True)
class Section:
    name: str
    title: str
    """What is being done, for who waits."""
    run: Callable[[Material], Outcome]


def _labels(material: Material) -> Outcome:
    return Outcome(label_checks.findings(material))


def _quality(material: Material) -> Outcome:
    black = material.measured.black
    fraction = float(black.mean()) if len(black) else 0.0
    return Outcome(
        quality.findings(material),
        material.measured.columns,
        {"black": {"count": int(black.sum()), "fraction": round(fraction, 4)}},
    )


def _origin(material: Material) -> Outcome:
    return Outcome(origin.findings(material))


def _duplicates(material: Material) -> Outcome:
    found = duplicates.findings(material)
    facts = {
        "exact_groups": _fact(found, "exact_duplicates", "groups"),
        "near_pairs": _fact(found, "near_duplicates", "pairs"),
    }
    arrays = {
        "copies": material.copies,
        "lookalikes": material.lookalikes,
        "near_pairs": material.near.pairs,
        "near_unlike": material.near.unlike,
    }
    return Outcome(found, arrays, {"duplicates": facts})


def _leaks(material: Material) -> Outcome:
    found = leaks.findings(material)
    facts = {
        "images": _fact(found, "image_leaks", "images"),
        "patients": _fact(found, "patient_leaks", "patients"),
    }
    return Outcome(found, facts={"leaks": facts})


def _contradictions(material: Material) -> Outcome:
    found = contradictions.findings(material)
    facts = {"groups": _fact(found, "contradictions", "groups")}
    return Outcome(found, facts={"contradictions": facts})


def _ceiling(material: Material) -> Outcome:
    return Outcome(ceiling.findings(material), facts={"ceiling": ceiling.ceilings(material)})


def _embedding(material: Material) -> Outcome:
    """Nothing to say by itself: the next sections work on it, and the search for similar scans."""
    return Outcome([], {"plain": material.embedding.plain})


def _outliers(material: Material) -> Outcome:
    return Outcome(outliers.findings(material.data, material.embedding))


def _label_errors(material: Material) -> Outcome:
    errors = label_errors.judge(material.data, material.embedding, material.related)
    arrays = {"score": errors.score, "auc": errors.auc}
    return Outcome(label_errors.findings(material.data, errors), arrays)


def _shortcuts(material: Material) -> Outcome:
    return Outcome(shortcuts.findings(material.data, material.measured.columns))


def _map(material: Material) -> Outcome:
    return Outcome([], {"places": scan_map.scan_map(material.embedding)})


def _averages(material: Material) -> Outcome:
    return Outcome([], vars(averages.averages(material.data, material.progress)))


def _fact(found: list[Finding], check: str, name: str) -> int:
    """A number of one finding, 0 where there is no such finding."""
    return next((of.facts[name] for of in found if of.check == check), 0)


SECTIONS = (
    Section("labels", "reading labels", _labels),
    Section("quality", "judging quality", _quality),
    Section("origin", "looking at the source", _origin),
    Section("duplicates", "searching duplicates", _duplicates),
    Section("leaks", "searching leaks", _leaks),
    Section("contradictions", "comparing labels of copies", _contradictions),
    Section("ceiling", "computing the best scores there can be", _ceiling),
    Section("embedding", "describing scans", _embedding),
    Section("outliers", "searching scans unlike all others", _outliers),
    Section("label_errors", "searching wrong labels", _label_errors),
    Section("shortcuts", "searching shortcuts", _shortcuts),
    Section("map", "drawing the map", _map),
    Section("averages", "averaging scans", _averages),
)
