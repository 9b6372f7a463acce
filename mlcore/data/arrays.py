"""NumPy's NPY files to a `Scan`: read as plain numbers, never as Python objects.

The file format: numpy.lib.format.
"""

import io
from collections.abc import Iterator

import numpy as np

from mlcore.data.scan import MAX_PIXELS, TOO_LARGE, Scan, scan_of
from mlcore.data.skipped import UnreadableError

MAGIC = b"\x93NUMPY"
CHANNELS = (1, 3)
"""What a last axis must be long to be colours; any other is a side of the scan."""
HEADERS = {
    (1, 0): np.lib.format.read_array_header_1_0,
    (2, 0): np.lib.format.read_array_header_2_0,
}
EXPECTED = "expected (h, w), (h, w, 3), (n, h, w) or (n, h, w, 3)"


def is_array(raw: bytes) -> bool:
    return raw[: len(MAGIC)] == MAGIC


def decode(raw: bytes, name: str) -> Scan:
    """The one scan of an array ``(h, w)``, ``(h, w, 1)`` or ``(h, w, 3)`` of any number type."""
    values = _values(raw, name)
    if _is_stack(values):
        raise UnreadableError(name, f"holds a stack of {len(values):,} scans; expected one scan")
    if values.shape[0] * values.shape[1] > MAX_PIXELS:
        raise UnreadableError(name, TOO_LARGE)
    if values.ndim == 3 and values.shape[2] == 1:
        values = values[..., 0]
    try:
        return scan_of(values, values.dtype.name, 8 * values.dtype.itemsize)
    except ValueError as problem:
        raise UnreadableError(name, str(problem)) from problem


def split(raw: bytes, name: str, most: int) -> Iterator[tuple[str, bytes]]:
    """A stack as NPY files of one scan each, named after their place from 1; one scan as it is.

    `UnreadableError` where the array is no scan, or more than ``most`` of them.
    """
    values = _values(raw, name)
    if not _is_stack(values):
        yield name, raw
        return
    if len(values) > most:
        raise UnreadableError(name, f"holds {len(values):,} scans; expected {most:,} at most")
    for place, scan in enumerate(values, 1):
        file = io.BytesIO()
        np.save(file, scan, allow_pickle=False)
        yield f"{name}[{place}]", file.getvalue()


def _values(raw: bytes, name: str) -> np.ndarray:
    file = io.BytesIO(raw)
    try:
        shape, columns_first, dtype = HEADERS[np.lib.format.read_magic(file)](file)
    except Exception as problem:  # a header from outside may be anything
        raise UnreadableError(name, "the NPY header is damaged; save the array again") from problem
    if dtype.kind not in "buif":
        raise UnreadableError(name, f"holds {dtype}; expected an array of numbers")
    if not 2 <= len(shape) <= 4 or 0 in shape or (len(shape) == 4 and shape[3] not in CHANNELS):
        raise UnreadableError(name, f"holds an array of shape {shape}; {EXPECTED}")
    count = int(np.prod(shape, dtype=object))
    if count * dtype.itemsize > len(raw) - file.tell():
        raise UnreadableError(name, "the array is cut short; save it again")
    flat = np.frombuffer(raw, dtype, count, file.tell())
    values = flat.reshape(shape, order="F" if columns_first else "C")
    return values.astype(dtype.newbyteorder("="), copy=False)


def _is_stack(values: np.ndarray) -> bool:
    return values.ndim == 4 or (values.ndim == 3 and values.shape[2] not in CHANNELS)
