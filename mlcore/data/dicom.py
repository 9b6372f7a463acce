"""DICOM files to a `Scan`, as a viewer would first show them.

Nothing pydicom says is passed on: it quotes the file's tags, the patient's name among them.
"""

import io
import logging
import zlib

import numpy as np
import pydicom
from pydicom.dataset import Dataset
from pydicom.pixels import apply_color_lut, get_decoder
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    UID_dictionary,
)

from mlcore.data.dicom_display import displayed
from mlcore.data.scan import MAX_PIXELS, TOO_LARGE, Scan, scan_of
from mlcore.data.skipped import UnreadableError

logging.getLogger("pydicom").setLevel(logging.CRITICAL + 1)

MAX_INFLATED = 1 << 30
"""Bytes that a file stored deflated may grow to."""

MIDDLE_FRAME = "several frames, only the middle one is used"

PIXEL_KEYWORDS = ("PixelData", "FloatPixelData", "DoubleFloatPixelData")
UNCOMPRESSED = {
    (True, True): ImplicitVRLittleEndian,
    (False, True): ExplicitVRLittleEndian,
    (False, False): ExplicitVRBigEndian,
}
"""The way of writing a file by (implicit types, little endian), where its header does not say."""


def decode(raw: bytes, name: str) -> Scan:
    """Decode the image, the middle one of several; what is raised never quotes the file."""
    try:
        return _scan(_parsed(raw, name), name)
    except UnreadableError:
        raise
    except Exception:  # without its cause, which would quote the file
        raise UnreadableError(
            name,
            "the DICOM file is damaged, cut short or compressed in an unknown way; export it "
            "again, uncompressed",
        ) from None


def _parsed(raw: bytes, name: str) -> Dataset:
    if DeflatedExplicitVRLittleEndian.encode() in raw[:1024]:
        header = 144 + int.from_bytes(raw[140:144], "little")  # PS3.10 7.1, its length in bytes
        inflater = zlib.decompressobj(-zlib.MAX_WBITS)
        inflater.decompress(raw[header:], MAX_INFLATED)
        if inflater.unconsumed_tail:
            raise UnreadableError(name, "the DICOM file grows beyond 1 GB; export it uncompressed")
    return pydicom.dcmread(io.BytesIO(raw), force=True)


def _scan(dataset: Dataset, name: str) -> Scan:
    if not any(keyword in dataset for keyword in PIXEL_KEYWORDS):
        raise UnreadableError(name, "a DICOM file without an image, perhaps a report or a plan")
    if dataset.Rows * dataset.Columns > MAX_PIXELS:
        raise UnreadableError(name, TOO_LARGE)
    frames = int(dataset.get("NumberOfFrames") or 1)
    warnings = (MIDDLE_FRAME,) if frames > 1 else ()
    values = _frame(dataset, frames // 2, name)
    photometric = str(dataset.PhotometricInterpretation)
    if photometric == "PALETTE COLOR":
        values = apply_color_lut(values, dataset)[..., :3]
    if values.ndim == 2:
        values, more = displayed(values, dataset)
        warnings += more
    bits = int(dataset.get("BitsStored") or dataset.BitsAllocated)
    return scan_of(values, photometric, bits, warnings, negative=photometric == "MONOCHROME1")


def _frame(dataset: Dataset, index: int, name: str) -> np.ndarray:
    """One frame as stored, ``(rows, columns)`` or RGB in a third axis; no other is decoded."""
    syntax = dataset.file_meta.get("TransferSyntaxUID")
    if syntax is None:
        syntax = UNCOMPRESSED[dataset.original_encoding]
        dataset.file_meta.TransferSyntaxUID = syntax
    try:
        decoder = get_decoder(syntax)
        known = decoder.is_available
    except NotImplementedError:
        known = False
    if not known:
        kind = syntax.name if syntax in UID_dictionary else "a private one"
        raise UnreadableError(
            name, f"its compression is not supported ({kind}); export it uncompressed"
        )
    return decoder.as_array(dataset, index=index)[0]
