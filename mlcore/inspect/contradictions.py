"""Scans that show the same but are labelled differently."""

import numpy as np

from mlcore.inspect import groups
from mlcore.inspect.finding import Finding
from mlcore.inspect.material import Material
from mlcore.inspect.wording import counted, listed, scans


def findings(material: Material) -> list[Finding]:
    """Among scans with equal pixels, where black scans are one group, and among near duplicates."""
    equal, by_label = contradicted(material.identical, material.data.targets)
    return [*_equal(material, equal, by_label), *_near(material, equal)]


def contradicted(grouping: np.ndarray, targets: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scans of groups in which a label is present in one and absent in another.

    ``grouping``: ``(n,)``; ``targets``: ``(n, labels)``, NaN unknown. Returns ``(n,)`` bool, and
    how many scans are concerned for each label, ``(labels,)``.
    """
    mixed = np.zeros(targets.shape, bool)
    for label, truth in enumerate(targets.T):
        mixed[:, label] = groups.differing(grouping, truth)
    return mixed.any(axis=1), mixed.sum(axis=0)


def _equal(material: Material, mixed: np.ndarray, by_label: np.ndarray) -> list[Finding]:
    rows, number = groups.of_several(material.identical, mixed)
    if not len(rows):
        return []
    count = int(number.max()) + 1
    black = int(material.measured.black[rows].sum())
    of_black = f", {black:,} of them black" if black else ""
    return [
        Finding(
            check="contradictions",
            severity="fault",
            sentence=(
                f"{scans(len(rows))} ({counted(count, 'group')}{of_black}) have equal pixels but "
                f"different labels ({_concerned(material, by_label)}); no model can be right on "
                "all of them."
            ),
            rows=rows,
            groups=number,
            facts={"groups": count, "labels": _counts(material, by_label)},
        )
    ]


def _near(material: Material, equal: np.ndarray) -> list[Finding]:
    mixed, by_label = contradicted(material.lookalikes, material.data.targets)
    mixed = mixed & ~groups.where_any(material.lookalikes, equal)
    rows, number = groups.of_several(material.lookalikes, mixed)
    if not len(rows):
        return []
    count = int(number.max()) + 1
    return [
        Finding(
            check="near_contradictions",
            severity="warning",
            sentence=(
                f"{scans(len(rows))} ({counted(count, 'group')}) are nearly the same but have "
                f"different labels ({_concerned(material, by_label)}); one of the labels is "
                "probably wrong."
            ),
            rows=rows,
            groups=number,
            facts={"groups": count, "labels": _counts(material, by_label)},
        )
    ]


def _concerned(material: Material, by_label: np.ndarray) -> str:
    order = np.argsort(-by_label, kind="stable")
    return listed([material.data.labels[i] for i in order if by_label[i]])


def _counts(material: Material, by_label: np.ndarray) -> dict[str, int]:
    return dict(zip(material.data.labels, map(int, by_label), strict=True))
