"""What differs from one imaginary patient to the next."""

from dataclasses import dataclass

import numpy as np

WALL = 0.16
"""Thickness of ribs and muscle around the chest."""
SIDES = (-1.0, 1.0)
"""Sign of x of the patient's right and left half."""


@dataclass(frozen=True)
class Bodies:
    """``n`` patients in body units (see shapes.py), each cut at one level."""

    depth: np.ndarray
    """``(n,)`` half the depth of the chest from front to back."""
    fat: np.ndarray
    """``(n,)`` thickness of the fat under the skin."""
    level: np.ndarray
    """``(n,)`` where the slice lies: 0 at the tracheal fork, 1 at the dome of the liver."""
    dose: np.ndarray
    """``(n,)`` contrast medium in the blood: 0 none, 1 much."""
    breast: np.ndarray
    """``(n,)`` size of the breasts, NaN for none."""
    heart: np.ndarray
    """``(n,)`` size of the heart; about 1 is where it begins to be too large."""
    effusion: np.ndarray
    """``(n, 2)`` how far fluid has pushed each lung off the wall, right and left."""
    nodule: np.ndarray
    """``(n,)`` radius of the nodule, NaN for none."""

    def __len__(self) -> int:
        return len(self.depth)

    @property
    def outside(self) -> np.ndarray:
        """``(n, 2)`` half width and half depth of the body under its skin."""
        return np.stack([1 + WALL + 1.15 * self.fat, self.depth + WALL + self.fat], axis=1)


def draw(rng: np.random.Generator, severities: np.ndarray) -> Bodies:
    """Bodies with findings of ``(n, labels)`` severities (see findings.py)."""
    count = len(severities)
    effusion, heart, nodule = severities.T
    male = rng.random(count) < 0.55
    return Bodies(
        depth=rng.normal(0.7, 0.05, count).clip(0.56, 0.84),
        fat=(0.03 + rng.gamma(2.0, 0.06, count)).clip(max=0.4),
        level=rng.uniform(0, 0.9, count),
        dose=np.where(rng.random(count) < 0.4, 0.0, rng.uniform(0.3, 1.0, count)),
        breast=np.where(male, np.nan, rng.uniform(0.5, 1.0, count)),
        heart=1.03 * np.exp(0.12 * heart + rng.normal(0, 0.02, count)),
        effusion=_sides(rng, effusion),
        nodule=np.where(nodule > 0, 0.085 + 0.06 * nodule.clip(0) ** 0.7, np.nan),
    )


def _sides(rng: np.random.Generator, severity: np.ndarray) -> np.ndarray:
    """Share an effusion between right and left: one side alone, or both and one the larger."""
    amount = np.where(severity > 0, 0.05 + 0.1 * severity.clip(0), 0).clip(max=0.4)
    lesser = np.where(rng.random(len(severity)) < 0.4, rng.uniform(0.5, 1, len(severity)), 0)
    swap = rng.random(len(severity)) < 0.45
    both = np.stack([amount, amount * lesser], axis=1)
    return np.where(swap[:, None], both[:, ::-1], both)
