"""Cleaning on the Data page: decisions one after the other, what each does, and a view to keep."""

from typing import Any

import pandas as pd
import streamlit as st

from mlcore.clean import store
from mlcore.clean.balance import balance
from mlcore.clean.cleaned import Cleaned, apply, origin
from mlcore.clean.decisions import KINDS, Kind, get
from mlcore.clean.parameters import AS_NOW, BLANK, Parameter
from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data import parts
from mlcore.data.dataset import DataSet
from mlcore.inspect.material import Material
from mlcore.inspect.measure import measure
from pages.parts.pickers import choose_dataset
from pages.parts.shell import showing_errors


def clean(data: DataSet) -> None:
    st.subheader(
        "Cleaning recipe",
        help="Decisions are made from top to bottom and can be undone. Nothing is lost: the "
        "cleaned data set is a view, the imported one stays as it is.",
    )
    key = f"recipe_{data.name}"
    recipe: CleaningRecipe = st.session_state.setdefault(key, CleaningRecipe())
    choose, outcome = st.columns([1, 2], gap="large")
    with choose:
        added = _decision_form(data)
        if added:
            st.session_state[key] = recipe = recipe.adding(added)
    with outcome, showing_errors():
        cleaned = _applied(data, recipe, data.fingerprint, recipe.digest)
        if recipe.decisions:
            _decisions(recipe, cleaned, key)
            _result(data, cleaned)
        else:
            st.info("Add a decision: what it does is shown here.", icon=":material/arrow_back:")


@st.cache_resource(max_entries=4, show_spinner="Applying the recipe …")
def _applied(
    _data: DataSet,
    _recipe: CleaningRecipe,
    fingerprint: str,  # noqa: ARG001 (the cache's key, with the next)
    digest: str,  # noqa: ARG001
) -> Cleaned:
    base, _ = origin(_data)
    return apply(_data, _recipe, _material(base, base.fingerprint))


@st.cache_resource(max_entries=2, show_spinner=False)
def _material(_data: DataSet, fingerprint: str) -> Material:  # noqa: ARG001 (the cache's key)
    return Material(_data, measure(_data))


def _decision_form(data: DataSet) -> Decision | None:
    name = st.selectbox(
        "Decision",
        [kind.name for kind in KINDS],
        format_func=lambda name: get(name).title,
        key="decision",
    )
    kind = get(name)
    st.caption(kind.help)
    values = {each.name: _widget(kind, each, data) for each in kind.parameters}
    if not st.button("Add to the recipe", icon=":material/add:", key="add_decision"):
        return None
    with showing_errors():
        return Decision(kind.name, {name: each for name, each in values.items() if each != ""})
    return None


def _widget(kind: Kind, parameter: Parameter, data: DataSet) -> Any:
    shared = {"key": f"clean_{kind.name}_{parameter.name}", "help": parameter.help}
    if parameter.kind == "choice":
        options = list(parameter.choices)
        return st.selectbox(
            parameter.title,
            options,
            index=options.index(parameter.default),
            format_func=parameter.choices.get,
            **shared,
        )
    if parameter.kind == "share":
        as_now = st.toggle(f"{parameter.title}: share as now", value=True, **shared)
        return (
            AS_NOW if as_now else st.slider(parameter.title, 0.0, 0.9, 0.2, 0.05, format="percent")
        )
    if parameter.kind == "seed":
        return int(st.number_input(parameter.title, 0, 2**32 - 1, parameter.default, **shared))
    if parameter.kind == "label value":
        titles = {1: "present", 0: "absent", BLANK: "unknown"}
        return st.selectbox(parameter.title, list(titles), format_func=titles.get, **shared)
    if parameter.kind == "texts":
        typed = st.text_area(parameter.title, placeholder="one id a line", **shared)
        return tuple(line.strip() for line in typed.splitlines() if line.strip()) or ""
    if parameter.name == "label":
        return st.selectbox(parameter.title, data.labels, **shared)
    return st.text_input(parameter.title, parameter.default or "", **shared)


def _decisions(recipe: CleaningRecipe, cleaned: Cleaned, key: str) -> None:
    for position, done in enumerate(cleaned.log[-len(recipe.decisions) :]):
        with st.container(horizontal=True, vertical_alignment="center", border=True):
            st.markdown(f"**{position + 1}. {get(done.decision).title}**: {done.sentence}")
            if st.button("Undo", icon=":material/undo:", key=f"undo_{position}"):
                st.session_state[key] = recipe.without(position)
                st.rerun()


def _result(data: DataSet, cleaned: Cleaned) -> None:
    after = cleaned.preview
    sizes = parts.sizes_in_words(after.split_sizes())
    st.markdown(f"**{len(after):,}** of {len(data):,} scans stay ({sizes}).")
    table = balance(data, after)
    percent = st.column_config.NumberColumn(format="%.1f %%")
    shown = pd.DataFrame(
        {
            "part": table["split"].map(parts.TITLES),
            "label": table["label"],
            "present before": 100 * table["prevalence_before"],
            "after": 100 * table["prevalence_after"],
        }
    )
    st.dataframe(
        shown,
        hide_index=True,
        column_config={"present before": percent, "after": percent},
        alt="prevalence before and after",
    )
    with st.expander("The recipe as a file", icon=":material/description:"):
        st.code(cleaned.recipe.to_yaml(), language="yaml")
    _keep(data, cleaned)


def _keep(data: DataSet, cleaned: Cleaned) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        name = st.text_input("Name", f"{data.name}-clean", key="clean_name", width=260)
        if st.button("Save the cleaned data set", type="primary", icon=":material/save:"):
            with showing_errors():
                choose_dataset(store.save(cleaned, name).name)
                st.toast(f"{name} is ready to train on")
                st.rerun()
        st.download_button(
            "Fate of every scan (CSV)",
            lambda: store.fates(cleaned).to_csv(index=False),
            f"{data.name}-cleaning.csv",
            "text/csv",
            icon=":material/download:",
        )
