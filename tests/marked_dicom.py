"""DICOM files in which whatever could tell a patient, a place or a time carries a mark, and the
search for these marks in whatever was made of the files."""

import io
import json
import re
import zipfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd
from PIL import Image
from pydicom.datadict import DicomDictionary
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian, JPEG2000Lossless, JPEGBaseline8Bit

WORD, NUMBER, DATE, CLOCK = "QZXW", "987654321", "19010203", "235947.987654"
UID = f"1.2.826.{NUMBER}"
MARKS = re.compile(
    rf"{WORD}|{NUMBER}|987[., ]654[., ]321|9\.87654321e|{DATE}|1901[-/. ]0?2[-/. ]0?3|"
    rf"{re.escape(CLOCK)}|23:59:47",
    re.IGNORECASE,
)
"""Also as a library may write them anew."""

MARKED = {
    **dict.fromkeys(("LO", "SH", "ST", "LT", "UT", "UC", "UR", "AE", "CS"), WORD),
    **dict.fromkeys(("IS", "DS"), NUMBER),
    "PN": f"{WORD}^Jane^{WORD}=山田^{WORD}=",
    "UI": UID,
    "DA": DATE,
    "TM": CLOCK,
    "DT": f"{DATE}235947",
}
"""What a tag of each kind says."""

PICTURE_GROUPS = (0x0000, 0x0002, 0x0004, 0x0028)
"""Commands, the heads of files, and what describes the picture, some of which must be true."""
PICTURE = ("SpecificCharacterSet", "SOPClassUID", "NumberOfFrames", "PresentationLUTShape")


def dicom(pixels: np.ndarray, preamble: bytes = b"", **changed: object) -> bytes:
    """A whole file of ``(h, w)`` uint8 with every tag of the standard that can hold a mark, private
    ones, nested ones and a preamble; ``changed``: tags to break it with."""
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    made.file_meta.MediaStorageSOPInstanceUID = UID
    made.file_meta.ImplementationVersionName = WORD
    made.file_meta.SourceApplicationEntityTitle = WORD
    made.file_meta.PrivateInformationCreatorUID = UID
    made.file_meta.PrivateInformation = WORD.encode()
    made.update(_marked_tags())
    made.SpecificCharacterSet = "ISO_IR 192"
    made.SOPClassUID = made.file_meta.MediaStorageSOPClassUID
    made.ReferencedPatientSequence = Sequence([_inner()])
    private = made.private_block(0x0011, f"{WORD} CREATOR", create=True)
    private.add_new(0x01, "PN", MARKED["PN"])
    private.add_new(0x02, "SQ", Sequence([_inner()]))
    private.add_new(0x03, "UN", f"{WORD}{NUMBER}".encode() + b" ")
    made.Rows, made.Columns = pixels.shape
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated = made.BitsStored = 8
    made.HighBit, made.PixelRepresentation = 7, 0
    made.WindowCenterWidthExplanation = WORD
    made.DerivationDescription = WORD
    made.PixelData = pixels.tobytes()
    syntax = changed.pop("TransferSyntaxUID", ExplicitVRLittleEndian)
    for keyword, value in changed.items():
        setattr(made, keyword, value)
    made.file_meta.TransferSyntaxUID = syntax
    made.preamble = (preamble + WORD.encode() * 32)[:128]
    buffer = io.BytesIO()
    made.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def broken(pixels: np.ndarray) -> dict[str, bytes]:
    """Files whose faults lie where a reader could quote them, by a name that says nothing."""
    whole = dicom(pixels)
    plain = f"{ExplicitVRLittleEndian}\0".encode()
    junk = f"{WORD} {NUMBER} ".encode() * 20
    odd_window = dicom(pixels, WindowCenter="10.000000", WindowWidth="5")
    odd_slope = dicom(pixels, RescaleSlope="1.0000000", RescaleIntercept="0")
    files = {
        "window": odd_window.replace(b"10.000000", f"{WORD}^4711".encode()),
        "slope": odd_slope.replace(b"1.0000000", f"{WORD}^4711".encode()),
        "frames": dicom(pixels, NumberOfFrames="10000000").replace(b"10000000", b"QZXW4711"),
        "short": whole[: len(whole) - pixels.size // 2],
        "half": whole[: len(whole) // 2],
        "head": whole[:200],
        "bare": whole[144 + int.from_bytes(whole[140:144], "little") :],
        "magic": whole[:128] + WORD.encode() + whole[132:],
        "kinds": whole.replace(b"US\x02\x00", b"LO\x02\x00"),
        "lengths": whole.replace(b"PN", b"US"),
        "letters": whole.replace(b"ISO_IR 192", f"{WORD}   192".encode()[:10]),
        "colours": whole.replace(b"MONOCHROME2", f"{WORD}^NAME12".encode()[:11]),
        "way": whole.replace(plain, UID.encode().ljust(len(plain), b"\0")),
        "jpeg": dicom(pixels, TransferSyntaxUID=JPEGBaseline8Bit, PixelData=encapsulate([junk])),
        "jp2": dicom(pixels, TransferSyntaxUID=JPEG2000Lossless, PixelData=encapsulate([junk])),
        "bits": dicom(pixels, BitsAllocated=13),
        "none": dicom(pixels, PixelData=None)[:-12],
        "zip": dicom(pixels, preamble=b"PK\x03\x04"),
        "npy": dicom(pixels, preamble=b"\x93NUMPY\x01\x00"),
        "png": dicom(pixels, preamble=b"\x89PNG\r\n\x1a\n"),
        "tiff": dicom(pixels, preamble=b"II*\x00\x08\x00\x00\x00"),
    }
    return {f"{name}.dcm": raw for name, raw in files.items()}


def marks(text: str) -> set[str]:
    return set(MARKS.findall(text))


def stored(folder: Path) -> dict[str, set[str]]:
    """Files below a folder that hold a mark, in their name or anywhere in them."""
    found = {
        str(path.relative_to(folder)): marks(path.name)
        | {mark for text in _texts(path.name, path.read_bytes()) for mark in marks(text)}
        for path in folder.rglob("*")
        if path.is_file()
    }
    return {name: told for name, told in found.items() if told}


def _texts(name: str, raw: bytes) -> Iterator[str]:
    """A file as text, its packed parts unpacked."""
    yield raw.decode("latin-1")
    yield raw.decode("utf-16-le", errors="ignore")
    if name.endswith(".parquet"):
        yield pd.read_parquet(io.BytesIO(raw)).to_csv()
    elif name.endswith(".png"):
        with Image.open(io.BytesIO(raw)) as image:
            yield json.dumps(image.info, default=str)
    elif zipfile.is_zipfile(io.BytesIO(raw)):
        with zipfile.ZipFile(io.BytesIO(raw)) as packed:
            for inner in packed.namelist():
                yield inner
                yield from _texts(inner, packed.read(inner))


@cache
def _marked_tags() -> Dataset:
    made = Dataset()
    for tag, (kind, _, _, _, keyword) in DicomDictionary.items():
        if tag >> 16 not in PICTURE_GROUPS and kind in MARKED and keyword not in PICTURE:
            made.add_new(tag, kind, MARKED[kind])
    return made


def _inner() -> Dataset:
    item = Dataset()
    item.PatientName, item.PatientID = MARKED["PN"], WORD
    item.StudyInstanceUID, item.AccessionNumber = UID, WORD
    return item
