"""Stored DICOM values to display levels: PS3.3 C.11.1 (modality), then C.11.2 (values of interest).

The tables are looked up here: pydicom 3.0 wraps the index of a table with 8-bit entries around at
256 and refuses modality tables of 10 to 14 bits.
"""

import numpy as np
from pydicom.dataset import Dataset
from pydicom.pixels import apply_modality_lut, apply_windowing

from mlcore.data import levels

NO_WINDOW = "no display window in the file, its full range of values is shown"
BAD_WINDOW = "the display window in the file is not usable, the full range of values is shown"


def displayed(stored: np.ndarray, dataset: Dataset) -> tuple[np.ndarray, tuple[str, ...]]:
    """Return ``stored``, ``(rows, columns)``, as uint8 levels, and warnings about the way there.

    The first window or table of the file is used. Without one, 8-bit images stay as they are and
    deeper ones are stretched from their smallest to their largest value. Floats are maps rather
    than pictures; they are returned as they are, for the rules of `levels`.
    """
    if stored.dtype.kind == "f":
        return stored, ()
    values = _modality(stored, dataset)
    try:
        if table := dataset.get("VOILUTSequence"):
            white = levels.full_scale(_entries(table[0]).max())
            return levels.rescaled(_looked_up(values, table[0]), 0, white), ()
        if _given(dataset, "WindowCenter") and _given(dataset, "WindowWidth"):
            black, white = apply_windowing(np.array([-1e30, 1e30]), dataset)
            return levels.rescaled(apply_windowing(values, dataset), black, white), ()
        warning = NO_WINDOW
    except Exception:  # whatever is wrong with the window, the values are good
        warning = BAD_WINDOW
    if stored.dtype == np.uint8 and dataset.BitsStored == 8:
        ends = _modality(np.array([0, 255], np.uint8), dataset)
        return levels.rescaled(values, ends.min(), ends.max()), (warning,) * (warning == BAD_WINDOW)
    measured = values[stored != dataset.get("PixelPaddingValue")]
    if not measured.size:
        measured = values
    return levels.rescaled(values, measured.min(), measured.max()), (warning,)


def _modality(stored: np.ndarray, dataset: Dataset) -> np.ndarray:
    if table := dataset.get("ModalityLUTSequence"):
        return _looked_up(stored, table[0])
    return apply_modality_lut(stored, dataset)


def _looked_up(values: np.ndarray, item: Dataset) -> np.ndarray:
    """Apply a table of the file; values beyond its ends get its first or last entry."""
    entries = _entries(item)
    position = np.rint(values) - item.LUTDescriptor[1]
    return entries[np.clip(position, 0, len(entries) - 1).astype(np.intp)]


def _entries(item: Dataset) -> np.ndarray:
    count, table = item.LUTDescriptor[0] or 2**16, item.LUTData
    if isinstance(table, bytes):
        table = np.frombuffer(table, "<u2" if len(table) >= 2 * count else np.uint8)
    return np.asarray(table)[:count]


def _given(dataset: Dataset, keyword: str) -> bool:
    return dataset.get(keyword) not in (None, "")
