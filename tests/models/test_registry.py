import pytest

from mlcore.errors import ScanLabError
from mlcore.models import registry

EIGHT = ["cnn-1", "cnn-2", "cnn-3", "cnn-4", "cnn-5", "rnn-1", "fcnn-1", "fcnn-2"]


FAMILIES = {
    "AlexNet",
    "Capsules",
    "ConvNeXt",
    "DenseNet",
    "EfficientNet",
    "MobileNet",
    "ResNet",
    "Transformer",
    "VGG",
}


def test_the_eight_networks_of_the_study_are_on_offer_after_scanlabs_own():
    assert registry.names()[:9] == ["scan-net", *EIGHT]


def test_the_families_known_from_photographs_are_on_offer():
    offered = {registry.get(name).family for name in registry.names()}
    assert offered == FAMILIES | {"CNN", "RNN", "FCNN"}


def test_those_that_come_ready_made_name_their_weights_and_say_so():
    ready = [network for network in registry.NETWORKS if network.pretrained]
    assert len(ready) == 5
    for network in ready:
        assert network.pretrained.weights.endswith(".h5")
        assert len(network.pretrained.md5) == 32
        assert "ImageNet" in network.note


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
    with pytest.raises(ScanLabError, match=" or ".join(registry.names())):
        registry.get("zebra")
