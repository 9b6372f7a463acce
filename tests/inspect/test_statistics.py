import numpy as np
import pandas as pd
import pytest

from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from mlcore.inspect import statistics

LABELS = ("edema", "cyst", "never")
TRUTH = np.array(
    [[1, 1, 0], [1, 0, 0], [0, 1, 0], [np.nan, 1, 0], [1, np.nan, 0], [np.nan, np.nan, 0]],
    np.float32,
)


def data_set(n: int = 6) -> DataSet:
    """Six scans, four of them in the train part."""
    with dataset.draft("six", n, 8, 1) as draft:
        truth = np.resize(TRUTH, (n, 3))
        table = pd.DataFrame({"id": [str(i) for i in range(n)], "split": ["train"] * n})
        table.loc[4:5, "split"] = "val"
        table[list(LABELS)] = truth
        return draft.finish(table, LABELS, {})


def test_labels_are_counted_per_part_as_present_absent_and_unknown():
    rows = statistics.label_counts(data_set()).set_index(["split", "label"])
    assert rows[["present", "absent", "unknown"]].to_dict("index") == {
        ("train", "edema"): {"present": 2, "absent": 1, "unknown": 1},
        ("train", "cyst"): {"present": 3, "absent": 1, "unknown": 0},
        ("train", "never"): {"present": 0, "absent": 4, "unknown": 0},
        ("val", "edema"): {"present": 1, "absent": 0, "unknown": 1},
        ("val", "cyst"): {"present": 0, "absent": 0, "unknown": 2},
        ("val", "never"): {"present": 0, "absent": 2, "unknown": 0},
    }


def test_prevalence_is_the_share_of_the_known_scans():
    shares = statistics.label_counts(data_set())["prevalence"].tolist()
    assert shares == pytest.approx([2 / 3, 3 / 4, 0, 1, np.nan, 0], nan_ok=True)


def test_labels_that_are_present_together_are_counted():
    together = statistics.co_occurrence(data_set())
    assert together.to_numpy().tolist() == [[3, 1, 0], [1, 3, 0], [0, 0, 0]]
    assert together.index.tolist() == together.columns.tolist() == list(LABELS)


def test_the_share_of_a_label_among_scans_with_another_is_undefined_for_one_never_present():
    share = statistics.conditional(statistics.co_occurrence(data_set()))
    np.testing.assert_allclose(
        share.to_numpy(), [[1, 1 / 3, 0], [1 / 3, 1, 0], [np.nan, np.nan, np.nan]]
    )
