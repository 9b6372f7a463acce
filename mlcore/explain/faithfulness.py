"""Whether the answer hangs on the places a map is hottest at: they are covered, and the network is
asked again."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mlcore.explain.occlusion import covered
from mlcore.inspect.wording import percent

SHARE = 0.1
"""Of the scan that is covered."""
ELSEWHERE = 32
"""The same shape at chance places, to compare with."""
STEPS = 20
"""Points of the deletion and insertion curves."""
USUAL = 0.95
HARDLY = 0.005
"""Changes of the probability that nobody would call one."""

Asking = Callable[[np.ndarray], np.ndarray]
"""``(n, side, side, channels)`` uint8 to ``(n,)``: the label's probability."""


@dataclass(frozen=True)
class Faithfulness:
    before: float
    """Probability of the label for the scan as it is."""
    without: float
    """With the hottest tenth covered."""
    elsewhere: float
    """Mean with the same shape covered at other places."""
    beaten: float
    """Share of those places whose covering lowers the probability less."""
    deletion: float
    """Mean probability while pixels are covered, hottest first (Petsiuk et al. 2018); low is
    good."""
    insertion: float
    """Mean probability while pixels are uncovered, hottest first; high is good."""

    @property
    def faithful(self) -> bool:
        return self.beaten >= USUAL and self.before - self.without >= HARDLY

    @property
    def sentence(self) -> str:
        told = (
            f"Covering the hottest {percent(SHARE)} of the scan takes the probability from "
            f"{percent(self.before)} to {percent(self.without)}; covering the same shape "
            f"elsewhere, to {percent(self.elsewhere)} on average."
        )
        if max(abs(self.without - self.before), abs(self.elsewhere - self.before)) < HARDLY:
            return f"{told} This answer does not hang on any such place."
        if self.faithful:
            return f"{told} The answer hangs on the places the map shows."
        return f"{told} Chance places do as much: rely little on this map."

    def to_json(self) -> dict[str, Any]:
        return asdict(self) | {"faithful": self.faithful, "sentence": self.sentence}


def measure(asking: Asking, scan: np.ndarray, heat: np.ndarray, seed: int = 0) -> Faithfulness:
    """Cover parts of a ``(side, side, channels)`` scan by its map and ask again, in one batch."""
    rng = np.random.default_rng(seed)
    rank = np.empty(heat.size, int)
    # Equal heat in chance order, so that an empty map is no map of the upper edge.
    rank[np.lexsort((rng.random(heat.size), -heat.ravel()))] = np.arange(heat.size)
    rank = rank.reshape(heat.shape)
    hottest = (rank < SHARE * heat.size).astype(np.float32)
    moved = [np.roll(hottest, rng.integers(0, len(heat), 2), axis=(0, 1)) for _ in range(ELSEWHERE)]
    parts = [(rank < share * heat.size) for share in np.linspace(0, 1, STEPS + 1)]
    seen = np.stack(
        [1 - hottest, *(1 - each for each in moved), *(~each for each in parts), *parts]
    )
    given = asking(covered(scan, seen.astype(np.float32)))
    without, elsewhere, curves = given[0], given[1 : 1 + ELSEWHERE], given[1 + ELSEWHERE :]
    return Faithfulness(
        before=float(curves[0]),
        without=float(without),
        elsewhere=float(elsewhere.mean()),
        beaten=float((elsewhere > without).mean()),
        deletion=float(curves[: STEPS + 1].mean()),
        insertion=float(curves[STEPS + 1 :].mean()),
    )
