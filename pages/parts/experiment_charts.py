"""Many runs in one picture: curves over one another, score against time, settings, repeats."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from mlcore import paths
from mlcore.compare import run_table
from mlcore.runs import history
from mlcore.runs.folder import Run
from mlcore.runs.summaries import Summary
from mlcore.train import options
from mlcore.train.option import Option
from pages.parts import charts

MOST_CURVES = 8
MOST_AXES = 6
MOST_CHOICES = 24


def curves(shown: pd.DataFrame, chosen: list[str], _: Sequence[Summary]) -> None:
    """Validation score per epoch of the chosen runs, or of the first of the table."""
    score = pick_score()
    names = (chosen or shown["run"].tolist())[:MOST_CURVES]
    figure = go.Figure()
    for i, name in enumerate(names):
        epochs = history.read(Run(paths.runs() / name)).epochs
        if f"val_{score}" in epochs:
            figure.add_scatter(
                x=epochs["epoch"],
                y=epochs[f"val_{score}"],
                name=name,
                mode="lines+markers",
                line={"color": charts.colour(i), "width": 2},
            )
    _layout(figure, "epoch", f"{run_table.SCORES[score]} (validation)")
    charts.show(figure, "experiments_curves", "score per epoch of several runs")
    st.caption(f"The ticked runs, or the first of the table; at most {MOST_CURVES}.")


def score_and_time(shown: pd.DataFrame, _: list[str], __: Sequence[Summary]) -> None:
    score = pick_score()
    figure = go.Figure()
    for i, (network, rows) in enumerate(shown.dropna(subset=[score]).groupby("network")):
        figure.add_scatter(
            x=rows["seconds"],
            y=rows[score],
            name=network,
            mode="markers",
            marker={"color": charts.colour(i), "size": 9},
            text=rows["run"],
            hovertemplate="%{text}<br>%{x:.0f} s, %{y:.3f}<extra></extra>",
        )
    _layout(figure, "seconds of training", run_table.SCORES[score])
    charts.show(figure, "experiments_time", "score against seconds of training")
    st.caption("Up and to the left is better: a high score after little time.")


def settings(shown: pd.DataFrame, _: list[str], runs: Sequence[Summary]) -> None:
    """Parallel coordinates: a line a run, an axis for each option that varies."""
    score = pick_score()
    rows = shown[shown[score].notna()]
    listed = set(rows["run"])
    varying = run_table.varying([each for each in runs if each.run in listed])
    if len(rows) < 2 or varying.shape[1] < 2:
        st.info("Two runs with other settings are needed.", icon=":material/info:")
        return
    names = list(varying.columns.drop("run"))
    drawn = st.multiselect(
        "Settings",
        names,
        default=run_table.telling(varying, MOST_AXES),
        format_func=lambda name: options.get(name).title,
        key=f"experiments_axes_{hash(tuple(names))}",
        help="An axis for each, in this order. At first those with the most values; of settings "
        "that were always changed together one.",
    )
    merged = varying.merge(rows[["run", score]], on="run")
    figure = go.Figure(
        go.Parcoords(
            line={"color": merged[score], "colorscale": "Viridis", "showscale": True},
            dimensions=[
                *(_axis(options.get(name), merged[name]) for name in drawn),
                {"label": run_table.SCORES[score], "values": merged[score]},
            ],
        )
    )
    figure.update_layout(height=420, margin={"l": 90, "r": 60, "t": 60, "b": 20})
    charts.show(figure, "experiments_parallel", "settings and score, a line a run")
    st.caption(
        "A line a run, from setting to setting to its score; drag along an axis to single out "
        "lines. Settings that were changed together cannot be told apart here."
    )


def repeats(shown: pd.DataFrame, _: list[str], __: Sequence[Summary]) -> None:
    score = pick_score()
    number = st.column_config.NumberColumn
    st.dataframe(
        run_table.repeats(shown, score),
        hide_index=True,
        placeholder="–",
        column_config={
            "network": "Network",
            "dataset": "Data",
            "settings": "Settings that differ",
            "runs": number("Seeds", help="Runs with these settings."),
            "mean": number("Mean", format="%.3f"),
            "spread": number(
                "Spread", format="%.3f", help="Standard deviation between seeds; one run has none."
            ),
            "lowest": number("Lowest", format="%.3f"),
            "highest": number("Highest", format="%.3f"),
        },
        alt="settings with the spread of their repeats",
    )
    st.caption("Settings that differ by less than their spread cannot be told apart.")


def pick_score() -> str:
    return st.selectbox(
        "Score",
        list(run_table.SCORES),
        format_func=run_table.SCORES.get,
        key="experiments_score",
        persist_state="session",
        width=260,
        help="Mean of labels on validation.",
    )


def _axis(option: Option, values: pd.Series) -> dict:
    """Numbers along their axis; anything else one tick for each, by the name people read."""
    if pd.api.types.is_numeric_dtype(values) and not pd.api.types.is_bool_dtype(values):
        return {"label": option.title, "values": values}
    named = {value: option.shown(value) for value in values.unique()}
    codes, kinds = pd.factorize(values.map(named), sort=True)
    ticks = [kind[:18] for kind in kinds[:MOST_CHOICES]]
    places = list(range(len(ticks)))
    return {"label": option.title, "values": codes, "tickvals": places, "ticktext": ticks}


def _layout(figure: go.Figure, x: str, y: str) -> None:
    figure.update_layout(
        height=420,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        xaxis_title=x,
        yaxis_title=y,
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
