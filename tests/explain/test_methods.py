"""Maps of a network that is known to look at two corners."""

import numpy as np
import onnx
import pytest

from mlcore.errors import ScanLabError
from mlcore.explain import methods
from mlcore.explain.network import Network
from tests import finished_runs
from tests.explain import networks

BY_NAME = {method.name: method for method in methods.METHODS}
SIGNED = [method.name for method in methods.METHODS if method.signed]


@pytest.fixture(scope="module")
def network() -> Network:
    return Network(networks.corners())


@pytest.mark.parametrize("name", BY_NAME)
def test_a_map_lies_where_the_answer_comes_from(network, name):
    first, second = BY_NAME[name].compute(network, networks.scan(), [0, 1], 0)
    assert first.shape == (networks.SIDE, networks.SIDE)
    assert first.dtype == np.float32
    chance = 64 / networks.SIDE**2
    for heat, corner in ((first, networks.CORNER), (second, networks.OPPOSITE)):
        mass = np.maximum(heat, 0)
        # Grad-CAM gives each feature one weight for all places, RISE's masks are drawn by chance.
        least = {"grad-cam": 2, "rise": 4}.get(name, 5)
        assert mass[corner].sum() / mass.sum() > least * chance
        assert heat[corner].mean() == pytest.approx(heat.max(), rel=0.7)


@pytest.mark.parametrize("name", SIGNED)
def test_what_speaks_against_a_label_is_negative(network, name):
    (heat,) = BY_NAME[name].compute(network, networks.scan(), [0], 0)
    assert heat[networks.CORNER].mean() > 0 > heat[networks.OPPOSITE].mean()
    assert abs(heat[networks.OPPOSITE].mean()) > 2 * abs(heat[12:20, 12:20].mean())


@pytest.mark.parametrize("name", BY_NAME)
def test_the_same_seed_gives_the_same_map(network, name):
    compute = BY_NAME[name].compute
    one, again = (compute(network, networks.scan(), [0], 3) for _ in range(2))
    np.testing.assert_array_equal(one, again)


def test_another_seed_gives_another_rise_map(network):
    one, other = (BY_NAME["rise"].compute(network, networks.scan(), [0], k) for k in (0, 1))
    assert not np.array_equal(one, other)
    assert np.corrcoef(one.ravel(), other.ravel())[0, 1] > 0.5


def test_a_network_without_convolutions_is_explained_by_asking_it_alone():
    run = finished_runs.make()
    finished_runs.serve(run)
    network = Network(onnx.load(run.onnx_file))
    assert [method.name for method in methods.fitting(network)] == ["occlusion", "rise"]
    assert methods.usual(network).name == "occlusion"
    scan = np.full((16, 16, 1), 40, np.uint8)
    scan[4:8, 4:8] = 240
    (heat,) = methods.get("occlusion").compute(network, scan, [0], 0)
    assert heat[4:8, 4:8].min() > 0, "brightness there speaks for the first label"


def test_an_unknown_method_is_told_with_the_known_ones():
    with pytest.raises(ScanLabError, match=r"no method 'magic'; choose one of occlusion, rise"):
        methods.get("magic")
