"""What the coach says of a run: grave notes open, hints behind a click."""

from functools import partial
from typing import Any

import streamlit as st

from mlcore.runs.coach import notes
from mlcore.runs.coach.notes import Note
from mlcore.runs.folder import Run
from mlcore.runs.history import History
from mlcore.train import jobs, options
from pages.parts.run_controls import act_button

LOOKS = {
    "error": (st.error, ":material/error:"),
    "warning": (st.warning, ":material/warning:"),
    "hint": (st.info, ":material/lightbulb:"),
}


def coach_notes(run: Run, seen: History) -> None:
    found = notes.notes(run, seen)
    for note in found:
        if note.severity != "hint":
            _note(run, note)
    hints = [note for note in found if note.severity == "hint"]
    if hints:
        count = f"{len(hints)} hint{'' if len(hints) == 1 else 's'}"
        with st.expander(f"{count}: {', '.join(note.title.lower() for note in hints)}"):
            for note in hints:
                _note(run, note)


def _note(run: Run, note: Note) -> None:
    show, icon = LOOKS[note.severity]
    show(f"**{note.title}.** {note.sentence}\n\n**Try:** {note.remedy}", icon=icon)
    if note.changes:
        act_button(
            f"New run with {_told(note.changes)}",
            ":material/replay:",
            partial(_start_again, run, note.changes),
            "The same run from the beginning, changed in this alone. This one is stopped if it "
            "still trains.",
            key=f"try-{note.rule}",
        )


def _start_again(run: Run, changes: dict[str, Any]) -> None:
    st.session_state["run"] = jobs.start_again(run, changes).name


def _told(changes: dict[str, Any]) -> str:
    return ", ".join(
        f"{options.get(name).title.lower()} {options.get(name).shown(value)}"
        for name, value in changes.items()
    )
