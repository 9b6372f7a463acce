import re

import pytest

from mlcore.errors import ScanLabError
from mlcore.models import registry, summary
from tests import study


def test_the_eight_networks_are_listed_with_the_counts_of_the_study(answer):
    listed = {each["name"]: each for each in answer("models")}
    assert list(listed)[1:9] == list(study.PARAMETERS)
    for name, (grey, colour) in study.PARAMETERS.items():
        colour = colour or summary.study_parameters(registry.get(name), channels=3)
        assert listed[name]["parameters"] == {"1": grey, "3": colour}
        assert listed[name]["parameters_drawn"] == study.DRAWN.get(name)


def test_people_see_a_table_of_the_networks(call):
    told = call("models").stdout
    assert all(name in told for name in study.PARAMETERS)
    assert "26,217,730" in told
    assert "9,007,394" in told
    assert "tiny" not in told


def test_a_network_is_told_layer_by_layer(answer):
    told = answer("models", "cnn-4", "--channels", 3, "--labels", 5)
    assert told["side"] == 64
    assert told["smallest_side"] == 49
    assert told["layers"][0] == {
        "layer": "Conv 32 filters 5×5",
        "output": [60, 60, 32],
        "parameters": (25 * 3 + 1) * 32,
        "multiplications": 60 * 60 * 32 * 75,
        "problem": None,
    }
    assert told["layers"][-1]["output"] == [5]


def test_the_layer_that_runs_out_of_pixels_is_told(answer, call):
    layers = answer("models", "cnn-4", "--side", 32)["layers"]
    assert [layer["problem"] for layer in layers[2:5]] == [
        None,
        "needs 5×5 pixels but gets 1×1",
        None,
    ]
    assert [layer["output"] for layer in layers[2:5]] == [[1, 1, 64], None, None]
    told = " ".join(call("models", "cnn-4", "--side", 32).stdout.split())
    assert re.search(r"Max pool 5×5 – 0 0 needs 5×5", told)


def test_people_see_the_layers_and_what_differs_from_the_study(call):
    told = call("models", "fcnn-2").stdout
    assert "FCNN-2 at 64×64" in told
    assert "64 × 256" in told
    assert "averaged into the image's answer" in " ".join(told.split())


def test_an_unknown_network_is_refused(call):
    with pytest.raises(ScanLabError, match="did you mean cnn-4"):
        call("models", "cnn4")


@pytest.mark.parametrize("option", [("--side", 0), ("--labels", -1), ("--channels", 2)])
def test_a_size_that_cannot_be_is_wrong_usage(call, option):
    assert call("models", "rnn-1", *option).exit_code == 2
