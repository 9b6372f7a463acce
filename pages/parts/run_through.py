"""One parameter of one step from low to high, on one scan with one seed."""

import numpy as np
import streamlit as st

from mlcore.augment import kept, stream, strength
from mlcore.augment.parameters import Value
from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.inspect import wording
from pages.parts.pictures import gallery
from pages.parts.shell import showing_errors
from pages.parts.variant_views import seed_input

STOPS = 9


def show_run_through(recipe: Recipe, pixels: np.ndarray, name: str) -> None:
    uses = single(recipe)
    if not uses:
        st.info("Add a step: one of its settings then runs from low to high here.")
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        place = st.selectbox(
            "Step",
            list(uses),
            key=f"run_through_step_{'_'.join(uses)}",
            width=240,
        )
        use = uses[place]
        titles = {each.name: each.title for each in use.step.parameters}
        parameter = st.selectbox(
            "Setting", titles, format_func=titles.get, key=f"run_through_{use.name}", width=200
        )
        seed = seed_input()
    st.caption(
        f"The step alone on {name}, everything else as in the recipe, the same draw each time. "
        "Kept: the share of the scan that is not background and can still be seen."
    )
    with showing_errors():
        stops = strength.run_through(use, parameter, pixels.shape[1::-1], STOPS)
        drawn = stream.seed_for(seed, 0, 0)
        black = kept.is_black(pixels)
        pictures, captions = [], []
        for value, step in stops:
            seen = _seen(Recipe((step,)), pixels, drawn, black)
            pictures.append(seen[0])
            captions.append(f"{_shown(value)} · {seen[1]}" if seen[1] else _shown(value))
        gallery(pictures, captions, 110)


def single(recipe: Recipe) -> dict[str, StepUse]:
    """Every step of the recipe that acts, options of a choice too, by place and title."""
    uses = []
    for use in recipe.active:
        uses += [each for each in use.active if each] if isinstance(use, Choose) else [use]
    return {f"{place}. {use.step.title}": use for place, use in enumerate(uses, 1)}


def _seen(
    recipe: Recipe, pixels: np.ndarray, seed: int, black: bool
) -> tuple[np.ndarray, str | None]:
    if black:
        return stream.apply(recipe, pixels, seed).pixels, None
    measured = kept.measure(recipe, pixels, seed)
    return measured.pixels, f"{wording.percent(measured.lit)} kept"


def _shown(value: Value) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return value if isinstance(value, str) else f"{value:.3g}"
