import numpy as np
from scipy.spatial.distance import cdist

from mlcore.inspect.distances import squared_distances


def test_distances_are_those_of_scipy_and_never_negative():
    rng = np.random.default_rng(0)
    one, other = (rng.standard_normal((n, 20)).astype(np.float32) for n in (30, 40))
    other[0] = one[0]
    found = squared_distances(one, other)
    np.testing.assert_allclose(found, cdist(one, other, "sqeuclidean"), rtol=1e-4, atol=1e-4)
    assert found.min() >= 0
