"""What a trained model makes of variants: how far its probabilities move, which decisions flip.

The model comes as a function, so nothing here knows how one is stored or asked.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np

BATCH = 256


@dataclass(frozen=True)
class Judge:
    """A trained model as the safety meter sees it."""

    labels: tuple[str, ...]
    thresholds: np.ndarray
    """``(labels,)``: a label is present from this probability on."""
    answer: Callable[[np.ndarray], np.ndarray]
    """``(n, h, w, c)`` uint8 to ``(n, labels)`` probabilities."""

    def probabilities(self, pixels: np.ndarray) -> np.ndarray:
        """`answer`, a few hundred pictures at a time: ``(n, labels)``."""
        parts = [self.answer(pixels[at : at + BATCH]) for at in range(0, len(pixels), BATCH)]
        return np.concatenate(parts)


@dataclass(frozen=True)
class LabelChange:
    """What happened to one label."""

    label: str
    shift: float
    """Mean change of its probability, negative where the finding is seen less."""
    moved: float
    """Mean size of that change, whichever way it went."""
    flipped: float
    """Share of variants with the other decision than their scan."""
    positives: int
    """Scans on which the model finds the label before they are changed."""
    lost: float | None
    """Share of the variants of those scans on which it finds it no longer; None without any."""

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def changes(judge: Judge, scans: np.ndarray, variants: np.ndarray) -> tuple[LabelChange, ...]:
    """Compare answers for ``(n, h, w, c)`` scans and their ``(n, v, h, w, c)`` variants, uint8."""
    before = judge.probabilities(scans)[:, None]
    flat = variants.reshape(-1, *variants.shape[2:])
    after = judge.probabilities(flat).reshape(len(scans), variants.shape[1], -1)
    was, now = before >= judge.thresholds, after >= judge.thresholds
    shift = after - before
    return tuple(
        LabelChange(
            label=label,
            shift=float(shift[..., i].mean()),
            moved=float(np.abs(shift[..., i]).mean()),
            flipped=float((was != now)[..., i].mean()),
            positives=int(was[..., i].sum()),
            lost=float(1 - now[was[:, 0, i], :, i].mean()) if was[..., i].any() else None,
        )
        for i, label in enumerate(judge.labels)
    )
