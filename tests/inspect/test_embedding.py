import numpy as np
import pytest

from mlcore.inspect import chunks
from mlcore.inspect.embedding import SIZE, Embedding, embed
from tests import drawn


@pytest.fixture
def scans() -> np.ndarray:
    return drawn.scans(400)[0]


@pytest.fixture
def data(scans):
    return drawn.store(scans, np.zeros((len(scans), 1)))


def distances(embedding: Embedding, row: int) -> np.ndarray:
    values = embedding.of(slice(None))
    return np.linalg.norm(values - values[row], axis=1)


def test_the_middle_is_zero_and_the_mean_squared_distance_from_it_one(data):
    embedding = embed(data)
    values = embedding.of(slice(None))
    assert values.shape == (400, SIZE)
    np.testing.assert_allclose(values.mean(axis=0), 0, atol=1e-3)
    assert np.square(values).sum(axis=1).mean() == pytest.approx(1, abs=0.01)
    assert (np.diff(values.std(axis=0)) < 1e-3).all()
    assert not embedding.plain.any()


def test_a_copy_is_closer_than_any_other_scan(scans):
    rng = np.random.default_rng(3)
    noisy = np.clip(scans[:20] + rng.normal(0, 2, scans[:20].shape), 0, 255).astype(np.uint8)
    pixels = np.concatenate([scans, scans[:20], noisy])
    embedding = embed(drawn.store(pixels, np.zeros((440, 1))))
    for row in range(20):
        order = np.argsort(distances(embedding, row), kind="stable")
        assert set(order[:3]) == {row, 400 + row, 420 + row}


def test_plain_scans_lie_apart_and_change_nothing_for_the_others(scans, data):
    grey = np.full((900, 64, 64, 1), 30, np.uint8)
    grey[::2] = 0
    mixed = embed(drawn.store(np.concatenate([grey, scans]), np.zeros((1300, 1)), "mixed"))
    assert mixed.plain.tolist() == [True] * 900 + [False] * 400
    assert not mixed.values[:900].any()
    alone, among = distances(embed(data), 5), distances(mixed, 905)[900:]
    np.testing.assert_allclose(among, alone, atol=0.02)


def test_a_scan_from_elsewhere_is_placed_like_one_of_the_data(scans, data):
    embedding = embed(data)
    np.testing.assert_allclose(embedding.embedder(scans[7:9]), embedding.of(slice(7, 9)), atol=1e-3)


def test_the_same_seed_gives_the_same_numbers_in_chunks_of_any_size(data, monkeypatch):
    first = embed(data, seed=4)
    np.testing.assert_array_equal(embed(data, seed=4).values, first.values)
    monkeypatch.setattr(chunks, "CHUNK_BYTES", 64 * 64 * 30)
    np.testing.assert_allclose(
        embed(data, seed=4).of(slice(None)), first.of(slice(None)), atol=1e-3
    )


def test_what_was_saved_is_loaded_without_reading_it_into_memory(data, tmp_path):
    embedding = embed(data)
    embedding.save(tmp_path)
    loaded = Embedding.load(tmp_path)
    assert isinstance(loaded.values, np.memmap)
    np.testing.assert_array_equal(loaded.values, embedding.values)
    np.testing.assert_array_equal(loaded.embedder.weights, embedding.embedder.weights)
    with pytest.raises(OSError, match="embedder"):
        Embedding.load(tmp_path / "nowhere")


@pytest.mark.parametrize("n", [0, 1, 2, 5])
def test_a_handful_of_scans_has_fewer_numbers(scans, n):
    embedding = embed(drawn.store(scans[:n], np.zeros((n, 1))))
    assert embedding.values.shape == (n, max(1, n - 1))


def test_copies_of_one_scan_and_black_scans_alone_have_no_spread(scans):
    for pixels in (np.repeat(scans[:1], 30, axis=0), np.zeros((30, 64, 64, 1), np.uint8)):
        embedding = embed(drawn.store(pixels, np.zeros((30, 1))))
        assert embedding.values.shape == (30, 1)
        assert not embedding.values.any()
