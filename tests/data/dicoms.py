"""DICOM files of made values."""

import io

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    ExplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGLSLossless,
    RLELossless,
    generate_uid,
)

RAMP = np.arange(256, dtype=np.uint8).reshape(16, 16)
PATIENT = "Doe^Jane"


def made(values: np.ndarray, bits: int = 0, syntax: str = ExplicitVRLittleEndian, **tags) -> bytes:
    """A DICOM file of ``values``: ``(h, w)``, ``(h, w, 3)`` or ``(frames, h, w)``."""
    colour = values.shape[-1] == 3
    dataset = Dataset()
    dataset.file_meta = FileMetaDataset()
    dataset.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    dataset.file_meta.MediaStorageSOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    dataset.file_meta.MediaStorageSOPInstanceUID = generate_uid()
    dataset.SOPClassUID = "1.2.840.10008.5.1.4.1.1.7"
    dataset.SOPInstanceUID = dataset.file_meta.MediaStorageSOPInstanceUID
    dataset.PatientName = PATIENT
    dataset.PatientID = "4711"
    if values.ndim == 3 and not colour:
        dataset.NumberOfFrames = len(values)
    dataset.Rows, dataset.Columns = values.shape[:2] if colour else values.shape[-2:]
    dataset.SamplesPerPixel = 3 if colour else 1
    dataset.PhotometricInterpretation = "RGB" if colour else "MONOCHROME2"
    if colour:
        dataset.PlanarConfiguration = 0
    dataset.BitsAllocated = values.dtype.itemsize * 8
    dataset.BitsStored = bits or dataset.BitsAllocated
    dataset.HighBit = dataset.BitsStored - 1
    dataset.PixelRepresentation = int(values.dtype.kind == "i")
    dataset.PixelData = values.tobytes()
    for keyword, value in tags.items():
        setattr(dataset, keyword, value)
    if syntax in (RLELossless, JPEGLSLossless, JPEG2000Lossless):
        dataset.compress(syntax, generate_instance_uid=False)
    dataset.file_meta.TransferSyntaxUID = syntax
    buffer = io.BytesIO()
    dataset.save_as(buffer, enforce_file_format=True)
    return buffer.getvalue()


def table(values: list[int], first: int, bits: int) -> list[Dataset]:
    item = Dataset()
    item.LUTDescriptor = [len(values), first, bits]
    item.LUTData = np.array(values, "<u2").tobytes()
    return [item]
