"""The counts and shapes that the study prints for its networks."""

import pytest

from mlcore.models import registry, summary
from mlcore.models.layers import Flatten

PARAMETERS = {
    "cnn-1": (26_217_730, None),
    "cnn-2": (102_402, 103_652),
    "cnn-3": (16_245_077, 16_245_977),
    "cnn-4": (120_706, 122_306),
    "cnn-5": (9_006_818, 9_007_394),
    "rnn-1": (754_882, None),
    "fcnn-1": (82_946, None),
    "fcnn-2": (42_942, None),
}
"""With one grey channel and with three; None where the study gives no such count."""

DRAWN = {"rnn-1": 723_650, "fcnn-1": 67_330, "fcnn-2": 27_326}
"""With 3 numbers a row, as the study pictures the networks that read rows."""

FLATTENED = {"cnn-1": 102_400, "cnn-2": 280, "cnn-4": 64, "cnn-5": 512, "rnn-1": 8_192}


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
