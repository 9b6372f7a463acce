import pytest

from mlcore.errors import ScanLabError
from mlcore.models import registry, summary

CNN_4 = registry.get("cnn-4")
ALL = [pytest.param(network, id=network.name) for network in registry.NETWORKS]


def test_the_table_follows_a_scan_from_layer_to_layer():
    rows = summary.layer_table(CNN_4, 64, channels=1, labels=3)
    assert [(row.text, row.output, row.parameters) for row in rows] == [
        ("Conv 32 filters 5×5", (60, 60, 32), 832),
        ("Max pool 5×5", (12, 12, 32), 0),
        ("Conv 64 filters 5×5", (8, 8, 64), 51_264),
        ("Max pool 5×5", (1, 1, 64), 0),
        ("Flatten", (64,), 0),
        ("Dense 1024", (1024,), 66_560),
        ("Dropout 0.8", (1024,), 0),
        ("Dense 3, sigmoid", (3,), 3_075),
    ]
    assert rows[0].multiplications == 60 * 60 * 32 * 25


def test_the_layer_that_runs_out_of_pixels_says_so_and_later_rows_are_empty():
    rows = summary.layer_table(CNN_4, 32)
    assert [row.problem for row in rows[:4]] == ["", "", "", "needs 5×5 pixels but gets 1×1"]
    assert [row.output for row in rows[2:5]] == [(1, 1, 64), None, None]
    assert rows[4].text == "Flatten"
    assert sum(row.parameters for row in rows[3:]) == 0
    assert len(rows) == 8


@pytest.mark.parametrize("network", ALL)
def test_the_table_adds_up_to_the_parameters_of_the_model(network):
    for head in ("sigmoid", "softmax"):
        rows = summary.layer_table(network, 64, 3, labels=4, head=head)
        shared = summary.parameters(network, 64, 3, labels=4, head=head)
        assert sum(row.parameters for row in rows) == shared


@pytest.mark.parametrize("network", ALL)
def test_separate_networks_have_as_many_times_the_parameters(network):
    for head in ("sigmoid", "softmax"):
        one = summary.parameters(network, labels=1, head=head)
        assert summary.parameters(network, labels=5, sharing="separate", head=head) == 5 * one


@pytest.mark.parametrize("network", ALL)
def test_a_network_works_from_its_smallest_side_on_and_not_below(network):
    smallest = summary.smallest_side(network)
    for side in range(smallest, smallest + 40):
        summary.check_side(network, side)
    for side in range(1, smallest):
        with pytest.raises(ScanLabError):
            summary.check_side(network, side)


def test_the_study_scans_are_large_enough_for_every_network_and_small_ones_for_some():
    sides = {network.name: summary.smallest_side(network) for network in registry.NETWORKS}
    assert max(sides.values()) <= 64
    assert sorted(name for name, side in sides.items() if side > 32) == ["cnn-4", "cnn-5"]


def test_a_side_that_is_too_small_is_told_with_the_layer_and_the_smallest_side():
    with pytest.raises(ScanLabError) as error:
        summary.check_side(CNN_4, 32)
    smallest = summary.smallest_side(CNN_4)
    assert str(error.value) == (
        "CNN-4 cannot work on 32×32 scans: its layer 4 (Max pool 5×5) needs 5×5 pixels but gets "
        f"1×1; use a side of at least {smallest}"
    )
    assert smallest == (5 + 4) * 5 + 4
