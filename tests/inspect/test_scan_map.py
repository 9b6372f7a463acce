import numpy as np
import pytest

from mlcore.inspect.embedding import Embedder, Embedding
from mlcore.inspect.scan_map import scan_map

NOTHING = Embedder(np.zeros((832, 1), np.float32), np.zeros(1, np.float32))


def clouds(sizes: tuple[int, ...], spread: float = 0.05, k: int = 20) -> Embedding:
    """Groups of points about middles that lie 1 apart in every pair."""
    rng = np.random.default_rng(2)
    middles = np.sqrt(0.5) * np.eye(k)[np.repeat(np.arange(len(sizes)), sizes)]
    values = middles + spread * rng.standard_normal((sum(sizes), k))
    return Embedding(values.astype(np.float16), np.zeros(len(values), bool), NOTHING)


def test_groups_stay_apart_also_where_most_scans_are_no_landmarks():
    sizes = (1500, 700, 300)
    places = scan_map(clouds(sizes))
    group = np.repeat(np.arange(3), sizes)
    away = np.linalg.norm(places[:, None] - places, axis=2)
    np.fill_diagonal(away, np.inf)
    assert (group[away.argmin(axis=1)] == group).mean() > 0.99
    assert places.dtype == np.float32
    np.testing.assert_allclose(places.mean(axis=0), 0, atol=1e-2)


def test_neighbours_on_the_map_are_neighbours_indeed():
    """A line bent through twenty dimensions, which no flat view of it can show."""
    t = np.linspace(0, 4 * np.pi, 600)
    waves = [np.sin((i + 1) * t / 4) / (i + 1) for i in range(10)]
    waves += [np.cos((i + 1) * t / 4) / (i + 1) for i in range(10)]
    values = np.stack(waves, axis=1).astype(np.float16)
    places = scan_map(Embedding(values, np.zeros(600, bool), NOTHING))
    away = np.linalg.norm(places[:, None] - places, axis=2)
    np.fill_diagonal(away, np.inf)
    apart = np.abs(away.argmin(axis=1) - np.arange(600))
    assert (apart <= 5).mean() > 0.95


def test_the_same_seed_draws_the_same_map():
    embedding = clouds((150, 50))
    np.testing.assert_array_equal(scan_map(embedding, 3), scan_map(embedding, 3))


def test_plain_scans_have_no_place():
    embedding = clouds((60, 60))
    embedding.plain[::3] = True
    places = scan_map(embedding)
    assert np.isnan(places[::3]).all()
    assert np.isfinite(places[~embedding.plain]).all()


@pytest.mark.parametrize(("n", "k"), [(0, 1), (1, 1), (3, 2), (7, 6), (40, 1), (9, 8), (40, 2)])
def test_few_scans_or_numbers_have_finite_places(n, k):
    values = np.random.default_rng(0).standard_normal((n, k)).astype(np.float16)
    places = scan_map(Embedding(values, np.zeros(n, bool), NOTHING))
    assert places.shape == (n, 2)
    assert np.isfinite(places).all()


def test_copies_do_not_break_the_map():
    embedding = clouds((5, 5))
    values = np.repeat(embedding.values, 30, axis=0)
    assert np.isfinite(scan_map(Embedding(values, np.zeros(300, bool), NOTHING))).all()
