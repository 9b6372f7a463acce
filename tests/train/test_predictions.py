import numpy as np

from mlcore.evaluate import answers
from mlcore.train import predictions
from mlcore.train.config import TrainConfig
from tests import finished_runs, scans

CONFIG = TrainConfig("squares", model="tiny")


def test_kept_answers_are_read_as_they_were_given():
    data, run = scans.make(), finished_runs.make()
    part = predictions.kept_part(CONFIG, data, "test")
    given = np.random.default_rng(0).random(part.truth.shape, np.float32)
    predictions.save(run, "test", data, part, given)
    read = answers.as_kept(run, "test")
    np.testing.assert_array_equal(read.probability, given)
    np.testing.assert_array_equal(read.truth, part.truth)
    assert read.ids.tolist() == data.table["id"].iloc[part.rows].tolist()
    assert read.group.tolist() == list(range(10))


def test_test_scans_are_kept_without_labels_and_validation_scans_only_with_them():
    data = scans.make(unknown=0.7)
    val, test = (predictions.kept_part(CONFIG, data, split) for split in ("val", "test"))
    blank = np.isnan(data.targets).all(axis=1)
    assert blank[data.rows("test")].any()
    assert test.rows.tolist() == data.rows("test").tolist()
    assert val.rows.tolist() == data.rows("val")[~blank[data.rows("val")]].tolist()
    assert test.labelled().rows.tolist() == data.rows("test")[~blank[data.rows("test")]].tolist()
    assert predictions.kept_part(TrainConfig("squares", validation="none"), data, "val") is None


def test_scans_of_one_patient_are_one_group():
    data, run = scans.make(), finished_runs.make()
    data.table["patient"] = np.where(data.table.index % 2, "odd", "even")
    part = predictions.kept_part(CONFIG, data, "test")
    predictions.save(run, "test", data, part, np.zeros(part.truth.shape, np.float32))
    group = answers.as_kept(run, "test").group
    assert len(np.unique(group)) == 2
    assert (group[::2] == group[0]).all()
