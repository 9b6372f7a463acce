"""Two submissions beside each other."""

from typing import Any

import numpy as np
from sklearn.metrics import cohen_kappa_score

from mlcore.data.text_table import TextTable
from mlcore.errors import ScanLabError
from mlcore.submit import sample
from mlcore.submit.submitted import CUT, numbers


def difference(first: TextTable, second: TextTable) -> dict[str, Any]:
    """``{first, second, n, only_first, only_second, changed, labels {label: {first, second, to_yes,
    to_no, agreement, kappa}}, ids [..]}``.

    ``first`` and ``second`` of a label: scans answered yes; ``kappa``: Cohen 1960, agreement beyond
    chance, None where both always say the same; ``ids``: scans with any label changed.
    """
    id_column = sample.id_column(first.columns)
    labels = [name for name in first.columns if name != id_column]
    shared = [label for label in labels if label in second.columns]
    if id_column not in second.columns or not shared:
        raise ScanLabError(
            f"{first.file} and {second.file} share no column of ids and labels; expected two files "
            "of one competition"
        )
    one, other = (_rows(table, id_column) for table in (first, second))
    both = [name for name in one if name in other]
    if not both:
        raise ScanLabError(f"{first.file} and {second.file} have no id in common")
    at, to = [one[name] for name in both], [other[name] for name in both]
    changed, rows = np.zeros(len(both), bool), {}
    for label in shared:
        before = numbers(first.column(label).cells())[at] >= CUT
        after = numbers(second.column(label).cells())[to] >= CUT
        changed |= before != after
        varied = len({*before.tolist(), *after.tolist()}) > 1
        rows[label] = {
            "first": int(before.sum()),
            "second": int(after.sum()),
            "to_yes": int((~before & after).sum()),
            "to_no": int((before & ~after).sum()),
            "agreement": float((before == after).mean()),
            "kappa": float(cohen_kappa_score(before, after)) if varied else None,
        }
    return {
        "first": first.file,
        "second": second.file,
        "n": len(both),
        "only_first": len(one) - len(both),
        "only_second": len(other) - len(both),
        "changed": int(changed.sum()),
        "labels": rows,
        "ids": [name for name, differs in zip(both, changed, strict=True) if differs],
    }


def _rows(table: TextTable, id_column: str) -> dict[str, int]:
    return {name: row for row, name in enumerate(table.column(id_column).cells())}
