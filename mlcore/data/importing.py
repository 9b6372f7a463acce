"""A folder or ZIP on disk to a data set of the store, with a report of what was left out."""

import re
import time
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mlcore import paths
from mlcore.data import dataset, study_form
from mlcore.data.archive import Source, open_source
from mlcore.data.dataset import DataSet
from mlcore.data.filling import Filling, fill
from mlcore.data.plan import Plan
from mlcore.data.splits import stratified_split
from mlcore.errors import ScanLabError
from mlcore.progress import Progress, silent

SIDES = (8, 1024)
CHANNELS = (1, 3)
VAL_FRACTION = 0.2
"""Held out of the training part where the data has no validation part of its own."""


def import_data(
    path: Path,
    name: str | None = None,
    side: int = 64,
    channels: int = 1,
    progress: Progress = silent,
    seed: int = 0,
) -> DataSet:
    """Read the data at ``path`` and publish it as ``name`` (default: made from the file's name).

    What cannot be used is in the report with its reason, the rest is kept. `ScanLabError` where
    nothing can be; then, as after any interruption, the store is as before. ``seed`` decides which
    training scans become the validation part where the data has none.
    """
    started = time.perf_counter()
    name = paths.checked_name(name or default_name(path), "data set")
    _check(side, channels)
    with open_source(path) as source:
        plan = _plan(source)
        with dataset.draft(name, len(plan.files), side, channels) as draft:
            filling = fill(draft.pixels, source, plan.files, progress)
            table = plan.table.iloc[filling.keep].reset_index(drop=True)
            if not (table["split"] == "train").any():
                raise _nothing_usable(source, plan, filling)
            validation = _validation(table, plan.labels, seed)
            for file, raw in plan.copies.items():
                (draft.folder / file).write_bytes(raw)
            facts = {
                "source": source.title,
                "form": plan.form,
                "validation": validation,
                "notes": dict(filling.notes.most_common()),
                "skipped": [asdict(skip) for skip in plan.skipped + filling.skipped],
                "seconds": round(time.perf_counter() - started, 3),
            }
            return draft.finish(table, plan.labels, facts, np.array(filling.keep))


def import_report(data: DataSet) -> dict[str, Any]:
    """What the command line prints of an import, ready for JSON."""
    return {
        "name": data.name,
        "n": len(data),
        "labels": list(data.labels),
        "splits": data.split_sizes(),
        "skipped": data.facts.get("skipped", []),
        "seconds": data.facts.get("seconds"),
    }


def default_name(path: Path) -> str:
    """A name for the data at ``path`` that the store accepts."""
    path = path.resolve()
    stem = path.name if path.is_dir() else path.stem
    return re.sub(r"[^A-Za-z0-9._-]+", "-", stem).strip("-._")[:64].rstrip(".") or "data"


def _check(side: int, channels: int) -> None:
    low, high = SIDES
    if not low <= side <= high:
        raise ScanLabError(f"the side is {side} pixels; expected {low} to {high}")
    if channels not in CHANNELS:
        raise ScanLabError(f"the number of channels is {channels}; expected 1 (grey) or 3 (colour)")


def _plan(source: Source) -> Plan:
    if not source.names():
        raise ScanLabError(f"{source.title} is empty; expected {_expected()}")
    if not study_form.is_study_form(source):
        raise ScanLabError(
            f"{source.title} is not in a known form; expected {_expected()}, found {_found(source)}"
        )
    plan = study_form.plan(source)
    if "train" not in set(plan.table["split"]):
        raise _nothing_usable(source, plan, Filling())
    return plan


def _expected() -> str:
    return f"{' and '.join(study_form.NEEDED)} (perhaps also {', '.join(study_form.OPTIONAL)})"


def _found(source: Source) -> str:
    """The outermost folders and files, a few of them by name."""
    split = [name.partition("/") for name in source.names()]
    tops = list(dict.fromkeys(first + slash for first, slash, _ in split))
    return ", ".join(tops[:6]) + (f" and {len(tops) - 6} more" if len(tops) > 6 else "")


def _nothing_usable(source: Source, plan: Plan, filling: Filling) -> ScanLabError:
    reasons = plan.skipped + filling.skipped
    first = f"; the first problem is {reasons[0].file}: {reasons[0].reason}" if reasons else ""
    return ScanLabError(f"{source.title} has no training image that can be used{first}")


def _validation(table: pd.DataFrame, labels: tuple[str, ...], seed: int) -> dict[str, Any]:
    """Turn some training rows into validation rows, unless there are some; say how they arose."""
    if (table["split"] == "val").any():
        return {"from": "its own part"}
    rows = np.flatnonzero(table["split"] == "train")
    train = table.iloc[rows]
    groups = train["patient"].fillna(train["id"]).to_numpy() if "patient" in train else None
    chosen = stratified_split(train[list(labels)].to_numpy(), VAL_FRACTION, seed, groups)
    table.loc[rows[chosen], "split"] = "val"
    return {"from": "the training part", "fraction": VAL_FRACTION, "seed": seed}
