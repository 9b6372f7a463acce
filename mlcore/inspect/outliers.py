"""Scans unlike all others: a wrong body part, a broken file, a picture that is no scan.

How far a scan lies from the nearest scan of a small random sample tells outliers about as well as
its distance from its true neighbours, and far faster (Sugiyama and Borgwardt, "Rapid distance-based
outlier detection via sampling", 2013). The median over a few samples keeps a copy that happens to
be in one of them from hiding a scan.
"""

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.inspect.distances import squared_distances
from mlcore.inspect.embedding import Embedding
from mlcore.inspect.finding import Finding
from mlcore.inspect.one_core import one_core
from mlcore.inspect.wording import scans

SAMPLES = 5
SHARE, SMALLEST, LARGEST = 1 / 40, 20, 200
"""Of all scans in a sample, and limits of its size. A small sample has no room for the few scans of
an odd kind, so that they do not make each other usual."""
FEWEST = 50
"""Scans that are not plain, below which nothing is usual enough to be departed from."""
LIMIT = 4.0
"""Robust standard deviations of the logarithm of the distance: 3 in 100,000 scans that follow a
normal distribution lie beyond."""
COMMON, TIMES = 5, 4
"""Outliers that have a label in common, and times as often as usual, for it to be said."""
MOST = 0.01
"""Share of scans that are called outliers at most; more of them are a kind of their own."""


@one_core
def scores(embedding: Embedding, seed: int = 0) -> np.ndarray:
    """``(n,)`` float32: robust standard deviations that a scan lies farther off than usual.

    NaN for plain scans, and for all where there are fewer than `FEWEST` others.
    """
    away = np.full(len(embedding), np.nan, np.float32)
    seen = np.flatnonzero(~embedding.plain)
    if len(seen) < FEWEST:
        return away
    size = min(max(SMALLEST, int(SHARE * len(seen))), LARGEST, len(seen) // SAMPLES)
    sample = np.random.default_rng(seed).permutation(seen)[: SAMPLES * size]
    known = embedding.of(sample)

    def measure(rows: slice, values: np.ndarray) -> None:
        squares = squared_distances(values, known)
        own = np.flatnonzero((sample >= rows.start) & (sample < rows.stop))
        squares[sample[own] - rows.start, own] = np.inf
        nearest = squares.reshape(len(values), SAMPLES, -1).min(axis=2)
        away[rows] = np.median(nearest, axis=1)

    embedding.over(measure)
    away[embedding.plain] = np.nan
    away = np.log(np.maximum(away, 1e-6))
    usual = np.nanmedian(away)
    spread = 1.4826 * np.nanmedian(np.abs(away - usual))
    return (away - usual) / max(spread, 1e-6)


def findings(data: DataSet, embedding: Embedding, seed: int = 0) -> list[Finding]:
    """One, with the scans farthest from all others first; none where no scan stands out."""
    score = scores(embedding, seed)
    beyond = np.flatnonzero(score > LIMIT)
    rows = beyond[np.argsort(-score[beyond], kind="stable")]
    rows = rows[: int(np.ceil(MOST * len(embedding)))]
    if not len(rows):
        return []
    one = len(rows) == 1
    return [
        Finding(
            check="outliers",
            severity="warning",
            sentence=(
                f"{scans(len(rows))} {'is' if one else 'are'} unlike all others; look whether "
                f"{'it belongs' if one else 'they belong'} to these data{_in_common(data, rows)}."
            ),
            rows=rows,
            facts={"score": score[rows].astype(float).round(2).tolist()},
        )
    ]


def _in_common(data: DataSet, rows: np.ndarray) -> str:
    """A warning where most of the scans at ``rows`` have a label that is rare elsewhere."""
    told = []
    for label in data.labels:
        truth = data.table[label].to_numpy()
        known = truth[rows][~np.isnan(truth[rows])]
        present = int(known.sum())
        usual = np.nanmean(truth) if len(known) else 1
        if present >= COMMON and present > len(known) / 2 and present > TIMES * usual * len(known):
            told.append(f"{present:,} of the {len(known):,} labelled ones have {label}")
    return f"; {' and '.join(told)}, so that what is odd may be learnt in its place" if told else ""
