"""Makes a copy of solt faster for what ScanLab does with it: one picture at a time.

solt's DataContainer holds pictures, masks and points; after each step it checks their formats and
makes tensors anew, which takes longer than most steps do. The transforms themselves, and the order
in which they draw numbers, stay solt's.
"""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import numpy as np

Settings = dict[str, tuple[str, str]]
SETTINGS: Settings = {"interpolation": ("bilinear", "inherit"), "padding": ("z", "inherit")}
"""solt's own for a picture: each transform decides for itself."""


class Picture:
    """One picture, as solt's transforms ask their DataContainer for it."""

    __slots__ = ("data",)
    data_format = "I"

    def __init__(self, pixels: np.ndarray) -> None:
        self.data = (pixels,)

    def __iter__(self) -> Iterator[tuple[np.ndarray, str, Settings]]:
        yield self.data[0], "I", SETTINGS

    def validate(self) -> tuple[int, int]:
        """Height and width."""
        return self.data[0].shape[:2]


def prepare(solt: ModuleType) -> None:
    """Let the transforms of this copy of solt take a `Picture` and return one."""
    transform = solt.core.BaseTransform
    solt.core._base_transforms.DataContainer = Picture
    transform.__call__ = _call


def _call(self: Any, data: Picture, return_torch: bool = False) -> Picture:  # noqa: ARG001
    """What a transform's own ``__call__`` and ``apply`` do, for a picture."""
    self.reset_state()
    if not self.use_transform():
        return data
    self.sample_transform(data)
    return Picture(self._apply_img(data.data[0], SETTINGS))
