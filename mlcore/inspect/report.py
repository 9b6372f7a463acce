"""The findings of one inspection as one JSON value."""

from typing import Any

from mlcore.data.dataset import DataSet
from mlcore.inspect import statistics
from mlcore.inspect.ceiling import EVERYWHERE
from mlcore.inspect.inspection import Inspection


def summary(data: DataSet, found: Inspection) -> dict[str, Any]:
    """``n, splits, labels {split: {label: count}}, black {count, fraction}, duplicates
    {exact_groups, near_pairs}, leaks {images, patients}, contradictions {groups}, ceiling_f1
    {label: best F1}, ceiling {split: {f1, accuracy}}, seconds, findings [{check, severity,
    sentence, count}]``.

    ``leaks``: images of val or test that an earlier part has too, and patients in several parts.
    A ceiling is None where the score is undefined.
    """
    counts = statistics.label_counts(data)
    labels = {
        split: dict(zip(rows["label"], map(int, rows["present"]), strict=True))
        for split, rows in counts.groupby("split", sort=False)
    }
    return {
        "n": len(data),
        "splits": data.split_sizes(),
        "labels": labels,
        **found.facts,
        "ceiling_f1": found.ceiling[EVERYWHERE]["f1"],
        "seconds": found.seconds["all"],
        "findings": [
            {
                "check": finding.check,
                "severity": finding.severity,
                "sentence": finding.sentence,
                "count": len(finding.rows),
            }
            for finding in found.findings
        ],
    }
