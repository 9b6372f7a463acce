"""NumPy's ``.npy`` files: one picture, or a stack of grey ones. Nothing in them is executed."""

import io

import numpy as np

from mlcore.data.scan import MAX_PIXELS, TOO_LARGE, Scan, scan_of
from mlcore.data.skipped import UnreadableError

MAGIC = b"\x93NUMPY"
CHANNELS = (1, 3, 4)
"""Of a last axis that is read as colours; the fourth, transparency, is left out."""


def is_one(raw: bytes) -> bool:
    return raw.startswith(MAGIC)


def decode(raw: bytes, name: str) -> Scan:
    """One picture ``(h, w)`` or ``(h, w, channels)`` of any kind of numbers."""
    values = _read(raw, name)
    if values.ndim == 3 and values.shape[2] in CHANNELS:
        values = values[..., 0] if values.shape[2] == 1 else values[..., :3]
    elif values.ndim == 3 and len(values) == 1:
        values = values[0]
    if values.ndim != 2 and not (values.ndim == 3 and values.shape[2] == 3):
        raise UnreadableError(
            name,
            f"its array has the shape {values.shape}; expected (height, width) or (height, width, "
            "1, 3 or 4)",
        )
    if values.shape[0] * values.shape[1] > MAX_PIXELS:
        raise UnreadableError(name, TOO_LARGE)
    try:
        return scan_of(np.ascontiguousarray(values), str(values.dtype), 8 * values.dtype.itemsize)
    except ValueError as problem:
        raise UnreadableError(name, f"{problem}; save it again") from problem


def pictures(raw: bytes, name: str) -> int:
    """How many pictures it holds: more than 1 for ``(n, h, w)`` and ``(n, h, w, channels)``."""
    shape = _read(raw, name).shape
    stacked = len(shape) == 4 or (len(shape) == 3 and shape[2] not in CHANNELS)
    return shape[0] if stacked else 1


def one_of(raw: bytes, name: str, number: int) -> bytes:
    """A file of its own of one picture of a stack."""
    file = io.BytesIO()
    np.save(file, _read(raw, name)[number], allow_pickle=False)
    return file.getvalue()


def _read(raw: bytes, name: str) -> np.ndarray:
    try:
        values = np.load(io.BytesIO(raw), allow_pickle=False)
    except (ValueError, EOFError, OSError, MemoryError) as problem:
        raise UnreadableError(
            name, "the array is damaged or holds objects; save plain numbers with numpy.save"
        ) from problem
    if values.dtype.kind not in "biuf" or not values.size:
        raise UnreadableError(
            name, f"its array holds {values.dtype} of shape {values.shape}; expected numbers"
        )
    return values
