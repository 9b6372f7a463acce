import json

import numpy as np
import pandas as pd

from mlcore.data import dataset
from mlcore.inspect import report


def test_a_report_has_counts_per_part_and_label_ready_for_json():
    with dataset.draft("three", 3, 8, 1) as draft:
        draft.pixels[0] = 9
        rows = {"id": list("abc"), "split": ["train", "train", "test"]}
        labels = {"edema": [1, np.nan, 0], "cyst": [1, 1, np.nan]}
        data = draft.finish(pd.DataFrame(rows | labels), list(labels), {})
    found = report.inspect(data)
    seconds = found.pop("seconds")
    assert 0 <= seconds < 5
    assert json.loads(json.dumps(found)) == {
        "n": 3,
        "splits": {"train": 2, "test": 1},
        "labels": {"train": {"edema": 1, "cyst": 2}, "test": {"edema": 0, "cyst": 0}},
        "black": {"count": 2, "fraction": 0.6667},
    }
