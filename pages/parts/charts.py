"""The charts of the dashboard; colours follow the theme, light or dark."""

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from mlcore.data import parts

CATEGORY = [f"#{i:06d}" for i in range(1, 11)]
"""Stand-ins that Streamlit exchanges for the categorical colours of the theme in use."""
TEXT = "#000037"
"""A stand-in too: the colour of text."""
TINTS = [[0, "rgba(20, 150, 136, 0.04)"], [1, "rgba(20, 150, 136, 0.75)"]]
"""See-through, so that text on it can be read on light and on dark ground."""
PLAIN = {"displayModeBar": False}
BINS = 50
"""Of a histogram."""
MOST_POINTS = 2000
"""A line of more points looks the same and is slower to draw."""


def colour(position: int) -> str:
    return CATEGORY[position % 8]


def show(figure: go.Figure, key: str, alt: str) -> None:
    st.plotly_chart(figure, key=key, config=PLAIN, alt=alt)


def _figure(height: int, **layout: object) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        **layout,
    )
    return figure


def histograms(values: Mapping[str, Sequence[float]], of: str, count: str) -> go.Figure:
    """How often which value comes up: an outline a name over the same bins, filled where few."""
    figure = _figure(340, xaxis_title=of, yaxis_title=count)
    known = np.concatenate([np.asarray(each, float) for each in values.values()])
    edges = np.histogram_bin_edges(known[np.isfinite(known)], BINS)
    for i, (name, each) in enumerate(values.items()):
        figure.add_scatter(
            x=(edges[:-1] + edges[1:]) / 2,
            y=np.histogram(each, edges)[0],
            name=name,
            mode="lines",
            line={"shape": "hvh", "width": 2, "color": colour(i)},
            fill="tozeroy" if len(values) <= 2 else None,
        )
    return figure


def label_bars(counts: pd.DataFrame) -> go.Figure:
    """Prevalence per label, a bar a split; the counts stand on the bars."""
    figure = _figure(340, barmode="group", yaxis={"tickformat": ".0%", "rangemode": "tozero"})
    for i, (split, rows) in enumerate(counts.groupby("split", sort=False)):
        known = rows["present"] + rows["absent"]
        shown = rows[known > 0]
        figure.add_bar(
            name=parts.TITLES[str(split)],
            x=shown["label"],
            y=shown["prevalence"],
            text=shown["present"] if len(counts) <= 60 else None,
            texttemplate="%{text:,}",
            textangle=0,
            customdata=shown[["present", "absent", "unknown"]],
            marker_color=colour(i),
            hovertemplate="%{x}: %{y:.1%}<br>%{customdata[0]:,} present, "
            "%{customdata[1]:,} absent, %{customdata[2]:,} unknown<extra></extra>",
        )
    return figure


def together(share: pd.DataFrame, counts: pd.DataFrame) -> go.Figure:
    """Of the scans with the row's label, how many also have the column's."""
    few = len(share) <= 20
    figure = _figure(max(300, min(760, 60 + 34 * len(share))))
    figure.add_heatmap(
        z=share.to_numpy(),
        x=list(share.columns),
        y=list(share.index),
        zmin=0,
        zmax=1,
        colorscale=TINTS,
        textfont={"color": TEXT},
        customdata=counts.to_numpy(),
        text=share.map(lambda value: f"{value:.0%}" if value == value else "–") if few else None,
        texttemplate="%{text}" if few else None,
        hovertemplate="of scans with %{y}, %{z:.1%} also have %{x}<br>%{customdata:,} scans"
        "<extra></extra>",
        colorbar={"tickformat": ".0%", "thickness": 12},
        xgap=2,
        ygap=2,
    )
    figure.update_yaxes(autorange="reversed", showgrid=False)
    return figure


def course(
    batches: pd.DataFrame, epochs: pd.DataFrame, column: str, title: str, total: int
) -> go.Figure:
    """A number per batch, faint where epochs have means of it too, on training and validation."""
    figure = _figure(300, xaxis_title="epoch", yaxis={"rangemode": "tozero", "title": title})
    drawn = batches[:: max(1, len(batches) // MOST_POINTS)].dropna(subset=[column])
    averaged = f"train_{column}" in epochs
    if len(drawn):
        figure.add_scatter(
            name="each batch",
            x=drawn["at"],
            y=drawn[column],
            mode="lines",
            line={"width": 1 if averaged else 2, "color": colour(0)},
            opacity=0.35 if averaged else 1,
            hovertemplate="%{y:.4~g}<extra>batch</extra>",
        )
    for i, part in enumerate(("train", "val")):
        if f"{part}_{column}" in epochs:
            figure.add_scatter(
                name=parts.TITLES[part],
                x=epochs["epoch"],
                y=epochs[f"{part}_{column}"],
                mode="lines+markers",
                line={"width": 2.5, "color": colour(i)},
                hovertemplate="%{y:.3f}<extra>" + parts.TITLES[part] + "</extra>",
            )
    figure.update_xaxes(range=[0, total + 0.3])
    return figure


def score_curves(
    epochs: pd.DataFrame,
    metric: str,
    title: str,
    labels: Sequence[str],
    total: int,
    limits: Mapping[str, float | None],
    mean: bool = True,
) -> go.Figure:
    """One score per label and their mean, epoch by epoch: lines validation, dots training.

    ``limits`` are levels the mean can be compared with, by what they are.
    """
    figure = _figure(360, xaxis_title="epoch", yaxis={"range": [0, 1.02], "title": title})
    shown = [(f":{each}", each, 1.8) for each in labels[:12]]
    if mean:
        shown.insert(0, ("_macro", "mean of labels", 3.5))
    for i, (name, text, width) in enumerate(shown):
        for part, dash, opacity in (("train", "dot", 0.55), ("val", "solid", 1.0)):
            column = f"{part}_{metric}{name}"
            if column in epochs:
                figure.add_scatter(
                    name=text,
                    legendgroup=name,
                    showlegend=part == "val" or f"val_{metric}{name}" not in epochs,
                    x=epochs["epoch"],
                    y=epochs[column],
                    mode="lines+markers",
                    marker={"size": 5},
                    line={"width": width, "dash": dash, "color": colour(i)},
                    opacity=opacity,
                    connectgaps=False,
                    hovertemplate=f"{text}, {parts.TITLES[part]}: %{{y:.3f}}<extra></extra>",
                )
    for text, level in limits.items():
        if level is not None:
            figure.add_hline(
                y=level,
                line={"dash": "dash", "width": 1, "color": TEXT},
                annotation_text=text,
                annotation_position="bottom right",
                opacity=0.6,
            )
    figure.update_xaxes(range=[0.5, total + 0.5], dtick=1 if total <= 20 else None)
    return figure
