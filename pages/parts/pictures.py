"""Scans as pictures on a page."""

import io
from collections.abc import Sequence

import numpy as np
import streamlit as st
from PIL import Image

SHARP_SIDE = 192
"""Pixels a side of a shown scan: small scans are enlarged here, so every browser shows the same."""


def png(pixels: np.ndarray, side: int = SHARP_SIDE) -> bytes:
    """``(h, w, 1 or 3)`` uint8 as PNG bytes, smoothly enlarged to at least ``side``."""
    image = Image.fromarray(pixels[..., 0] if pixels.shape[-1] == 1 else pixels)
    if image.width < side:
        image = image.resize(
            (side, round(side * image.height / image.width)), Image.Resampling.BICUBIC
        )
    buffer = io.BytesIO()
    image.save(buffer, "PNG", compress_level=1)
    return buffer.getvalue()


def gallery(scans: Sequence[np.ndarray], captions: Sequence[str], width: int = 120) -> None:
    """Scans side by side, as many in a row as fit."""
    with st.grid(min_column_width=width, gap="small"):
        for pixels, caption in zip(scans, captions, strict=True):
            st.image(png(pixels), caption=caption, width="stretch", alt=caption)
