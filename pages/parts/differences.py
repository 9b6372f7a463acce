"""What a variant changed, as colours: blue where it became darker, orange where brighter."""

import numpy as np
import streamlit as st

from pages.parts.pictures import png

DARKER, SAME, BRIGHTER = np.array([[37, 99, 235], [244, 244, 242], [217, 119, 6]], np.float32)


def signed(variant: np.ndarray, original: np.ndarray) -> np.ndarray:
    """Two scans ``(h, w, c)`` uint8 as one coloured picture ``(h, w, 3)`` uint8."""
    change = variant.astype(np.float32).mean(axis=2) - original.mean(axis=2)
    return _coloured(change / 255)


def legend() -> None:
    """Which colour means what."""
    scale = np.repeat(np.linspace(-1, 1, 240)[None], 14, axis=0)
    with st.container(gap="xsmall", width=260):
        st.image(png(_coloured(scale)), width="stretch", alt="blue darker, orange brighter")
        st.caption("blue: darker, up to −255 · white: same · orange: brighter, up to +255")


def _coloured(change: np.ndarray) -> np.ndarray:
    """``(h, w)`` from -1 to 1; the root lets small changes be seen."""
    strength = np.sqrt(np.abs(change))[..., None]
    end = np.where(change[..., None] < 0, DARKER, BRIGHTER)
    return (SAME + (end - SAME) * strength).astype(np.uint8)
