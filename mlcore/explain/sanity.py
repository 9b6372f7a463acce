"""Whether a map depends on what the network learnt: the same map with its weights shuffled.

The cascading randomisation of Adebayo et al. 2018, "Sanity checks for saliency maps", arXiv
1810.03292: layer by layer from the answer down to the scan. Shuffling keeps the sizes of the
weights, so that the network still works with values it is used to.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from mlcore.explain import methods
from mlcore.explain.network import Network
from mlcore.progress import Progress, silent

STAGES = 5
"""Networks between the trained one and the wholly shuffled one, that one included."""
DRAWS = 3
"""Shuffles of all layers; one alone may be alike by chance."""
ALIKE, UNLIKE = 0.6, 0.3

Verdict = tuple[Callable[[float], bool], str]
VERDICTS: tuple[Verdict, ...] = (
    (lambda alike: alike < UNLIKE, "The map depends on what the network learnt."),
    (lambda alike: alike < ALIKE, "The map depends on what the network learnt in part only."),
    (
        lambda _: True,
        "The map hardly depends on what the network learnt: it shows the scan, hardly the answer.",
    ),
)


@dataclass(frozen=True)
class Sanity:
    shuffled: tuple[int, ...]
    """How many layers, counted from the answer, were shuffled at each stage."""
    correlations: tuple[float, ...]
    """Rank correlation (Spearman) of the map with the original one at each stage."""
    final: float
    """The same with all layers shuffled, mean of `DRAWS`."""

    @property
    def sentence(self) -> str:
        verdict = next(text for holds, text in VERDICTS if holds(self.final))
        return (
            f"With all weights shuffled, the map agrees with the original one by {self.final:.2f} "
            f"(1 the same, 0 unrelated). {verdict}"
        )

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"sentence": self.sentence}


def check(
    network: Network,
    scan: np.ndarray,
    label: int,
    method: str,
    seed: int = 0,
    progress: Progress = silent,
) -> Sanity:
    """Compare the map of ``label`` with those of shuffled copies of the network."""
    compute = methods.get(method).compute
    original = compute(network, scan, [label], seed)[0]
    counts = sorted({*np.linspace(1, len(network.layers), STAGES).round().astype(int).tolist()})
    work = [
        *((count, seed) for count in counts),
        *((counts[-1], seed + k) for k in range(1, DRAWS)),
    ]
    found = []
    for count, draw in work:
        rng = np.random.default_rng(draw)
        # From the answer down, so that the same seed shuffles the same layers in the same way.
        copy = network.shuffled(network.layers[::-1][:count], rng)
        found.append(agreement(original, compute(copy, scan, [label], seed)[0]))
        progress("shuffled networks", len(found), len(work))
    last = found[len(counts) - 1 :]
    return Sanity(tuple(counts), tuple(found[: len(counts)]), float(np.mean(last)))


def agreement(a: np.ndarray, b: np.ndarray) -> float:
    """Rank correlation of two maps; 0 where one is the same everywhere and so says nothing."""
    if np.ptp(a) == 0 or np.ptp(b) == 0:
        return 0.0
    return float(spearmanr(a.ravel(), b.ravel()).statistic)
