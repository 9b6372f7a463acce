import pytest

from mlcore.models.blocks import (
    Capsules,
    ConvNext,
    LocalContrast,
    Residual,
    Standardise,
    Tokens,
    Transformer,
)
from mlcore.models.heads import Agreement
from mlcore.models.layers import TooSmall

ROWS = [
    (Standardise(), (6, 6, 3), (6, 6, 3), 0, 0),
    (LocalContrast((3, 9)), (6, 6, 3), (6, 6, 9), 0, 0),
    (Residual(8), (6, 6, 8), (6, 6, 8), 2 * (9 * 8 * 8 + 4 * 8), 36 * 2 * 9 * 8 * 8),
    (
        Residual(8, stride=2),
        (5, 5, 4),
        (3, 3, 8),
        9 * 4 * 8 + 9 * 8 * 8 + 4 * 8 + 3 * 4 * 8,
        9 * 8 * (9 * 4 + 9 * 8 + 4),
    ),
    (
        ConvNext(),
        (6, 6, 10),
        (6, 6, 10),
        (49 + 1) * 10 + 2 * 10 + (10 + 1) * 40 + (40 + 1) * 10 + 10,
        36 * 10 * (49 + 2 * 40),
    ),
    (Tokens(), (4, 3, 10), (12, 10), 10 + 12 * 10, 0),
    (
        Transformer(heads=2),
        (12, 10),
        (12, 10),
        2 * 2 * 10 + 4 * 11 * 10 + 11 * 40 + 41 * 10,
        12 * (4 * 100 + 2 * 400) + 2 * 12 * 12 * 10,
    ),
    (Capsules(8), (5, 5, 16), (50, 8), 0, 0),
    (Agreement(3, 2), (50, 8), (6,), 50 * 8 * 7 * 16, 50 * 7 * 16 * (8 + 3 + 2)),
]


@pytest.mark.parametrize(("layer", "before", "after", "parameters", "multiplications"), ROWS)
def test_shape_parameters_and_cost_follow_from_the_row(
    layer, before, after, parameters, multiplications
):
    assert layer.output(before) == after
    assert layer.parameters(before) == parameters
    assert layer.multiplications(before) == multiplications


def test_capsules_need_whole_groups_of_numbers():
    with pytest.raises(TooSmall, match="needs a multiple of 8 numbers but gets 27"):
        Capsules(8).output((3, 3, 3))


def test_blocks_read_as_what_they_are():
    assert Residual(64, stride=2).text == "Residual block 64 filters 3×3, stride 2"
    assert LocalContrast((3, 9)).text == "Local contrast 3×3 and 9×9 as further channels"
    assert Transformer(heads=3).text == "Transformer block 3 heads"
    assert Agreement(3, 1).text == "Capsules 4 of 16 numbers, 3 rounds"
