"""What a training kept is taken up by the same network only."""

import numpy as np
import pytest

from mlcore.errors import ScanLabError


@pytest.fixture(scope="module")
def checkpoint():
    from mlcore.train import checkpoint

    return checkpoint


def variables(*shapes: tuple[int, ...]) -> list:
    import keras

    return [
        keras.Variable(np.full(shape, i + 1.0), name="kernel") for i, shape in enumerate(shapes)
    ]


def test_variables_and_standing_come_back(checkpoint, tmp_path):
    path = tmp_path / "checkpoint.npz"
    kept = checkpoint.Standing(3, [0.1, 0.3, 0.2], [np.ones(2)])
    checkpoint.save(path, kept, variables((2, 3), (), (4,)))
    ours = variables((2, 3), (), (4,))
    for variable in ours:
        variable.assign(np.zeros(variable.shape))
    standing = checkpoint.load(path, ours)
    assert (standing.epoch, standing.watched) == (3, [0.1, 0.3, 0.2])
    assert [float(np.max(np.asarray(each))) for each in ours] == [1, 2, 3]
    np.testing.assert_array_equal(standing.best, [np.ones(2)])


def test_without_a_file_it_begins_anew(checkpoint, tmp_path):
    assert checkpoint.load(tmp_path / "none.npz", variables((2,))) == checkpoint.Standing()


@pytest.mark.parametrize("shapes", [((2, 3),), ((2, 3), (5,)), ((2, 3), (4,), (4,))])
def test_another_network_is_told_in_a_sentence(checkpoint, tmp_path, shapes):
    path = tmp_path / "checkpoint.npz"
    checkpoint.save(path, checkpoint.Standing(1), variables((2, 3), (4,)))
    with pytest.raises(ScanLabError, match="clone its settings and start a new run"):
        checkpoint.load(path, variables(*shapes))
