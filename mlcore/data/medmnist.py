"""MedMNIST files: an ``.npz`` with ``train_images``, ``train_labels`` and so on.

Yang et al., "MedMNIST v2", Scientific Data 10, 41 (2023). An ``.npz`` is a ZIP of arrays. Several
columns of 0 and 1 are several labels; one column with the number of a class is a label per class,
one of which every scan has, or a single label where there are but two. The file names none of them.
"""

import io

import numpy as np
import pandas as pd

from mlcore.data.archive import Source
from mlcore.data.dataset import SPLITS
from mlcore.data.label_table import MAX_LABELS, check_labels
from mlcore.data.mapping import Mapping
from mlcore.data.plan import Plan
from mlcore.data.skipped import UnreadableError
from mlcore.errors import ScanLabError

NEEDED = ("train_images.npy", "train_labels.npy")


def is_medmnist(source: Source) -> bool:
    return set(NEEDED) <= set(source.names())


def plan(source: Source, wish: Mapping) -> Plan:
    """Take all scans in their order; ``wish.labels`` may name the labels."""
    splits = [split for split in SPLITS if f"{split}_images.npy" in source.names()]
    images = {split: _images(source, split) for split in splits}
    width = _array(source, "train_labels.npy")[:1].size
    classes = [_classes(source, split, (len(images[split]), width)) for split in splits]
    targets, names = _labelled(np.concatenate(classes), source.title)
    labels = wish.labels or names
    if len(labels) != len(names):
        raise ScanLabError(
            f"{len(labels)} label names were given for {source.title}; expected {len(names)}, in "
            "the order of its classes"
        )
    check_labels(labels, source.title)
    pictures = {
        f"{split}_{i:06d}": image for split in splits for i, image in enumerate(images[split])
    }
    known = {"id": list(pictures), "split": [split for split in splits for _ in images[split]]}
    table = pd.DataFrame(targets, columns=list(labels), dtype=np.float32)
    return Plan(
        labels=labels,
        table=pd.concat([pd.DataFrame(known, dtype="str"), table], axis=1),
        files=list(pictures),
        mapping=Mapping.without_table(labels),
        pictures=_source_of(source.title, pictures),
    )


def _images(source: Source, split: str) -> np.ndarray:
    """``(n, h, w)`` or ``(n, h, w, 3)`` uint8."""
    name = f"{split}_images.npy"
    images = _array(source, name)
    if images.ndim == 4 and images.shape[3] == 1:
        images = images[..., 0]
    if images.dtype != np.uint8 or images.ndim < 3 or images.shape[3:] not in ((), (3,)):
        raise ScanLabError(
            f"{name} holds {images.dtype} of the shape {images.shape}; expected uint8 of the "
            "shape (scans, height, width) or (scans, height, width, 3)"
        )
    return images


def _classes(source: Source, split: str, shape: tuple[int, int]) -> np.ndarray:
    """``shape`` float32 as in the file; NaN for a part without labels."""
    name = f"{split}_labels.npy"
    if name not in source.names():
        return np.full(shape, np.nan, np.float32)
    classes = _array(source, name)
    if classes.dtype.kind not in "buif" or (*classes.shape, 1)[:2] != shape or classes.ndim > 2:
        raise ScanLabError(
            f"{name} holds {classes.dtype} of the shape {classes.shape}; expected numbers of the "
            f"shape {shape}, a row a scan"
        )
    return classes.astype(np.float32).reshape(shape)


def _labelled(classes: np.ndarray, title: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Targets ``(n, labels)``, 0, 1 or NaN, and names for the labels."""
    width = classes.shape[1]
    highest = 1 if width > 1 else MAX_LABELS - 1
    known = classes[~np.isnan(classes)]
    wrong = known[~np.isin(known, np.arange(highest + 1))]
    if wrong.size:
        columns = "one column" if width == 1 else f"{width} columns"
        raise ScanLabError(
            f"{title} has the value {wrong[0]:g} among its labels of {columns}; expected whole "
            f"numbers from 0 to {highest}"
        )
    count = int(known.max(initial=0)) + 1
    if width > 1:
        return classes, tuple(f"class {i}" for i in range(width))
    if count <= 2:
        return classes, ("class 1",)
    one_hot = np.where(np.isnan(classes), np.nan, classes == np.arange(count))
    return one_hot, tuple(f"class {i}" for i in range(count))


def _array(source: Source, name: str) -> np.ndarray:
    """One array of numbers; never of objects, which run programs when they are read."""
    raw = source.read(name)
    try:
        return np.lib.format.read_array(io.BytesIO(raw), allow_pickle=False)
    except Exception as problem:  # bytes from outside fail in many ways
        raise UnreadableError(
            name, "not a whole array of numbers; fetch the file again"
        ) from problem


def _source_of(title: str, pictures: dict[str, np.ndarray]) -> Source:
    """The scans as picture files, in the plainest format there is."""
    sizes = {name: image.size for name, image in pictures.items()}
    return Source(title, sizes, lambda name: _pnm(pictures[name]), lambda: None)


def _pnm(image: np.ndarray) -> bytes:
    kind = b"P5" if image.ndim == 2 else b"P6"
    return b"%b %d %d 255\n" % (kind, image.shape[1], image.shape[0]) + image.tobytes()
