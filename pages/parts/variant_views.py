"""The original of a scan beside what a recipe makes of it: pictures, differences, grey values."""

from typing import Any

import numpy as np
import streamlit as st

from mlcore.augment import kept, stream
from mlcore.augment.recipe import Recipe
from mlcore.augment.stream import Augmented
from mlcore.inspect import wording
from pages.parts import augment_charts, charts
from pages.parts.differences import legend, signed
from pages.parts.pictures import gallery, png
from pages.parts.shell import showing_errors

PICTURES, DIFFERENCES, GREY_VALUES = "Pictures", "Differences", "Grey values"


def variants(recipe: Recipe, pixels: np.ndarray, seed: int, count: int) -> list[Augmented]:
    """Those that the command line writes, and that a training's first scans get in epoch 0."""
    return [stream.apply(recipe, pixels, stream.seed_for(seed, 0, i)) for i in range(count)]


def show_variants(recipe: Recipe, pixels: np.ndarray, name: str) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        shown = st.segmented_control(
            "Show",
            [PICTURES, DIFFERENCES, GREY_VALUES],
            default=PICTURES,
            required=True,
            key="augment_shown",
            persist_state="session",
        )
        count = st.slider(
            "Variants", 4, 24, 12, key="augment_count", persist_state="session", width=180
        )
        seed = seed_input()
    with showing_errors():
        made = variants(recipe, pixels, seed, count)
        if shown == GREY_VALUES:
            _grey_values(pixels, made)
            return
        with st.container(horizontal=True, vertical_alignment="center"):
            st.image(png(pixels), caption=f"original: {name}", width=192, alt="the original scan")
            if shown == DIFFERENCES:
                legend()
            else:
                _left(recipe, pixels, seed, count)
        pictures = [
            signed(each.pixels, pixels) if shown == DIFFERENCES else each.pixels for each in made
        ]
        gallery(pictures, [caption(each.drawn) for each in made], 150)


def _left(recipe: Recipe, pixels: np.ndarray, seed: int, count: int) -> None:
    """How much of this scan is left in the variants shown."""
    if kept.is_black(pixels):
        st.caption("This scan is black: there is nothing to change.")
        return
    seeds = [stream.seed_for(seed, 0, i) for i in range(count)]
    share = np.mean([kept.measure(recipe, pixels, each).lit for each in seeds])
    st.metric(
        "Still to be seen",
        wording.percent(share),
        width=220,
        help="Of what is not background in this scan, on average over these variants. The safety "
        "meter measures more, on many scans.",
    )


def seed_input() -> int:
    """The seed of everything that is shown on the page."""
    return int(
        st.number_input(
            "Seed",
            0,
            2**31 - 1,
            0,
            key="augment_seed",
            persist_state="session",
            width=140,
            help="The same seed gives the same pixels here, on the command line and in training.",
        )
    )


def caption(drawn: list[tuple[str, dict[str, Any]]]) -> str:
    """The steps that were applied and the values they drew."""
    parts = [
        f"{name} {' '.join(_number(value) for value in values.values())}".rstrip()
        for name, values in drawn
    ]
    return " · ".join(parts) or "unchanged"


def _number(value: Any) -> str:
    if isinstance(value, list | tuple):
        return "×".join(_number(each) for each in value)
    # The sum makes 0 of -0.
    return f"{round(value, 2) + 0:g}" if isinstance(value, float) else str(value)


def _grey_values(pixels: np.ndarray, made: list[Augmented]) -> None:
    figure = augment_charts.histograms(pixels, np.stack([each.pixels for each in made]))
    charts.show(figure, "augment_histogram", "grey values before and after")
    off = np.mean([np.abs(each.pixels.astype(int) - pixels).mean() for each in made])
    st.caption(
        f"A pixel is {off:.1f} of 255 grey levels off on average. A peak at 0 that was not there "
        "means black that was added; a curve pushed against an end means tones that are lost."
    )
