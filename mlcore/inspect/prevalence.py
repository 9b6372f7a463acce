"""How sure prevalences are, and whether the parts of a data set agree in them."""

from statistics import NormalDist

import numpy as np
import pandas as pd
from scipy.special import ndtr

Z = NormalDist().inv_cdf(0.975)
"""95 % of a normal distribution lie within so many standard deviations."""
CHANCE = 0.05
"""That any difference at all is reported between parts that were drawn alike."""
RELATIVE = 0.2
"""Share by which prevalences must differ to matter, however surely they do."""
EXPECTED = 5
"""Scans with and without the label that each part must be expected to have for the test to hold."""


def wilson(present: np.ndarray, known: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Ends of the 95 % interval of ``present / known``; NaN where nothing is known.

    Wilson, "Probable inference, the law of succession, and statistical inference", 1927: sound for
    small counts too, and never below 0 or above 1.
    """
    with np.errstate(divide="ignore", invalid="ignore"):
        share = present / known
        middle = share + Z**2 / (2 * known)
        reach = Z * np.sqrt(share * (1 - share) / known + (Z / (2 * known)) ** 2)
        scale = 1 + Z**2 / known
        return np.maximum((middle - reach) / scale, 0), np.minimum((middle + reach) / scale, 1)


def drift(counts: pd.DataFrame) -> pd.DataFrame:
    """Labels whose prevalence in a part differs from that in train, more than chance explains.

    ``counts``: rows of `statistics.label_counts`. Returns ``label, split, prevalence, in_train,
    p``, surest first: a two-proportion z test, Holm's correction ("A simple sequentially rejective
    multiple test procedure", 1979) over all labels and parts, and a difference of at least
    `RELATIVE`.
    """
    is_train = counts["split"] == "train"
    rows = counts[~is_train].merge(counts[is_train], on="label", suffixes=("", "_train"))
    known, known_train = (rows["present" + s] + rows["absent" + s] for s in ("", "_train"))
    pooled = (rows["present"] + rows["present_train"]) / (known + known_train)
    rarest = np.minimum(pooled, 1 - pooled) * np.minimum(known, known_train)
    rows, pooled = rows[rarest >= EXPECTED], pooled[rarest >= EXPECTED]
    share, in_train = rows["prevalence"], rows["prevalence_train"]
    error = np.sqrt(pooled * (1 - pooled) * (1 / known + 1 / known_train)[rows.index])
    p = _holm(2 * ndtr(-np.abs((share - in_train) / error).to_numpy(float)))
    found = rows[["label", "split", "prevalence"]].assign(in_train=in_train, p=p)
    large = (share - in_train).abs() > RELATIVE * np.maximum(share, in_train)
    return found[large & (p < CHANCE)].sort_values("p", kind="stable").reset_index(drop=True)


def _holm(p: np.ndarray) -> np.ndarray:
    """P values as they would be if only one test had been made."""
    order = np.argsort(p)
    corrected = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    result = np.empty_like(p)
    result[order] = np.minimum(corrected, 1)
    return result
