"""Whether a map can be relied on: covering its hottest places, and shuffling the weights."""

import numpy as np
import pytest

from mlcore.explain import faithfulness, methods, overlay, sanity
from mlcore.explain.network import Network
from tests.explain import networks


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(networks.corners())


def asking(network: Network):
    return lambda pixels: 1 / (1 + np.exp(-network.logits(pixels)[:, 0]))


def test_covering_the_places_of_a_good_map_lowers_the_answer(network):
    scan = networks.scan()
    (heat,) = methods.get("hires-cam").compute(network, scan, [0], 0)
    told = faithfulness.measure(asking(network), scan, heat)
    assert told.before == pytest.approx(asking(network)(scan[None])[0])
    assert told.before - told.without > 3 * abs(told.before - told.elsewhere)
    assert told.faithful
    assert told.insertion > told.deletion
    assert "hangs on the places the map shows" in told.sentence


def test_a_map_of_the_wrong_places_is_called_no_better_than_chance(network):
    scan = networks.scan()
    heat = np.zeros(scan.shape[:2], np.float32)
    heat[12:20, 12:20] = 1
    told = faithfulness.measure(asking(network), scan, heat)
    assert not told.faithful
    assert "rely little on this map" in told.sentence


def test_an_answer_that_hangs_on_no_place_is_told():
    scan = networks.scan()
    told = faithfulness.measure(
        lambda pixels: np.full(len(pixels), 0.4), scan, scan[..., 0].astype(np.float32)
    )
    assert "does not hang on any such place" in told.sentence


@pytest.mark.parametrize("method", ["occlusion", "hires-cam"])
def test_a_map_of_what_was_learnt_changes_when_weights_are_shuffled(network, method):
    told = sanity.check(network, networks.scan(), 0, method)
    assert told.shuffled == (1, 2)
    assert abs(told.final) < sanity.ALIKE
    again = sanity.check(network, networks.scan(), 0, method)
    assert again == told, "the same seed shuffles alike"


def test_maps_that_are_the_same_agree_wholly_and_an_empty_one_with_none():
    heat = np.random.default_rng(0).random((8, 8))
    assert sanity.agreement(heat, heat) == pytest.approx(1)
    assert sanity.agreement(heat, np.zeros((8, 8))) == 0


def test_shuffling_keeps_the_trained_network_as_it_is(network):
    before = network.logits(networks.scan()[None])
    shuffled = network.shuffled(network.layers, np.random.default_rng(0))
    assert not np.allclose(shuffled.logits(networks.scan()[None]), before)
    np.testing.assert_array_equal(network.logits(networks.scan()[None]), before)


def test_orange_is_for_and_blue_against():
    scan = np.full((16, 16, 1), 128, np.uint8)
    heat = np.zeros((16, 16), np.float32)
    heat[:4, :4], heat[12:, 12:] = 2, -2
    picture = overlay.painted(scan, heat, 1.0)
    assert picture.shape == (overlay.SIDE, overlay.SIDE, 3)
    np.testing.assert_array_equal(picture[10, 10], overlay.FOR)
    np.testing.assert_array_equal(picture[-10, -10], overlay.AGAINST)
    np.testing.assert_array_equal(picture[192, 192], 128)
    np.testing.assert_array_equal(overlay.painted(scan, heat, 0.0), 128)
