"""A recipe goes in and out: presets, saved recipes, YAML, a program, the Train page."""

import streamlit as st

from mlcore.augment import code, library, presets
from mlcore.augment.recipe import Recipe
from mlcore.errors import ScanLabError
from pages.parts import recipe_state
from pages.parts.popovers import close, popover
from pages.parts.shell import link, showing_errors

PROBLEM = "augment_problem"
OPENING = "augment_opening"


def recipe_source() -> None:
    """Where to start from; the choice replaces what is in the editor."""
    with st.container(horizontal=True, gap="xsmall"):
        for preset in presets.PRESETS:
            st.button(
                preset.title,
                key=f"preset_{preset.name}",
                help=preset.help,
                on_click=recipe_state.load,
                args=(preset.recipe,),
            )
        with popover("Open", OPENING, ":material/folder_open:"):
            _open_saved()
            _open_text()
    problem = st.session_state.pop(PROBLEM, None)
    if problem:
        st.error(problem, icon=":material/error:")


def _open_saved() -> None:
    names = library.names()
    if not names:
        st.caption("No recipe is saved yet.")
        return
    name = st.selectbox("Saved recipe", names, key="saved_recipe")
    with st.container(horizontal=True):
        st.button("Load", key="load_saved", on_click=_load, args=(lambda: library.load(name),))
        st.button(
            "Delete",
            key="delete_saved",
            type="tertiary",
            icon=":material/delete:",
            on_click=_delete,
            args=(name,),
        )


def _open_text() -> None:
    file = st.file_uploader("Recipe file", type=["yaml", "yml"], key="recipe_file")
    if file is not None:
        data = file.getvalue()
        st.button("Load the file", on_click=_load, args=(lambda: _from_bytes(data),))
    text = st.text_area(
        "Or paste YAML", key="recipe_text", placeholder="- step: rotate\n  angle: [-10, 10]"
    )
    st.button("Load the text", on_click=_load, args=(lambda: Recipe.from_yaml(text),))


def _from_bytes(data: bytes) -> Recipe:
    try:
        return Recipe.from_yaml(data.decode("utf-8"))
    except UnicodeDecodeError as problem:
        raise ScanLabError(
            "the recipe file is not text in UTF-8; choose the YAML file that was downloaded here"
        ) from problem


def _load(read) -> None:
    try:
        recipe_state.load(read())
        close(OPENING)
    except ScanLabError as error:
        st.session_state[PROBLEM] = str(error)


def _delete(name: str) -> None:
    with showing_errors():
        library.delete(name)


def recipe_exits(recipe: Recipe, size: tuple[int, int]) -> None:
    """Save, use in a training, download; ``size`` is a scan's width and height."""
    same = [each.title for each in presets.PRESETS if each.recipe.digest == recipe.digest]
    note = f" · as preset {same[0]}" if same else ""
    st.caption(
        f"Recipe `{recipe.digest}`{note}",
        help="A hash of what the recipe does. Equal recipes have equal hashes, however written; "
        "a training keeps it in its record.",
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input(
            "Name", key="recipe_name", placeholder="my-recipe", persist_state="session", width=170
        )
        if st.button("Save", icon=":material/save:", key="save_recipe", disabled=not name):
            with showing_errors():
                library.save(name, recipe)
                st.toast(f"Saved as {name}.", icon=":material/check_circle:")
        use = st.button(
            "Use in Train",
            icon=":material/show_chart:",
            key="use_in_train",
            type="primary",
            disabled=not name and not same,
            help="Saves the recipe under its name and chooses it for the next training.",
        )
    if use:
        with showing_errors():
            _use(recipe, name)
    chosen = st.session_state.get(recipe_state.FOR_TRAINING)
    if chosen and chosen != "none":
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f"**{chosen}** is chosen for the next training.")
            link("train.py", "Go to Train")
    with st.expander("As a file or a program", icon=":material/code:"):
        _texts(recipe, size)


def _use(recipe: Recipe, name: str) -> None:
    preset = [each.name for each in presets.PRESETS if each.recipe.digest == recipe.digest]
    if name:
        library.save(name, recipe)
    st.session_state[recipe_state.FOR_TRAINING] = name or preset[0]


def _texts(recipe: Recipe, size: tuple[int, int]) -> None:
    yaml, program = st.tabs(["YAML", "Python with solt"])
    with yaml:
        text = recipe.to_yaml()
        st.download_button(
            "Download", text, f"recipe-{recipe.digest}.yaml", "text/yaml", key="download_yaml"
        )
        st.code(text, language="yaml", height=320)
    with program, showing_errors():
        text = code.program(recipe, size)
        st.download_button(
            "Download", text, f"augment_{recipe.digest}.py", "text/x-python", key="download_code"
        )
        st.caption(f"Needs only solt; for scans of {size[0]}×{size[1]} pixels.")
        st.code(text, language="python", height=320)
