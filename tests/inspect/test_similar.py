import numpy as np
import pytest

from mlcore.inspect import embedding as embedding_file
from mlcore.inspect.embedding import Embedder, Embedding, embed
from mlcore.inspect.similar import similar
from tests import drawn


@pytest.fixture(scope="module")
def scans() -> np.ndarray:
    scans, _ = drawn.scans(200)
    scans[[3, 50, 51]] = 0
    scans[120] = scans[10]
    return scans


@pytest.fixture
def embedding(scans) -> Embedding:
    return embed(drawn.store(scans, np.zeros((200, 1))))


def test_the_nearest_scans_are_those_of_a_full_comparison(embedding, monkeypatch):
    monkeypatch.setattr(embedding_file, "BLOCK", 64)
    rows, away = similar(embedding, 10, 15)
    values = embedding.of(slice(None))
    all_away = np.linalg.norm(values - values[10], axis=1)
    all_away[[10, 3, 50, 51]] = np.inf
    assert rows.tolist() == np.argsort(all_away, kind="stable")[:15].tolist()
    np.testing.assert_allclose(away, np.sort(all_away)[:15], atol=2e-3)


def test_a_copy_comes_first_and_the_scan_does_not_find_itself(embedding):
    rows, away = similar(embedding, 10, 3)
    assert rows[0] == 120
    assert away[0] < 0.01 < away[1]
    assert 10 not in rows


def test_pixels_of_any_size_can_be_looked_up(embedding, scans):
    doubled = np.kron(scans[30, ..., 0], np.ones((2, 2), np.uint8))[..., None]
    for picture in (scans[30], doubled, np.repeat(doubled, 3, axis=2)):
        rows, away = similar(embedding, picture, 2)
        assert rows[0] == 30
        assert away[0] < 0.05


def test_a_plain_scan_is_like_plain_scans_only(embedding):
    rows, away = similar(embedding, 50, 12)
    assert rows.tolist() == [3, 51]
    assert away.tolist() == [0, 0]
    rows, _ = similar(embedding, np.zeros((20, 20, 1), np.uint8), 12)
    assert rows.tolist() == [3, 50, 51]
    assert not set(similar(embedding, 0, 199)[0]) & {3, 50, 51}


def test_more_scans_than_there_are_gives_all_of_them(embedding):
    rows, away = similar(embedding, 0, 1000)
    assert len(rows) == 196
    assert (np.diff(away) >= 0).all()
    assert similar(embedding, 0, 0)[0].tolist() == []


def test_equal_distances_are_given_in_the_order_of_the_data():
    values = np.array([[0], [1], [-1], [1], [2]], np.float16)
    nothing = Embedder(np.zeros((832, 1), np.float32), np.zeros(1, np.float32))
    rows, away = similar(Embedding(values, np.zeros(5, bool), nothing), 0, 4)
    assert rows.tolist() == [1, 2, 3, 4]
    assert away.tolist() == [1, 1, 1, 2]
