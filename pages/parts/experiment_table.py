"""The table of runs: what to show of it, and which rows are chosen."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from mlcore.compare import run_table
from mlcore.inspect.wording import counted
from mlcore.runs.summaries import Summary

HEIGHT = 380
SEARCHED = ("network", "model", "dataset", "state", "settings")
"""Beside tags and note."""
SHOWN = ["star", "run", "network", "dataset", "state", *run_table.SCORES]
SHOWN += [*(f"best_{name}" for name in run_table.SCORES)]
SHOWN += ["epochs", "seconds", "seed", "settings", "tags", "note"]


def table_of(runs: Sequence[Summary]) -> pd.DataFrame:
    """Made anew only when a run has changed."""
    key = [(each.run, each.state, each.epochs, each.planned, str(each.marks)) for each in runs]
    return _made(runs, hash(tuple(key)))


@st.cache_resource(max_entries=4, show_spinner=False)
def _made(_runs: Sequence[Summary], key: int) -> pd.DataFrame:  # noqa: ARG001 (the cache's key)
    return run_table.of(_runs)


def filtered(table: pd.DataFrame) -> pd.DataFrame:
    """Rows that pass what the visitor asks for."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        text = st.text_input(
            "Search",
            key="experiments_search",
            placeholder="network, setting, tag, note …",
            help="Rows with all of these words in any column.",
            width=280,
        )
        picked = {
            name: st.multiselect(title, _values(table, name), key=f"experiments_{name}", width=220)
            for name, title in (("dataset", "Data"), ("network", "Network"), ("state", "State"))
        }
        starred = st.toggle("Starred only", key="experiments_starred")
        archived = st.toggle(
            "With archived", key="experiments_archived", help="Archived runs are kept, but hidden."
        )
    keep = pd.Series(True, index=table.index)
    for name, values in picked.items():
        if values:
            keep &= table[name].isin(values)
    if starred:
        keep &= table["star"]
    if not archived:
        keep &= ~table["archived"]
    if words := text.lower().split():
        whole = _whole(table)
        for word in words:
            keep &= whole.str.contains(word, regex=False)
    return table[keep].reset_index(drop=True)


def table(shown: pd.DataFrame) -> list[str]:
    """Draw it; the names of the chosen runs, in order of the table."""
    scores = {}
    for name, title in run_table.SCORES.items():
        about = f"{title}, mean of labels, on validation"
        scores[name] = st.column_config.NumberColumn(
            title, format="%.3f", help=f"{about}, of the epoch whose network answers."
        )
        scores[f"best_{name}"] = st.column_config.NumberColumn(
            f"{title}, best",
            format="%.3f",
            help=f"{about}, highest of all epochs: a little lucky.",
        )
    event = st.dataframe(
        shown[SHOWN],
        # Ticks are kept by position: among other rows they would mean other runs.
        key=f"experiments_table_{hash(tuple(shown['run']))}",
        height=min(HEIGHT, 38 + 35 * max(len(shown), 1)),
        hide_index=True,
        placeholder="–",
        on_select="rerun",
        selection_mode="multi-row",
        column_config=scores
        | {
            "star": st.column_config.CheckboxColumn("★", width="small"),
            "run": st.column_config.TextColumn("Run", help="Date, time and a number."),
            "network": "Network",
            "dataset": "Data",
            "state": "State",
            "epochs": "Epochs",
            "seconds": st.column_config.NumberColumn("Seconds", format="%.0f"),
            "seed": st.column_config.NumberColumn(
                "Seed", format="%d", help="The number that chance begins with."
            ),
            "settings": st.column_config.TextColumn(
                "Settings that differ", width="large", help="From their defaults."
            ),
            "tags": st.column_config.ListColumn("Tags"),
            "note": "Note",
        },
        alt="all runs with scores and settings",
    )
    st.caption(
        f"{counted(len(shown), 'run')}. Click a column's head to sort; tick rows to compare, star, "
        "note, archive or delete them."
    )
    rows = [row for row in event.selection.rows if row < len(shown)]
    return shown["run"].iloc[rows].tolist()


def _values(table: pd.DataFrame, name: str) -> list[str]:
    return sorted(table[name].dropna().unique())


def _whole(table: pd.DataFrame) -> pd.Series:
    """All that can be searched of each row, in small letters."""
    whole = table["run"].str.cat(
        [table[name].fillna("").astype(str) for name in SEARCHED],
        sep=" ",
    )
    return whole.str.cat([table["tags"].str.join(" "), table["note"]], sep=" ").str.lower()
