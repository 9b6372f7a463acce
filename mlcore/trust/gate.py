"""The novelty gate: whether a scan is one the network can know anything about.

Distance to the nearest training scans, as in Sun et al. 2022, "Out-of-distribution detection with
deep nearest neighbors", by looks and by grey levels, beside two reconstruction errors (`familiar`).
Each measure is brought to one scale, on which validation scans lie around 0 and their strangest
fiftieth above 1; a scan is as strange as its strangest measure. The limit is where the asked share
of validation scans passes.
"""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mlcore.data.selected import Pixels
from mlcore.errors import ScanLabError
from mlcore.inspect import chunks
from mlcore.inspect.embedding import is_plain
from mlcore.inspect.one_core import one_core
from mlcore.inspect.wording import counted
from mlcore.trust import familiar
from mlcore.trust.familiar import NEIGHBOURS, Familiar

PASSING = 0.975
"""Share of validation scans that pass."""
FEWEST = 40
"""Scans not learnt from that a limit needs; else some training scans are set aside for it."""
MOST = 2000
SHARE_ASIDE = 5
EXTREME = 0.98
FLAT = 3
"""Grey levels between the darkest and the brightest pixel of a scan that shows nothing."""
REASONS = (
    "it lies far from all of them",
    "its light and dark parts are not in the shares of theirs",
    "its shapes of light and dark are not theirs",
    "its edges and textures are not theirs",
)
"""One a measure of `Familiar.measures`."""


@dataclass(frozen=True)
class Verdict:
    """What the gate says of one scan."""

    kind: str
    """``passed``, ``empty`` or ``strange``."""
    sentence: str
    strangeness: float | None
    """Of the strangest measure; above ``limit`` is refused. None for empty scans."""
    limit: float
    identical: int
    """Training scans with the very same pixels: a note, no reason to refuse."""

    @property
    def passed(self) -> bool:
        return self.kind == "passed"

    def to_json(self) -> dict[str, Any]:
        return {"passed": self.passed, **asdict(self)}


@dataclass(frozen=True)
class Gate:
    familiar: Familiar
    usual: np.ndarray
    """``(4,)`` median of each measure on validation scans."""
    spread: np.ndarray
    """``(4,)`` from the median to the strangest fiftieth."""
    limit: float
    judged: int
    """Scans, none of them learnt from, that the limit was set on."""

    def scaled(self, scans: np.ndarray, far: np.ndarray | None = None) -> np.ndarray:
        """``(m, 4)``: the measures on one scale."""
        return (self.familiar.measures(scans, far) - self.usual) / self.spread

    def refused(self, scans: np.ndarray) -> np.ndarray:
        """``(m,)`` bool of ``(m, side, side, channels)`` uint8."""
        out = is_empty(scans)
        for start in range(0, len(scans), 64):
            some = slice(start, start + 64)
            out[some] |= self.scaled(scans[some]).max(axis=1) > self.limit
        return out

    def kinds(self, scans: np.ndarray) -> list[str]:
        """``passed``, ``empty`` or ``strange`` for each of ``(m, side, side, channels)`` uint8, as
        `verdict` would say one by one."""
        empty, refused = is_empty(scans), self.refused(scans)
        found = np.where(empty, "empty", np.where(refused, "strange", "passed")).tolist()
        for i in np.flatnonzero(refused & ~empty):
            if len(self.familiar.same(scans[i])):
                found[i] = "passed"
        return found

    def verdict(self, scan: np.ndarray, far: np.ndarray | None = None) -> Verdict:
        """Of one ``(side, side, channels)`` uint8; ``far`` as in `Familiar.measures`."""
        same = len(self.familiar.same(scan))
        if is_empty(scan[None])[0]:
            shade = "black" if scan.max() <= FLAT else "of one grey value"
            sentence = f"This scan is {shade} throughout, so there is nothing to judge."
            return Verdict("empty", sentence, None, self.limit, same)
        measured = self.scaled(scan[None], far)[0]
        most = int(measured.argmax())
        strangeness = float(measured[most])
        if strangeness > self.limit and not same:
            sentence = f"This scan is not like the training scans: {REASONS[most]}."
            return Verdict("strange", sentence, strangeness, self.limit, same)
        sentence = "This scan looks like the training scans."
        if same:
            sentence = (
                f"This scan is identical to {counted(same, 'training scan')}: the network may "
                "remember its labels, so the answer says little about new scans."
            )
        return Verdict("passed", sentence, strangeness, self.limit, same)


def fit(pixels: Pixels, teaching: np.ndarray, held_out: np.ndarray) -> Gate:
    """``teaching`` and ``held_out``: positions of the scans learnt from and of those that only
    score. Where the latter are too few, every fifth of the former is set aside to set the limit."""
    known = familiar.fit(pixels, teaching)
    judge, judged = known, _lit(pixels, held_out)
    if len(judged) < FEWEST:
        judge = familiar.fit(pixels, np.delete(teaching, np.s_[::SHARE_ASIDE]))
        judged = _lit(pixels, teaching[::SHARE_ASIDE])
    if len(judged) < NEIGHBOURS or (~judge.plain).sum() < 2 * NEIGHBOURS:
        raise ScanLabError(
            f"the gate needs some dozens of training scans that show something; got "
            f"{int((~known.plain).sum())}"
        )
    return _limited(known, judge, pixels, judged)


@one_core
def _limited(known: Familiar, judge: Familiar, pixels: Pixels, judged: np.ndarray) -> Gate:
    steps = [judged[i : i + 64] for i in range(0, len(judged), 64)]
    measured = np.concatenate([judge.measures(chunks.read(pixels, rows)) for rows in steps])
    usual = np.median(measured, axis=0)
    spread = np.maximum(np.quantile(measured, EXTREME, axis=0) - usual, 1e-6)
    strangeness = np.sort(((measured - usual) / spread).max(axis=1))
    # One scan more than there are is counted, so that a new one too passes that often.
    at = min(len(judged), int(np.ceil((len(judged) + 1) * PASSING))) - 1
    return Gate(known, usual, spread, float(strangeness[at]), len(judged))


def is_empty(scans: np.ndarray) -> np.ndarray:
    """``(m,)`` bool: black, or all but one grey value throughout."""
    flat = scans.reshape(len(scans), -1)
    return flat.max(axis=1).astype(int) - flat.min(axis=1) <= FLAT


def _lit(pixels: Pixels, rows: np.ndarray) -> np.ndarray:
    """Positions of up to `MOST` scans that show something, drawn evenly."""
    rows = rows[:: max(1, len(rows) // MOST)]
    steps = [rows[i : i + 512] for i in range(0, len(rows), 512)]
    return np.concatenate(
        [np.empty(0, np.intp), *(at[~is_plain(chunks.read(pixels, at))] for at in steps)]
    )
