"""Some scans of a stored array, in any order, read when asked for and never copied as a whole."""

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, DTypeLike


class Selected:
    """``base[rows]`` that stays on disk: indexing reads the scans it names and no others.

    Knows what readers of pixels need: ``len``, ``shape``, ``dtype``, iteration, and an index that
    is a whole number, a slice, an array of positions, a mask, or a tuple that begins with one.
    """

    def __init__(self, base: np.ndarray, rows: ArrayLike) -> None:
        """``base``: ``(n, …)``; ``rows``: ``(k,)`` positions in it."""
        rows = np.asarray(rows)
        if rows.ndim != 1 or (len(rows) and not np.issubdtype(rows.dtype, np.integer)):
            raise ValueError(f"rows are a list of positions, not {rows.dtype} {rows.shape}")
        if len(rows) and not 0 <= rows.min() <= rows.max() < len(base):
            raise ValueError(f"rows {rows.min()} to {rows.max()} of an array of {len(base)}")
        self.base = base
        self.rows = rows.astype(np.intp)
        """``(k,)`` positions in ``base``."""

    @classmethod
    def of(cls, pixels: "Pixels", rows: ArrayLike) -> "Selected":
        """A selection of ``pixels``; one of a selection reads from the array below at once."""
        if isinstance(pixels, cls):
            return cls(pixels.base, pixels.rows[rows])
        return cls(pixels, rows)

    def __len__(self) -> int:
        return len(self.rows)

    @property
    def shape(self) -> tuple[int, ...]:
        return (len(self.rows), *self.base.shape[1:])

    @property
    def ndim(self) -> int:
        return self.base.ndim

    @property
    def dtype(self) -> np.dtype:
        return self.base.dtype

    def __getitem__(self, key: Any) -> np.ndarray:
        first, *rest = key if isinstance(key, tuple) else (key,)
        if first is Ellipsis:
            first, rest = slice(None), [Ellipsis, *rest]
        rows = self.rows[first]
        scans = self.base[rows]
        return scans[(*(slice(None),) * rows.ndim, *rest)] if rest else scans

    def __array__(self, dtype: DTypeLike = None, copy: bool | None = None) -> np.ndarray:
        """All scans in memory; that is always a copy."""
        if copy is False:
            raise ValueError("a selection cannot become an array without copying its scans")
        return np.asarray(self.base[self.rows], dtype)

    def __repr__(self) -> str:
        return f"Selected({self.shape} of {self.base.shape})"


Pixels = np.ndarray | Selected
"""``(n, side, side, channels)`` uint8, on disk: an imported data set's own, or a cleaned one's."""
