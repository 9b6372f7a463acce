"""Hashes of data: 16 hexadecimal digits, equal for equal data, whatever its name."""

import hashlib
from collections.abc import Sequence

import numpy as np
import pandas as pd

IDENTITY = ("id", "split", "patient")
CHUNK = 4096


def of_scans(pixels: np.ndarray, table: pd.DataFrame, labels: Sequence[str]) -> str:
    """BLAKE2 over everything a result depends on: pixels, ids, splits, patients and labels."""
    digest = hashlib.blake2b(digest_size=8)
    digest.update(repr((pixels.shape, list(labels))).encode())
    for start in range(0, len(pixels), CHUNK):
        digest.update(np.ascontiguousarray(pixels[start : start + CHUNK]))
    digest.update(_rows(table, labels))
    return digest.hexdigest()


def of_view(base: str, rows: np.ndarray, table: pd.DataFrame, labels: Sequence[str]) -> str:
    """The same from the fingerprint of the ``base`` and the positions in it: reads no pixels."""
    digest = hashlib.blake2b(base.encode(), digest_size=8)
    digest.update(np.ascontiguousarray(rows, np.int64))
    digest.update(_rows(table, labels))
    return digest.hexdigest()


def _rows(table: pd.DataFrame, labels: Sequence[str]) -> np.ndarray:
    columns = [table[c] for c in (*IDENTITY, *labels) if c in table]
    return pd.util.hash_pandas_object(pd.concat(columns, axis=1), index=False).to_numpy()
