import pytest

from mlcore.models import heads
from mlcore.models.heads import Output


def test_every_head_on_offer_has_its_units():
    assert [choice.name for choice in heads.HEADS] == list(heads.UNITS)


@pytest.mark.parametrize(
    ("sharing", "labels", "trunks"),
    [("shared", 3, [3]), ("separate", 3, [1, 1, 1]), ("shared", 1, [1]), ("separate", 1, [1])],
)
def test_one_trunk_answers_for_all_labels_or_each_for_one(sharing, labels, trunks):
    assert heads.trunks(sharing, labels) == trunks


@pytest.mark.parametrize(
    ("shape", "after", "multiplications"), [((100,), (6,), 600), ((64, 100), (64, 6), 64 * 600)]
)
def test_the_last_layer_has_its_units_for_every_label(shape, after, multiplications):
    output = Output(labels=3, units=2)
    assert output.output(shape) == after
    assert output.parameters(shape) == 101 * 6
    assert output.multiplications(shape) == multiplications


def test_the_last_layer_says_how_it_answers():
    assert Output(3, 1).text == "Dense 3, sigmoid"
    assert Output(3, 2).text == "Dense 6, softmax per label"
