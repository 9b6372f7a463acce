"""Memory for arrays as large as a batch is used again, but never by two at once."""

import numpy as np

from mlcore.train import buffers


def address(array: np.ndarray) -> int:
    return array.ctypes.data


def test_an_array_has_the_shape_asked_for_and_begins_where_tensorflow_takes_it_as_it_is():
    array = buffers.take((3, 5, 7))
    assert array.shape == (3, 5, 7)
    assert array.dtype == np.float32
    assert array.flags.c_contiguous
    assert address(array) % buffers.ALIGNED == 0


def test_memory_in_use_is_given_to_nobody_else():
    first, second = buffers.take((11, 13)), buffers.take((11, 13))
    first[:], second[:] = 1, 2
    assert (first == 1).all()
    assert (second == 2).all()


def test_what_nobody_holds_any_more_is_given_again_in_any_shape():
    array = buffers.take((17, 19))
    before = address(array)
    del array
    assert address(buffers.take((19, 17))) == before


def test_a_view_keeps_its_memory_in_use():
    array = buffers.take((23, 2))
    part = array[5:]
    part[:] = 7
    del array
    buffers.take((23, 2))[:] = 0
    assert (part == 7).all()


def test_a_smaller_batch_fits_into_the_memory_of_a_larger_one():
    array = buffers.take((29, 31))
    before = address(array)
    del array
    smaller, much_smaller = buffers.take((28, 31)), buffers.take((3, 31))
    assert address(smaller) == before
    assert smaller.shape == (28, 31)
    assert address(much_smaller) != before
