"""Which scans teach and which only score."""

import numpy as np
import pytest

from mlcore.data import dataset
from mlcore.train import parts
from mlcore.train.config import TrainConfig
from tests import scans


@pytest.fixture
def data() -> dataset.DataSet:
    """100 training scans of 25 patients, and a validation part of its own."""
    made = scans.make(train=100, val=30)
    table = made.table.assign(patient=[f"p{i // 4}" for i in range(len(made))])
    table.to_parquet(made.folder / "table.parquet", index=False)
    return dataset.load("squares")


def split(seed: int = 0, share: float = 0.2) -> TrainConfig:
    return TrainConfig("squares", validation="split", validation_share=share, seed=seed)


def test_a_split_never_overlaps_and_keeps_patients_together(data):
    for seed in range(5):
        teaching = parts.teaching_part(split(seed), data).rows
        held_out = parts.held_out_part(split(seed), data).rows
        assert set(teaching) | set(held_out) == set(data.rows("train"))
        assert not set(teaching) & set(held_out)
        patients = data.table["patient"].to_numpy()
        assert not set(patients[teaching]) & set(patients[held_out])
        assert 16 <= len(held_out) <= 24


def test_a_split_follows_the_seed(data):
    first, again, other = (parts.held_out_part(split(seed), data).rows for seed in (0, 0, 1))
    np.testing.assert_array_equal(first, again)
    assert set(first) != set(other)


def test_the_own_part_scores_and_all_training_scans_teach(data):
    config = TrainConfig("squares")
    np.testing.assert_array_equal(parts.teaching_part(config, data).rows, data.rows("train"))
    np.testing.assert_array_equal(parts.held_out_part(config, data).rows, data.rows("val"))


def test_without_validation_all_training_scans_teach_and_none_score(data):
    config = TrainConfig("squares", validation="none")
    assert parts.held_out_part(config, data) is None
    np.testing.assert_array_equal(parts.teaching_part(config, data).rows, data.rows("train"))
