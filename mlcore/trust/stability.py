"""Whether an answer holds when the scan is changed as gently as from one visit to the next."""

from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

from mlcore.augment import presets
from mlcore.inspect.wording import percent
from mlcore.predict.predictor import Predictor
from mlcore.predict.tta import DEFAULT, Averaging

VARIANTS = 16


@dataclass(frozen=True)
class Stability:
    sentence: str
    low: float
    high: float
    """Between which the probabilities of the variants lie."""
    flipped: float
    """Share of variants that are decided otherwise."""
    variants: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def of(predictor: Predictor, pixels: np.ndarray, variants: int = VARIANTS) -> list[Stability]:
    """One a label of a scan ``(side, side, channels)`` uint8."""
    changed = Averaging(variants, presets.get(DEFAULT).recipe).variants_of(pixels)
    asked = predictor.probabilities(np.concatenate([pixels[None], changed]))
    decided = asked >= predictor.decisions.thresholds
    flips = (decided[1:] != decided[0]).sum(axis=0)
    lows, highs = asked[1:].min(axis=0), asked[1:].max(axis=0)
    return [
        Stability(
            _sentence(float(low), float(high), int(flip), variants),
            float(low),
            float(high),
            float(flip / variants),
            variants,
        )
        for low, high, flip in zip(lows, highs, flips, strict=True)
    ]


def _sentence(low: float, high: float, flips: int, variants: int) -> str:
    one, other = percent(low), percent(high)
    where = f"stays at {one}" if one == other else f"moves between {one} and {other}"
    moved = f"On {variants} gently changed copies the score {where}"
    if not flips:
        return f"{moved}; the decision holds on all of them."
    often = "all" if flips == variants else f"{flips} of {variants}"
    return f"{moved}; the decision flips on {often}."
