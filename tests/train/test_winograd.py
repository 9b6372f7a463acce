"""What a convolution by tiles is made of."""

import numpy as np
import pytest

from mlcore.train import winograd
from mlcore.train.winograd import Winograd, answer_matrix, kernel_matrix


def drawn(*shape: int) -> np.ndarray:
    return np.random.default_rng(sum(shape)).normal(size=shape).astype(np.float32)


def test_the_matrices_for_three_are_those_of_lavin_and_gray():
    sixth, small = 1 / 6, 1 / 24
    kernel = [
        [1 / 4, 0, 0],
        [-sixth, -sixth, -sixth],
        [-sixth, sixth, -sixth],
        [small, 2 * small, 4 * small],
        [small, -2 * small, 4 * small],
        [0, 0, 1],
    ]
    answer = [[1, 1, 1, 1, 1, 0], [0, 1, -1, 2, -2, 0], [0, 1, 1, 4, 4, 0], [0, 1, -1, 8, -8, 1]]
    np.testing.assert_allclose(kernel_matrix(3), np.kron(kernel, kernel), rtol=1e-6)
    np.testing.assert_array_equal(answer_matrix(3), answer)


@pytest.mark.parametrize("size", [3, 5])
def test_36_products_make_the_answers_of_a_tile(size):
    tile, kernel, answer = drawn(6, 6), drawn(size, size), answer_matrix(size)
    kernels = (kernel_matrix(size) @ kernel.ravel()).reshape(6, 6)
    products = kernels * (winograd.INPUT @ tile @ winograd.INPUT.T)
    windows = np.lib.stride_tricks.sliding_window_view(tile, (size, size))
    expected = (windows * kernel).sum((2, 3))
    np.testing.assert_allclose(answer @ products @ answer.T, expected, rtol=1e-4, atol=1e-4)


def test_few_pictures_at_a_time_answer_as_all_at_once(monkeypatch):
    convolution = Winograd((9, 10), 3, 1)
    pictures, kernels, errors = drawn(7, 9, 10, 4), drawn(36, 4, 5), drawn(7, 9, 10, 5)
    whole = (
        convolution.answers(pictures, kernels),
        *convolution.gradients(pictures, kernels, errors),
    )
    monkeypatch.setattr(winograd, "AT_ONCE", 20)
    parts = (
        convolution.answers(pictures, kernels),
        *convolution.gradients(pictures, kernels, errors),
    )
    for part, all_at_once in zip(parts, whole, strict=True):
        np.testing.assert_allclose(part, all_at_once, rtol=1e-4, atol=1e-3)


def test_as_many_cores_as_there_are_give_the_very_same(monkeypatch):
    convolution = Winograd((8, 8), 5, 0)
    pictures, kernels, errors = drawn(5, 8, 8, 6), drawn(36, 6, 3), drawn(5, 4, 4, 3)
    told = []
    for cores in (1, 2, 3, 40):
        monkeypatch.setattr(winograd, "CORES", cores)
        answers = convolution.answers(pictures, kernels)
        told.append((answers, *convolution.gradients(pictures, kernels, errors)))
    for others in told[1:]:
        assert all(map(np.array_equal, told[0], others))
