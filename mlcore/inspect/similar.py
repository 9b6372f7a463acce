"""Which scans look most like a given one."""

import numpy as np

from mlcore.inspect.distances import squared_distances
from mlcore.inspect.embedding import Embedding, is_plain


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
    rows, squares = np.empty(0, np.intp), np.empty(0, np.float32)
    for block, values in embedding.blocks():
        here = np.flatnonzero(possible[block])
        rows = np.append(rows, here + block.start)
        squares = np.append(squares, squared_distances(values[here], place)[:, 0])
        if len(rows) > count:
            nearest = np.argpartition(squares, count)[:count] if count else np.empty(0, np.intp)
            rows, squares = rows[nearest], squares[nearest]
    order = np.lexsort((rows, squares))
    return rows[order], np.sqrt(squares[order])
