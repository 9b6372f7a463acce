"""Simple properties of a picture that tell a label alone.

Where one number such as brightness separates scans with a label from those without, a network may
learn the number in place of the disease, and fail on scans from elsewhere.
"""

from collections.abc import Mapping
from statistics import NormalDist

import numpy as np
import pandas as pd

from mlcore.data.dataset import DataSet
from mlcore.inspect import chunks, geometry
from mlcore.inspect.embedding import is_plain
from mlcore.inspect.finding import Finding
from mlcore.inspect.measure import COLUMNS
from mlcore.inspect.one_core import one_core
from mlcore.inspect.ranks import auc_table, interval
from mlcore.inspect.wording import percent

SAMPLE = 20_000
"""Scans looked at: with a hundred of them positive an AUC is known to 0.03, with all to 0.005."""
AT_ONCE = 512
STRONG, TELLING = 0.8, 0.7
"""An AUC of 0.7 orders 7 of 10 pairs rightly. That is as far apart as two bell curves whose middles
lie three quarters of a standard deviation apart: plain to see in a histogram."""
SURELY = 0.6
"""What the lower end of the interval reaches: less is of little use to a network."""
FEWEST = 10
"""Scans with and without a label, below which any property may separate them by chance."""
CHANCE = 0.01
"""That any property of any label is reported though none of them tells anything, at most."""
SOURCE = ("width", "height", "size", "spacing", "resolution", "bytes")
"""Columns of the table with such a word in their name say how the picture was made."""


@one_core
def properties(
    data: DataSet, measurements: Mapping[str, np.ndarray] | None = None, seed: int = 0
) -> pd.DataFrame:
    """A row for each of up to `SAMPLE` scans that are not plain, in order, indexed by position.

    Columns: those of `geometry`, of ``measurements`` (``(n,)`` each), and of the table about the
    source.
    """
    rows = np.random.default_rng(seed).permutation(len(data))[:SAMPLE]
    rows.sort()
    parts, kept = [], []
    for start in range(0, len(rows), AT_ONCE):
        few = rows[start : start + AT_ONCE]
        scans = chunks.read(data.pixels, few)
        seen = ~is_plain(scans)
        kept.append(few[seen])
        parts.append(pd.DataFrame(geometry.geometry(scans[seen])))
    if not parts:
        return pd.DataFrame(columns=list(geometry.COLUMNS))
    found = pd.concat(parts, ignore_index=True).set_axis(np.concatenate(kept))
    given = {name: np.asarray(values)[found.index] for name, values in (measurements or {}).items()}
    source = {name: data.table[name].to_numpy()[found.index] for name in _about_source(data)}
    return found.assign(**given, **source)


def areas(data: DataSet, found: pd.DataFrame) -> pd.DataFrame:
    """A row a property and label: ``label, property, auc, low, high, fewer``.

    Above 0.5 scans with the label have more of the property, below they have less. The intervals
    are so wide that all of them hold at once, but for `CHANCE`. ``fewer``: scans with the label or
    without it, whichever are fewer.
    """
    truth = data.targets[found.index.to_numpy(int)]
    area = auc_table(found.to_numpy(np.float64), truth)
    ones, zeros = (truth == 1).sum(axis=0), (truth == 0).sum(axis=0)
    z = NormalDist().inv_cdf(1 - CHANCE / 2 / max(1, area.size))
    low, high = interval(area, ones, zeros, z)
    return pd.DataFrame(
        {
            "label": np.tile(data.labels, len(found.columns)),
            "property": np.repeat(found.columns.to_numpy(), len(data.labels)),
            "auc": area.ravel(),
            "low": low.ravel(),
            "high": high.ravel(),
            "fewer": np.tile(np.minimum(ones, zeros), len(found.columns)),
        }
    )


def findings(
    data: DataSet, measurements: Mapping[str, np.ndarray] | None = None, seed: int = 0
) -> list[Finding]:
    """One for each label that a property tells with an AUC of `TELLING` or more, surely of
    `SURELY`; the most telling property of all first.

    ``measurements``: ``(n,)`` numbers under each name, such as the columns of `measure`.
    """
    found = properties(data, measurements, seed)
    table = areas(data, found)
    table["size"] = (table["auc"] - 0.5).abs() + 0.5
    sure = (table["low"] >= SURELY) | (table["high"] <= 1 - SURELY)
    sure &= table["fewer"] >= FEWEST
    telling = table[sure & (table["size"] >= TELLING)].sort_values(
        "size", ascending=False, kind="stable"
    )
    return [_finding(data, found, of_label) for _, of_label in telling.groupby("label", sort=False)]


def _finding(data: DataSet, found: pd.DataFrame, telling: pd.DataFrame) -> Finding:
    best = telling.iloc[0]
    more = best["auc"] > 0.5
    present = found.index[data.table[best["label"]].to_numpy()[found.index] == 1]
    order = found.loc[present, best["property"]].sort_values(ascending=not more, kind="stable")
    worst = best["low"] if more else 1 - best["high"]
    return Finding(
        check="shortcuts",
        severity="warning" if best["size"] >= STRONG else "note",
        sentence=(
            f"{best['label']} goes with one number alone, the {_words(best['property'])}: of a "
            "scan with it and one without, the one with it has the "
            f"{'higher' if more else 'lower'} value in {percent(best['size'])} of all pairs "
            f"(surely in {percent(worst)}); make sure that this is the disease and not the way "
            "scans were made."
        ),
        rows=order.index.to_numpy(),
        facts={
            "label": best["label"],
            "properties": telling[["property", "auc", "low", "high"]].round(4).to_dict("records"),
        },
    )


def _words(name: str) -> str:
    return {**geometry.COLUMNS, **COLUMNS}.get(name, name.replace("_", " "))


def _about_source(data: DataSet) -> list[str]:
    return [
        name
        for name in data.table.select_dtypes("number")
        if name not in data.labels and any(word in name.casefold() for word in SOURCE)
    ]
