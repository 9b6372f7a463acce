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
    deeper ones are stretched from their smallest to their largest value.
    """
    if modality_table := dataset.get("ModalityLUTSequence"):
        values = looked_up(stored, modality_table[0])
    else:
        values = apply_modality_lut(stored, dataset)
    try:
        if table := dataset.get("VOILUTSequence"):
            shown = looked_up(values, table[0])
            return levels.rescaled(shown, 0, levels.full_scale(shown.max())), ()
        if _given(dataset, "WindowCenter") and _given(dataset, "WindowWidth"):
            black, white = apply_windowing(np.array([-1e30, 1e30]), dataset)
            return levels.rescaled(apply_windowing(values, dataset), black, white), ()
        warning = NO_WINDOW
    except Exception:  # whatever is wrong with the window, the values are good
        warning = BAD_WINDOW
    if stored.dtype == np.uint8 and dataset.BitsStored == 8 and warning == NO_WINDOW:
        return stored, ()
    measured = values[stored != dataset.get("PixelPaddingValue")]
    if not measured.size:
        measured = values
    return levels.rescaled(values, measured.min(), measured.max()), (warning,)


def looked_up(values: np.ndarray, item: Dataset) -> np.ndarray:
    """Apply a table of the file; values beyond its ends get its first or last entry."""
    entries, first, _ = item.LUTDescriptor
    entries = entries or 2**16
    table = item.LUTData
    if isinstance(table, bytes):
        table = np.frombuffer(table, "<u2" if len(table) >= 2 * entries else np.uint8)
    position = np.clip(np.rint(values) - first, 0, entries - 1).astype(np.intp)
    return np.asarray(table)[position]


def _given(dataset: Dataset, keyword: str) -> bool:
    return dataset.get(keyword) not in (None, "")
