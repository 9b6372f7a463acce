"""Augment: see what each step does to a scan before a network has to learn from it."""

import streamlit as st

from pages.parts.augment_form import recipe_form
from pages.parts.augment_views import show_variants
from pages.parts.pickers import pick_scan

st.title("Augment")
st.markdown(
    "Augmentation shows a network each scan slightly changed every time, so that it learns the "
    "finding and not the pixel. Changed too much, a scan no longer shows what its label says."
)
choose, view = st.columns([1, 2], gap="large")
with choose:
    pixels, name = pick_scan()
    recipe = recipe_form()
with view:
    show_variants(recipe, pixels, name)
