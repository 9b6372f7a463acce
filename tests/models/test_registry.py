import pytest

from mlcore.errors import ScanLabError
from mlcore.models import registry

EIGHT = ["cnn-1", "cnn-2", "cnn-3", "cnn-4", "cnn-5", "rnn-1", "fcnn-1", "fcnn-2"]


def test_the_eight_networks_of_the_study_are_on_offer():
    assert registry.names() == EIGHT


def test_the_network_for_tests_is_not_on_offer_but_can_be_had():
    assert registry.get("tiny").layers
    assert "tiny" not in registry.names()


def test_every_network_has_a_name_of_its_own_and_a_sentence():
    names = [network.name for network in registry.NETWORKS]
    assert len(set(names)) == len(names)
    assert len({network.title for network in registry.NETWORKS}) == len(names)
    assert all(network.summary.endswith(".") for network in registry.NETWORKS)


def test_networks_that_answer_per_row_say_so():
    per_row = [network for network in registry.NETWORKS if network.per_row]
    assert [network.name for network in per_row] == ["fcnn-1", "fcnn-2"]
    assert all("every row" in network.note for network in per_row)


@pytest.mark.parametrize(
    ("asked", "near"), [("cnn4", "cnn-4"), ("CNN-5", "cnn-5"), ("rnn", "rnn-1")]
)
def test_a_misspelt_network_is_answered_with_the_nearest(asked, near):
    with pytest.raises(ScanLabError, match=f"no network '{asked}'; did you mean .*{near}"):
        registry.get(asked)


def test_a_network_like_no_other_is_answered_with_all():
    with pytest.raises(ScanLabError, match=" or ".join(EIGHT)):
        registry.get("transformer")
