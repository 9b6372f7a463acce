"""Scans that are there more than once, equal to the last bit or nearly so."""

import numpy as np

from mlcore.inspect import groups
from mlcore.inspect.finding import Finding
from mlcore.inspect.material import Material
from mlcore.inspect.wording import counted, scans


def findings(material: Material) -> list[Finding]:
    """Groups with equal pixels, and groups of scans that are nearly the same."""
    return [*_exact(material), *_near(material)]


def _exact(material: Material) -> list[Finding]:
    rows, number = groups.of_several(material.copies, np.ones(len(material.data), bool))
    if not len(rows):
        return []
    count = int(number.max()) + 1
    return [
        Finding(
            check="exact_duplicates",
            severity="warning",
            sentence=(
                f"{scans(len(rows))} are copies of each other, equal in every pixel "
                f"({counted(count, 'group')}); they count {'twice' if _twos(number) else 'often'} "
                "when a model learns and when it is scored."
            ),
            rows=rows,
            groups=number,
            facts={"groups": count, "surplus": len(rows) - count},
        )
    ]


def _near(material: Material) -> list[Finding]:
    near = material.near
    if not len(near.pairs):
        return []
    paired = np.zeros(len(material.data), bool)
    paired[near.pairs] = True
    rows, number = groups.of_several(
        material.lookalikes, groups.where_any(material.lookalikes, paired)
    )
    count = int(number.max()) + 1
    searched = "" if near.complete else "; in so large a set a few more may be missed"
    return [
        Finding(
            check="near_duplicates",
            severity="warning",
            sentence=(
                f"{scans(len(rows))} show the same picture as another, only slightly brighter, "
                "darker, shifted, cropped, noisier or compressed "
                f"({counted(count, 'group')}){searched}."
            ),
            rows=rows,
            groups=number,
            facts={
                "groups": count,
                "pairs": len(near.pairs),
                "unlike": near.unlike.astype(float).round(4).tolist()[:1000],
                "complete": near.complete,
            },
        )
    ]


def _twos(number: np.ndarray) -> bool:
    return int(np.bincount(number).max()) == 2
