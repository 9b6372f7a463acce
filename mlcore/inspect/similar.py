"""Which scans look most like a given one."""

import numpy as np

from mlcore.inspect.distances import squared_distances
from mlcore.inspect.embedding import Embedding, is_plain
from mlcore.inspect.one_core import one_core


@one_core
def similar(
    embedding: Embedding, query: int | np.ndarray, count: int = 12
) -> tuple[np.ndarray, np.ndarray]:
    """``(count,)`` positions of the scans nearest to ``query`` and their distances, nearest first.

    ``query``: the position of a scan of the data set, which does not find itself, or the pixels of
    any scan, ``(side, side, channels)`` uint8. A plain scan is like all plain ones and like no
    others, so fewer than ``count`` may be found. Two scans picked at random are 1.4 apart.
    """
    asked = np.zeros(len(embedding), bool)
    if isinstance(query, np.ndarray):
        place, plain = embedding.embedder(query[None]), is_plain(query[None])[0]
    else:
        asked[query] = True
        place, plain = embedding.of(np.array([query])), embedding.plain[query]
    possible = (embedding.plain == plain) & ~asked
    if plain:
        rows = np.flatnonzero(possible)[:count]
        return rows, np.zeros(len(rows), np.float32)
    squares = np.full(len(embedding), np.inf, np.float32)

    def measure(rows: slice, values: np.ndarray) -> None:
        squares[rows] = squared_distances(values, place)[:, 0]

    embedding.over(measure)
    squares[~possible] = np.inf
    count = min(count, int(possible.sum()))
    near = np.flatnonzero(squares <= np.partition(squares, count - 1)[count - 1] if count else [])
    near = near[np.lexsort((near, squares[near]))][:count]
    return near, np.sqrt(squares[near])
