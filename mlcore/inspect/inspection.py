"""Inspect a data set, keep what was found beside it, and read it again in no time."""

import os
import secrets
import tempfile
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.inspect.embedding import Embedding
from mlcore.inspect.finding import SEVERITIES, Finding
from mlcore.inspect.material import Material
from mlcore.inspect.measure import measure
from mlcore.inspect.one_core import one_core
from mlcore.inspect.sections import SECTIONS
from mlcore.inspect.stored_arrays import StoredArrays
from mlcore.progress import Progress, silent

VERSION = 1
"""Raise it when the same data would lead to other findings, so that stored ones are made anew."""
FOUND, ARRAYS = "inspection.json", "inspection.npz"
NOTHING = np.empty(0, np.int64)


@dataclass(frozen=True)
class Inspection:
    """All that was found in one data set."""

    findings: tuple[Finding, ...]
    """Faults first, then warnings, then notes; as in `SECTIONS` among equals."""
    facts: dict[str, Any]
    """What `report` says, ready for JSON."""
    seconds: dict[str, float]
    """How long the measuring and each section took, and ``all``."""
    arrays: Mapping[str, np.ndarray] = field(repr=False)
    """``section.name`` to an array; read from disk when asked for."""
    embedding: Embedding = field(repr=False)
    """For `mlcore.inspect.similar`; it too stays on disk."""

    def of(self, check: str) -> Finding | None:
        """The first finding of a check, or None where all is well."""
        return next((found for found in self.findings if found.check == check), None)

    @property
    def ceiling(self) -> dict[str, dict[str, dict[str, float | None]]]:
        """See `mlcore.inspect.ceiling.ceilings`."""
        return self.facts["ceiling"]


def run(data: DataSet, progress: Progress = silent) -> Inspection:
    """Look at everything once and keep the result beside the data set."""
    with one_core:
        found = _inspected(data, progress)
    if _is_home_of(data):
        _store(data, found)
    return found


def load(data: DataSet) -> Inspection | None:
    """What `run` found, or None where it has not been run on this very data."""
    stored = atomic.read_json(data.folder / FOUND)
    if not stored or stored["key"] != _key(data):
        return None
    try:
        arrays = StoredArrays(data.folder / ARRAYS)
        if str(arrays["token"]) != stored["token"]:
            return None
        embedding = Embedding.load(data.folder)
    except (OSError, KeyError, ValueError, zipfile.BadZipFile):
        return None
    findings = [
        Finding(**kept, rows=arrays[f"rows.{i}"], groups=arrays.get(f"groups.{i}"))
        for i, kept in enumerate(stored["findings"])
    ]
    return Inspection(tuple(findings), stored["facts"], stored["seconds"], arrays, embedding)


def of(data: DataSet, progress: Progress = silent) -> Inspection:
    """The stored inspection, made first where there is none."""
    return load(data) or run(data, progress)


def _inspected(data: DataSet, progress: Progress) -> Inspection:
    started = time.perf_counter()
    material = Material(data, measure(data, progress), progress)
    seconds = {"measuring": time.perf_counter() - started}
    findings, arrays, facts = [], {}, {}
    for number, section in enumerate(SECTIONS):
        progress(section.title, number, len(SECTIONS))
        begun = time.perf_counter()
        outcome = section.run(material)
        findings += outcome.findings
        facts |= outcome.facts
        arrays |= {f"{section.name}.{name}": array for name, array in outcome.arrays.items()}
        seconds[section.name] = time.perf_counter() - begun
    findings.sort(key=lambda found: SEVERITIES.index(found.severity))
    seconds["all"] = time.perf_counter() - started
    rounded = {name: round(value, 3) for name, value in seconds.items()}
    return Inspection(tuple(findings), facts, rounded, arrays, material.embedding)


def _store(data: DataSet, found: Inspection) -> None:
    token = secrets.token_hex(8)
    arrays = dict(found.arrays) | {"token": np.array(token)}
    kept = []
    for i, of in enumerate(found.findings):
        arrays[f"rows.{i}"] = of.rows
        if of.groups is not None:
            arrays[f"groups.{i}"] = of.groups
        kept.append(
            {
                "check": of.check,
                "severity": of.severity,
                "sentence": of.sentence,
                "facts": of.facts,
            }
        )
    with tempfile.TemporaryDirectory(prefix=".new-", dir=data.folder) as beside:
        found.embedding.save(Path(beside))
        for file in Path(beside).iterdir():
            # Replaced, not written over: a page may be reading the old one.
            os.replace(file, data.folder / file.name)
    with atomic.replacing(data.folder / ARRAYS) as temporary:
        np.savez(temporary, allow_pickle=False, **arrays)
    atomic.write_json(
        data.folder / FOUND,
        {
            "key": _key(data),
            "token": token,
            "facts": found.facts,
            "seconds": found.seconds,
            "findings": kept,
        },
    )


def _key(data: DataSet) -> list[Any]:
    return [VERSION, data.fingerprint]


def _is_home_of(data: DataSet) -> bool:
    """Whether the folder is that of ``data`` itself, not of what an unsaved view is a view of."""
    stored = atomic.read_json(Path(data.folder) / "dataset.json")
    return stored is not None and stored.get("fingerprint") == data.fingerprint
