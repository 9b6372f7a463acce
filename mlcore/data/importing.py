"""A folder or ZIP on disk to a data set of the store, with a report of what was left out."""

import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mlcore import paths
from mlcore.data import class_folders, dataset, folder_table, medmnist, parts, study_form
from mlcore.data.archive import Source, open_source
from mlcore.data.dataset import DataSet
from mlcore.data.filling import fill
from mlcore.data.mapping import GUESS, Mapping
from mlcore.data.plan import Plan
from mlcore.data.skipped import Skip
from mlcore.errors import ScanLabError
from mlcore.progress import Progress, silent

SIDES = (8, 1024)
CHANNELS = (1, 3)


@dataclass(frozen=True)
class Form:
    """One way in which people keep scans and labels."""

    name: str
    recognises: Callable[[Source], bool]
    read: Callable[[Source, Mapping], Plan]
    wishes: tuple[str, ...]
    """Fields of `Mapping` that it can do something with."""
    expected: str
    """What it needs, in words."""


FORMS = (
    Form(
        "study",
        study_form.is_study_form,
        lambda source, _: study_form.plan(source),
        (),
        f"{' and '.join(study_form.NEEDED)} (perhaps also {', '.join(study_form.OPTIONAL)})",
    ),
    Form(
        "medmnist",
        medmnist.is_medmnist,
        medmnist.plan,
        ("labels",),
        "a MedMNIST .npz file",
    ),
    Form(
        "images and table",
        folder_table.is_folder_table,
        folder_table.plan,
        tuple(field.name for field in fields(Mapping)),
        "images and one CSV",
    ),
    Form(
        "class folders",
        class_folders.is_class_folders,
        class_folders.plan,
        ("labels",),
        "a folder of images per class",
    ),
)
"""Tried in this order; the first that recognises a source reads it."""


def import_data(
    path: Path,
    name: str | None = None,
    side: int = 64,
    channels: int = 1,
    progress: Progress = silent,
    seed: int = 0,
    mapping: Mapping = GUESS,
) -> DataSet:
    """Read the data at ``path`` and publish it as ``name`` (default: made from the file's name).

    What cannot be used is in the report with its reason, the rest is kept. `ScanLabError` where
    nothing can be; then, as after any interruption, the store is as before. ``seed`` decides which
    scans become a part that the data has not; ``mapping`` what is not to be guessed.
    """
    started = time.perf_counter()
    name = paths.checked_name(name or default_name(path), "data set")
    _check(side, channels)
    with open_source(path) as source:
        form, plan = plan_of(source, mapping)
        _check_trainable(source, plan, plan.table, [])
        with dataset.draft(name, len(plan.files), side, channels) as draft:
            filling = fill(draft.pixels, plan.pictures or source, plan.files, progress)
            table = plan.table.iloc[filling.keep].reset_index(drop=True)
            _check_trainable(source, plan, table, filling.skipped)
            made = parts.complete(table, plan.labels, seed)
            for file, raw in plan.copies.items():
                (draft.folder / file).write_bytes(raw)
            facts = {
                "source": source.title,
                "form": form.name,
                "mapping": asdict(plan.mapping),
                **made,
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


def plan_of(source: Source, wish: Mapping) -> tuple[Form, Plan]:
    """The first form that recognises ``source``, and what it found there."""
    if not source.names():
        raise ScanLabError(f"{source.title} is empty; expected {_expected()}")
    form = next((form for form in FORMS if form.recognises(source)), None)
    if form is None:
        raise ScanLabError(
            f"{source.title} is not in a known form; expected {_expected()}, found {_found(source)}"
        )
    if needless := [name for name in wish.wishes() if name not in form.wishes]:
        raise ScanLabError(
            f"{source.title} was read as {form.name}, which leaves no choice of "
            f"{', '.join(needless).replace('_', ' ')}; leave that out"
        )
    return form, form.read(source, wish)


def _expected() -> str:
    return "; or ".join(form.expected for form in FORMS)


def _found(source: Source) -> str:
    """The outermost folders and files, a few of them by name."""
    split = [name.partition("/") for name in source.names()]
    tops = list(dict.fromkeys(first + slash for first, slash, _ in split))
    return ", ".join(tops[:6]) + (f" and {len(tops) - 6} more" if len(tops) > 6 else "")


def _check_trainable(
    source: Source, plan: Plan, table: pd.DataFrame, unreadable: list[Skip]
) -> None:
    if table["split"].isin(("train", parts.UNDECIDED)).any():
        return
    reasons = plan.skipped + unreadable
    first = f"; the first problem is {reasons[0].sentence}" if reasons else ""
    raise ScanLabError(f"{source.title} has no training image that can be used{first}")
