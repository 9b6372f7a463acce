"""The training scans that look most like a new one, with their labels."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.trust.familiar import Familiar

COUNT = 5


@dataclass(frozen=True)
class Near:
    """One training scan."""

    id: str
    row: int
    """Its position in the data set."""
    distance: float
    """0 is the same; two scans picked at random are about 1.4 apart."""
    identical: bool
    """Equal in every pixel."""
    labels: dict[str, bool | None]
    """None: unknown."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def nearest(
    familiar: Familiar,
    data: DataSet,
    teaching: np.ndarray,
    scan: np.ndarray,
    far: np.ndarray | None = None,
    count: int = COUNT,
) -> list[Near]:
    """Up to ``count``, nearest first; ``teaching`` ``(n,)``: where the scans that `familiar` knows
    lie in ``data``. A scan of one grey value is like none but its copies."""
    same = familiar.same(scan)
    far = (familiar.distances(scan[None]) if far is None else far)[0].copy()
    if scan.min() == scan.max():
        far[:] = np.inf
    far[same] = -1
    order = np.argsort(far, kind="stable")[:count]
    found = []
    for at in order[np.isfinite(far[order])]:
        row = int(teaching[at])
        truth = data.targets[row]
        labels = {
            label: None if np.isnan(value) else bool(value)
            for label, value in zip(data.labels, truth, strict=True)
        }
        name = str(data.table["id"].iat[row])
        found.append(Near(name, row, max(0.0, float(far[at])), bool(far[at] < 0), labels))
    return found
