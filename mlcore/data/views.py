"""Cleaned data sets: a choice of another one's scans with labels of their own, and no pixels.

``datasets/<name>/`` holds ``rows.npy`` (positions in the base), ``table.parquet``,
``dataset.json`` and ``recipe.yaml``, which says how they came about.
"""

import shutil
import tempfile
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from mlcore import atomic, paths
from mlcore.data import dataset, fingerprint, study_form
from mlcore.data.dataset import DataSet
from mlcore.data.selected import Selected
from mlcore.errors import ScanLabError


def preview(
    base: DataSet, rows: np.ndarray, table: pd.DataFrame, name: str, made_by: dict[str, Any]
) -> DataSet:
    """The view as a `DataSet` that is not stored: for looking at it before it is saved.

    ``rows``: ``(k,)`` positions in ``base``; ``table``: their ``k`` rows; ``made_by``: what
    `DataSet.view` is to tell beside the base.
    """
    table = table.reset_index(drop=True).astype(dict.fromkeys(base.labels, np.float32))
    facts = {
        "format": dataset.FORMAT_VERSION,
        "name": name,
        "labels": list(base.labels),
        "n": len(rows),
        "side": base.side,
        "channels": base.channels,
        "fingerprint": fingerprint.of_view(base.fingerprint, rows, table, base.labels),
        "source": base.facts.get("source", base.name),
        "view": {"base": base.name, "base_fingerprint": base.fingerprint, **made_by},
    }
    return DataSet(name, base.folder, base.labels, Selected.of(base.pixels, rows), table, facts)


def write(
    name: str,
    base: DataSet,
    rows: np.ndarray,
    table: pd.DataFrame,
    made_by: dict[str, Any],
    recipe: str,
) -> DataSet:
    """Publish a view of ``base`` under ``name``, replacing an older view of that name.

    ``recipe`` becomes ``recipe.yaml``; the rest is as in `preview`. `ScanLabError` where ``name``
    is imported data.
    """
    check_name(name)
    if base.view:
        raise ValueError(f"{base.name} is a view itself; its pixels are those of another one")
    view = preview(base, rows, table, name, made_by)
    folder = Path(tempfile.mkdtemp(prefix=f".{name}-", dir=paths.datasets()))
    try:
        np.save(folder / "rows.npy", view.pixels.rows)
        view.table.to_parquet(folder / "table.parquet", index=False)
        (folder / "recipe.yaml").write_text(recipe, encoding="utf-8")
        if (base.folder / study_form.SAMPLE).exists():
            shutil.copyfile(base.folder / study_form.SAMPLE, folder / study_form.SAMPLE)
        atomic.write_json(folder / "dataset.json", view.facts)
        dataset.publish(folder, paths.datasets() / name)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    return dataset.load(name)


def check_name(name: str) -> None:
    """`ScanLabError` unless ``name`` is free or that of a view, which holds no pixels."""
    paths.checked_name(name, "data set")
    if dataset.exists(name) and not dataset.is_view(name):
        raise ScanLabError(
            f"{name!r} is imported data, which a cleaned data set must not replace; choose another "
            "name"
        )
