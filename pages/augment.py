"""Augment: see what each step does to a scan before a network has to learn from it."""

import streamlit as st

from pages.parts.pickers import pick_scan
from pages.parts.recipe_editor import recipe_editor
from pages.parts.recipe_files import recipe_exits, recipe_source
from pages.parts.run_through import show_run_through
from pages.parts.safety_view import show_safety
from pages.parts.variant_views import show_variants

VARIANTS, RUN_THROUGH, SAFETY = "Variants", "Run-through", "Safety meter"

st.title("Augment")
st.markdown(
    "Augmentation shows a network each scan slightly changed every time, so that it learns the "
    "finding and not the pixel. Changed too much, a scan no longer shows what its label says."
)
choose, show = st.columns([1, 2], gap="large")
with choose:
    scan = pick_scan()
    recipe_source()
    recipe = recipe_editor()
    recipe_exits(recipe, (scan.pixels.shape[1], scan.pixels.shape[0]))
with show:
    view = st.segmented_control(
        "View",
        [VARIANTS, RUN_THROUGH, SAFETY],
        default=VARIANTS,
        required=True,
        key="augment_view",
        bind="query-params",
        label_visibility="collapsed",
    )
    if view == VARIANTS:
        show_variants(recipe, scan.pixels, scan.name)
    elif view == RUN_THROUGH:
        show_run_through(recipe, scan.pixels, scan.name)
    else:
        show_safety(recipe, scan.pixels, scan.data)
