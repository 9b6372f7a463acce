"""The original of a scan beside what a recipe makes of it."""

from typing import Any

import numpy as np
import streamlit as st

from mlcore.augment import stream
from mlcore.augment.recipe import Recipe
from pages.parts.pictures import gallery, png
from pages.parts.shell import showing_errors

BACKGROUND = 8
"""Grey values below this show nothing."""


def show_variants(recipe: Recipe, pixels: np.ndarray, name: str) -> None:
    with st.container(horizontal=True):
        count = st.slider(
            "Variants", 4, 24, 12, key="augment_count", persist_state="session", width=220
        )
        seed = st.number_input(
            "Seed",
            0,
            2**31 - 1,
            0,
            key="augment_seed",
            persist_state="session",
            width=140,
            help="The same seed gives the same variants, here and on the command line.",
        )
    with showing_errors():
        made = [
            stream.apply(recipe, pixels, stream.seed_for(int(seed), 0, i)) for i in range(count)
        ]
        original, numbers = st.columns([1, 2])
        original.image(png(pixels), caption=f"original: {name}", width=200, alt="the original")
        with numbers:
            _kept(pixels, [variant.pixels for variant in made])
        gallery(
            [variant.pixels for variant in made], [_caption(variant.drawn) for variant in made], 150
        )


def _kept(pixels: np.ndarray, made: list[np.ndarray]) -> None:
    """How much of the scan is still there, on average over the variants."""
    lit = (pixels >= BACKGROUND).sum()
    kept = np.mean([(variant >= BACKGROUND).sum() for variant in made]) / max(lit, 1)
    moved = np.mean([np.abs(variant.astype(int) - pixels).mean() for variant in made])
    st.metric(
        "Still showing something",
        f"{min(kept, 1):.0%}",
        help="Pixels that are not background, compared with the original, on average. Well below "
        "100 % means that the recipe erases the scan.",
    )
    st.metric(
        "Mean change of a pixel",
        f"{moved:.1f}",
        help="In grey values of 0 to 255, on average over the variants.",
    )


def _caption(drawn: list[tuple[str, dict[str, Any]]]) -> str:
    parts = [
        name + (" " + " ".join(_number(value) for value in values.values()) if values else "")
        for name, values in drawn
    ]
    return " · ".join(parts) or "unchanged"


def _number(value: Any) -> str:
    return f"{value:.3g}" if isinstance(value, float) else str(value)
