import pytest

from mlcore.models.layers import (
    BatchNorm,
    Conv,
    Dense,
    Dropout,
    Flatten,
    GlobalPool,
    Layer,
    LayerNorm,
    Lstm,
    MaxPool,
    Relu,
    Rows,
    TooSmall,
)

ROWS = [
    (Conv(8, 3), (10, 10, 3), (8, 8, 8), 8 * (9 * 3 + 1), 8 * 8 * 8 * 27),
    (Conv(8, 3, same=True), (10, 10, 3), (10, 10, 8), 224, 10 * 10 * 8 * 27),
    (Conv(8, 3, stride=2), (10, 10, 3), (4, 4, 8), 224, 4 * 4 * 8 * 27),
    (Conv(8, 5, stride=2, same=True), (9, 9, 1), (5, 5, 8), 208, 5 * 5 * 8 * 25),
    (MaxPool(3), (62, 62, 256), (20, 20, 256), 0, 0),
    (MaxPool(2, same=True), (5, 5, 4), (3, 3, 4), 0, 0),
    (Relu(), (5, 5, 4), (5, 5, 4), 0, 0),
    (BatchNorm(), (5, 5, 4), (5, 5, 4), 16, 0),
    (BatchNorm(), (64, 100), (64, 100), 400, 0),
    (Dropout(0.5), (7,), (7,), 0, 0),
    (Flatten(), (2, 3, 4), (24,), 0, 0),
    (LayerNorm(), (64, 100), (64, 100), 200, 0),
    (GlobalPool(), (4, 4, 8), (8,), 0, 0),
    (GlobalPool(), (16, 8), (8,), 0, 0),
    (GlobalPool(largest=True), (4, 4, 8), (16,), 0, 0),
    (Conv(8, 3, same=True, bias=False), (10, 10, 3), (10, 10, 8), 216, 10 * 10 * 8 * 27),
    (Rows(), (64, 32, 3), (64, 96), 0, 0),
    (Dense(10), (24,), (10,), 250, 240),
    (Dense(10), (64, 24), (64, 10), 250, 64 * 240),
    (Lstm(128), (64, 3), (64, 128), 4 * 128 * (3 + 128 + 1), 64 * 4 * 128 * (3 + 128)),
]


@pytest.mark.parametrize(("layer", "before", "after", "parameters", "multiplications"), ROWS)
def test_shape_parameters_and_cost_follow_from_the_row(
    layer: Layer, before, after, parameters, multiplications
):
    assert layer.output(before) == after
    assert layer.parameters(before) == parameters
    assert layer.multiplications(before) == multiplications


@pytest.mark.parametrize("layer", [Conv(8, 5), MaxPool(5)])
@pytest.mark.parametrize("shape", [(4, 4, 1), (9, 4, 1), (4, 9, 1)])
def test_a_window_larger_than_the_picture_does_not_fit(layer, shape):
    assert layer.output((5, 5, 1))[:2] == (1, 1)
    with pytest.raises(TooSmall, match=f"needs 5×5 pixels but gets {shape[0]}×{shape[1]}"):
        layer.output(shape)


@pytest.mark.parametrize("layer", [Conv(8, 5, same=True), MaxPool(5, same=True)])
def test_with_padded_edges_a_window_fits_on_a_single_pixel(layer):
    assert layer.output((1, 1, 1))[:2] == (1, 1)


@pytest.mark.parametrize(
    ("layer", "text"),
    [
        (Conv(50, 5, stride=2, same=True), "Conv 50 filters 5×5, stride 2, same"),
        (Conv(256, 3), "Conv 256 filters 3×3"),
        (MaxPool(4, same=True), "Max pool 4×4, same"),
        (Dense(256, activation="linear"), "Dense 256, linear"),
        (Dense(100), "Dense 100"),
        (Dropout(0.25), "Dropout 0.25"),
        (Lstm(128), "LSTM 128, every step"),
        (Flatten(), "Flatten"),
    ],
)
def test_a_row_reads_as_the_layer_it_is(layer, text):
    assert layer.text == text
