"""Test-time augmentation: the mean of a model's answers to a scan and to variants of it.

Known from Krizhevsky et al. 2012, "ImageNet classification with deep convolutional neural
networks", section 4.1, who averaged over crops and mirror images.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from mlcore.augment import library, stream
from mlcore.augment.recipe import Recipe
from mlcore.errors import ScanLabError

MOST = 1000
DEFAULT = "gentle"

Answering = Callable[[np.ndarray], np.ndarray]
"""``(n, side, side, channels)`` uint8 to ``(n, labels)`` float32 probabilities."""


@dataclass(frozen=True)
class Averaging:
    """So many variants beside each scan. `ScanLabError` where that cannot be meant."""

    variants: int
    recipe: Recipe

    def __post_init__(self) -> None:
        if not 1 <= self.variants <= MOST:
            raise ScanLabError(
                f"{self.variants} variants a scan were asked for; expected 1 to {MOST:,}"
            )
        if not self.recipe.active:
            raise ScanLabError(
                "this recipe changes nothing, so there is nothing to average; choose another one"
            )

    @cached_property
    def seeds(self) -> np.ndarray:
        """``(variants,)`` int64. All scans have the same, so that an answer depends on nothing but
        the scan: not on the other files, nor on whether a file or a data set is asked about."""
        return np.array([stream.seed_for(0, i, 0) for i in range(self.variants)], np.int64)

    def check_fits(self, side: int) -> None:
        self.recipe.check_fits((side, side))

    def probabilities(self, answering: Answering, pixels: np.ndarray) -> np.ndarray:
        """Scans ``(n, side, side, channels)`` to the means over each and its variants."""
        total = answering(pixels).astype(np.float64)
        for seed in self.seeds:
            seeds = np.full(len(pixels), seed)
            total += answering(stream.apply_many(self.recipe, pixels, seeds))
        return (total / (1 + self.variants)).astype(np.float32)

    def variants_of(self, scan: np.ndarray) -> np.ndarray:
        """``(variants, side, side, channels)`` uint8 of one ``(side, side, channels)``."""
        self.check_fits(len(scan))
        copies = np.broadcast_to(scan, (self.variants, *scan.shape))
        return stream.apply_many(self.recipe, copies, self.seeds)

    def to_json(self) -> dict[str, Any]:
        """What an answer says of it."""
        name = library.name_of(self.recipe)
        return {"variants": self.variants, "augmentation": name, "digest": self.recipe.digest}


def asked(variants: int, augmentation: str | None) -> Averaging | None:
    """What a command's words mean; None for 0 variants. No recipe is `DEFAULT`."""
    if not variants:
        if augmentation:
            raise ScanLabError(
                f"augmentation is {augmentation!r} but no variants were asked for; say how many, "
                "such as --tta 8"
            )
        return None
    return Averaging(variants, library.resolve(augmentation or DEFAULT))
