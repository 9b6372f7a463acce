from dataclasses import replace

import numpy as np
import pytest

from mlcore.evaluate import references
from mlcore.metrics import scores
from tests import scans

BOTH = [pytest.param(reference, id=reference.name) for reference in references.REFERENCES]


@pytest.mark.parametrize("reference", BOTH)
@pytest.mark.parametrize("channels", [1, 3])
def test_what_is_easy_is_found_and_answered_with_probabilities(reference, channels):
    data = scans.make(train=120, val=60, test=20, channels=channels)
    answer = references.answer(data, reference)
    for split, n in (("val", 60), ("test", 20)):
        probability = answer.probability[split]
        assert probability.shape == (n, 2)
        assert ((probability > 0) & (probability < 1)).all()
        np.testing.assert_array_equal(answer.rows[split], data.rows(split))
        truth = data.targets[answer.rows[split]]
        assert scores.score(truth, probability, data.labels).macro("auc") > 0.95
        assert scores.binary_cross_entropy(truth, probability) < 0.4


@pytest.mark.parametrize("reference", BOTH)
def test_the_same_seed_answers_the_same(reference):
    data = scans.make()
    once, again = (references.answer(data, reference, seed=3) for _ in range(2))
    np.testing.assert_array_equal(once.probability["val"], again.probability["val"])


def test_unknown_labels_are_left_out_of_learning():
    data = scans.make(train=160, unknown=0.4)
    answer = references.answer(data, references.REFERENCES[0])
    truth = data.targets[answer.rows["val"]]
    assert scores.score(truth, answer.probability["val"], data.labels).macro("auc") > 0.95


def test_a_label_that_hardly_any_scan_has_is_answered_with_its_frequency():
    data = scans.make(train=60)
    large = np.where(np.arange(len(data)) < 2, 1, 0).astype(np.float32)
    data = replace(data, table=data.table.assign(large=large))
    probability = references.answer(data, references.REFERENCES[0]).probability["val"]
    np.testing.assert_allclose(probability[:, 0], 3 / 62, rtol=1e-6)
    assert np.ptp(probability[:, 1]) > 0.1


def test_a_part_that_a_data_set_does_not_have_is_not_answered():
    data = scans.make(test=0)
    assert set(references.answer(data, references.REFERENCES[1]).probability) == {"val"}
