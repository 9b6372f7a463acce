"""Arrays stay on disk until they are asked for, and their file is never left open."""

import numpy as np
import pytest

from mlcore.inspect.stored_arrays import StoredArrays


def test_arrays_are_read_by_name_and_the_file_can_be_replaced_meanwhile(tmp_path):
    path = tmp_path / "some.npz"
    np.savez(path, one=np.arange(3), two=np.zeros((2, 2)))
    stored = StoredArrays(path)
    assert list(stored) == ["one", "two"]
    assert stored["one"].tolist() == [0, 1, 2]
    np.savez(path, one=np.arange(4), two=np.zeros((2, 2)))
    assert stored["one"].tolist() == [0, 1, 2, 3]
    assert stored.get("three") is None
    with pytest.raises(KeyError):
        stored["three"]
