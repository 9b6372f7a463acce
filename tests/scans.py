"""Generated data sets for tests: bright squares that are easy to find, in noise."""

import numpy as np
import pandas as pd

from mlcore.data import dataset
from mlcore.data.dataset import DataSet

LABELS = ("large", "small")


def make(
    name: str = "squares",
    train: int = 60,
    val: int = 30,
    test: int = 10,
    side: int = 16,
    channels: int = 1,
    unknown: float = 0.0,
) -> DataSet:
    """Scans with a large bright square, a small one, both or none, as the labels say."""
    rng = np.random.default_rng(7)
    n = train + val + test
    truth = rng.integers(0, 2, (n, 2)).astype(np.float32)
    with dataset.draft(name, n, side, channels) as draft:
        draft.pixels[:] = rng.integers(0, 40, draft.pixels.shape)
        for i, (large, small) in enumerate(truth):
            if large:
                draft.pixels[i, : side // 2, : side // 2] += 120
            if small:
                draft.pixels[i, -side // 4 :, -side // 4 :] += 200
        truth[rng.random(truth.shape) < unknown] = np.nan
        table = pd.DataFrame(
            {
                "id": [f"{i}.png" for i in range(n)],
                "split": ["train"] * train + ["val"] * val + ["test"] * test,
                "large": truth[:, 0],
                "small": truth[:, 1],
            }
        )
        return draft.finish(table, LABELS, {"source": "generated"})
