"""What can be done with the chosen runs: star, archive, note, delete with a way back, export."""

from dataclasses import replace

import pandas as pd
import streamlit as st

from mlcore import paths
from mlcore.runs import marks, trash
from mlcore.runs.folder import Run
from pages.parts.experiment_committee import committee
from pages.parts.popovers import close, popover
from pages.parts.shell import showing_errors

THROWN = "experiments_thrown"
NOTE = "experiments_note"


def actions(shown: pd.DataFrame, chosen: list[str]) -> None:
    runs = [Run(paths.runs() / name) for name in chosen]
    noted = [marks.of(run) for run in runs]
    with st.container(horizontal=True, vertical_alignment="center"):
        _toggle("Star", "Unstar", "star", ":material/star:", runs, noted)
        _toggle("Archive", "Bring back", "archived", ":material/archive:", runs, noted)
        with popover("Note and tags", NOTE, ":material/edit_note:", disabled=not runs):
            _note(runs, noted)
        committee(runs)
        if st.button("Delete", icon=":material/delete:", disabled=not runs):
            with showing_errors():
                trash.throw(runs)
                st.session_state[THROWN] = chosen
                st.rerun()
        _export(shown)


def undo() -> None:
    """A way back for the runs deleted last."""
    thrown = st.session_state.get(THROWN)
    if not thrown:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown(
            f"{len(thrown)} run{'' if len(thrown) == 1 else 's'} deleted; gone for good in a day."
        )
        if st.button("Undo", icon=":material/undo:", key="experiments_undo"):
            with showing_errors():
                trash.restore(thrown)
            del st.session_state[THROWN]
            st.rerun()


def _toggle(
    on: str, off: str, field: str, icon: str, runs: list[Run], noted: list[marks.Marks]
) -> None:
    """Switch one mark of all chosen runs on, or off where all have it."""
    has_it = bool(noted) and all(getattr(each, field) for each in noted)
    if st.button(
        off if has_it else on, icon=icon, disabled=not runs, key=f"experiments_{field}_on"
    ):
        for run, each in zip(runs, noted, strict=True):
            marks.save(run, replace(each, **{field: not has_it}))
        st.rerun()


def _note(runs: list[Run], noted: list[marks.Marks]) -> None:
    first = noted[0] if noted else marks.Marks()
    with st.form(f"experiments_note_{'_'.join(run.name for run in runs[:3])}", border=False):
        tags = st.text_input("Tags", ", ".join(first.tags), help="Words between commas.")
        note = st.text_area("Note", first.note)
        if st.form_submit_button("Save", type="primary"):
            with showing_errors():
                for run, each in zip(runs, noted, strict=True):
                    marks.save(run, replace(each, tags=marks.tags_of(tags), note=note))
                close(NOTE)
                st.rerun()


def _export(shown: pd.DataFrame) -> None:
    told = shown.drop(columns="setting")
    for kind, mime, write in (
        (
            "CSV",
            "text/csv",
            lambda: told.assign(tags=told["tags"].str.join(" ")).to_csv(index=False),
        ),
        ("JSON", "application/json", lambda: told.to_json(orient="records", indent=1)),
    ):
        st.download_button(
            kind,
            write,
            f"runs.{kind.lower()}",
            mime,
            icon=":material/download:",
            on_click="ignore",
            key=f"experiments_{kind}",
            help="The rows shown above.",
        )
