"""The counts and shapes that the study prints for its networks."""

import pytest

from mlcore.models import registry, summary
from mlcore.models.layers import Flatten
from tests.study import DRAWN, FLATTENED, PARAMETERS


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_network_has_the_parameters_the_study_prints(name):
    network = registry.get(name)
    grey, colour = PARAMETERS[name]
    assert summary.study_parameters(network) == grey
    if colour:
        assert summary.study_parameters(network, channels=3) == colour


@pytest.mark.parametrize(("name", "count"), DRAWN.items())
def test_networks_that_read_rows_also_have_the_counts_of_their_drawings(name, count):
    assert summary.study_parameters(registry.get(name), features=3) == count


@pytest.mark.parametrize(("name", "size"), FLATTENED.items())
def test_what_is_flattened_is_as_long_as_in_the_study(name, size):
    network = registry.get(name)
    rows = summary.layer_table(network, 64)
    flattened = [row for row in rows if row.text == Flatten().text]
    assert [row.output for row in flattened] == [(size,)]


@pytest.mark.parametrize("name", ["fcnn-1", "fcnn-2"])
def test_the_dense_networks_give_two_numbers_for_each_of_64_rows(name):
    rows = summary.layer_table(registry.get(name), 64, labels=1, head="softmax")
    assert rows[-1].output == (64, 2)
