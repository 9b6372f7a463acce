"""What the coach says of a run: grave notes open, hints behind a click."""

from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from mlcore.runs import state
from mlcore.runs.coach import notes
from mlcore.runs.coach.notes import Note
from mlcore.runs.folder import Run
from mlcore.runs.history import History
from mlcore.train import jobs
from mlcore.train.config import TrainConfig
from mlcore.train.options import OPTIONS
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
    config = TrainConfig.from_json(run.config)
    if state.state(run) in state.LIVE:
        state.request_stop(run)
    st.session_state["run"] = jobs.start(replace(config, fingerprint="", **changes)).name


def _told(changes: dict[str, Any]) -> str:
    options = {option.name: option for option in OPTIONS}
    return ", ".join(
        f"{options[name].title.lower()} {options[name].shown(value)}"
        for name, value in changes.items()
    )
