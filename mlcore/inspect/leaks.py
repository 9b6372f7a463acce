"""What training scans give away about validation and test scans."""

import numpy as np

from mlcore.data.dataset import SPLITS
from mlcore.inspect import groups
from mlcore.inspect.finding import Finding
from mlcore.inspect.material import Material
from mlcore.inspect.wording import counted, scans


def findings(material: Material) -> list[Finding]:
    """Images in more than one part, and patients in more than one part."""
    return [*_images(material), *_patients(material)]


def _images(material: Material) -> list[Finding]:
    rows, number = _across(material, material.lookalikes)
    if not len(rows):
        return []
    split = _split_number(material)
    first = np.full(number.max() + 1, len(SPLITS))
    np.minimum.at(first, number, split[rows])
    later = rows[split[rows] > first[number]]
    exact = int(np.isin(later, _across(material, material.copies)[0]).sum())
    return [
        Finding(
            check="image_leaks",
            severity="fault",
            sentence=(
                f"{scans(len(later))} of the validation or test part "
                f"{'is' if len(later) == 1 else 'are'} also in an earlier part, {exact:,} of them "
                "equal in every pixel; scores on them measure memory."
            ),
            rows=rows,
            groups=number,
            facts={"images": len(later), "exact": exact, "groups": int(number.max()) + 1},
        )
    ]


def _patients(material: Material) -> list[Finding]:
    if material.patients is None:
        return []
    rows, number = _across(material, material.patients)
    if not len(rows):
        return []
    count = int(number.max()) + 1
    return [
        Finding(
            check="patient_leaks",
            severity="fault",
            sentence=(
                f"{counted(count, 'patient is', 'patients are')} in more than one part, with "
                f"{scans(len(rows))}; a model can know them again, so scores come out too high."
            ),
            rows=rows,
            groups=number,
            facts={"patients": count},
        )
    ]


def _across(material: Material, grouping: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Scans of groups that reach over several parts, and the numbers of their groups."""
    split = _split_number(material)
    crossing = groups.differing(grouping, split.astype(np.float32))
    return groups.of_several(grouping, crossing)


def _split_number(material: Material) -> np.ndarray:
    """``(n,)`` int: 0 train, 1 val, 2 test."""
    order = {split: place for place, split in enumerate(SPLITS)}
    return material.data.table["split"].map(order).to_numpy(np.int64)
