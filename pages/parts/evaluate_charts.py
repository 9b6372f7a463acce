"""The charts of the Evaluate page."""

from collections.abc import Sequence

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from mlcore.evaluate.curves import HISTOGRAM_BINS, Curve, LabelCurves
from mlcore.evaluate.slices import Scored
from pages.parts import charts

FAINT = 0.18
CHANCE = {"dash": "dash", "width": 1, "color": charts.TEXT}


def _figure(height: int = 380, **layout: object) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        height=height,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        **layout,
    )
    return figure


def lines(
    curves: Sequence[tuple[str, Curve]],
    x: str,
    y: str,
    chance: Sequence[tuple[float, float]] | None = None,
) -> go.Figure:
    """Curves from 0 to 1 with bands where there are few of them; ``chance``: what guessing gets."""
    figure = _figure(
        xaxis={"range": [-0.01, 1.01], "title": x}, yaxis={"range": [-0.01, 1.02], "title": y}
    )
    for i, (name, curve) in enumerate(curves):
        if len(curves) <= 3:
            figure.add_scatter(
                x=np.concatenate([curve.x, curve.x[::-1]]),
                y=np.concatenate([curve.high, curve.low[::-1]]),
                fill="toself",
                line={"width": 0, "color": charts.colour(i)},
                opacity=FAINT,
                hoverinfo="skip",
                showlegend=False,
                legendgroup=name,
            )
        figure.add_scatter(
            name=name,
            legendgroup=name,
            x=curve.x,
            y=curve.y,
            customdata=np.stack([curve.low, curve.high], axis=1),
            mode="lines",
            line={"width": 2.2, "color": charts.colour(i)},
            hovertemplate=f"{name}: {x} %{{x:.2f}}, {y} %{{y:.3f}} (%{{customdata[0]:.3f}} to "
            "%{customdata[1]:.3f})<extra></extra>",
        )
    for ends in [chance] if chance else []:
        figure.add_scatter(
            x=[0, 1], y=list(ends), mode="lines", line=CHANCE, opacity=0.6, name="guessing"
        )
    return figure


def reliability(name: str, curves: LabelCurves) -> go.Figure:
    """Share of present scans by probability, with intervals; on the line it means what it says."""
    curve = curves.calibration
    figure = _figure(
        xaxis={"range": [-0.02, 1.02], "title": "probability"},
        yaxis={"range": [-0.02, 1.05], "title": "share present"},
    )
    figure.add_scatter(
        name="as it should be", x=[0, 1], y=[0, 1], mode="lines", line=CHANCE, opacity=0.6
    )
    figure.add_scatter(
        name=name,
        x=curve.x,
        y=curve.y,
        customdata=curves.scans,
        mode="lines+markers",
        line={"color": charts.colour(0), "width": 2},
        error_y={
            "type": "data",
            "array": np.nan_to_num(curve.high - curve.y),
            "arrayminus": np.nan_to_num(curve.y - curve.low),
            "thickness": 1.4,
        },
        hovertemplate="probability %{x:.2f}: %{y:.2f} present, %{customdata:,} scans"
        "<extra></extra>",
    )
    return figure


def histogram(curves: LabelCurves, threshold: float) -> go.Figure:
    """How many scans got which probability, those with and those without the label."""
    figure = _figure(
        barmode="overlay",
        xaxis={"range": [0, 1], "title": "probability"},
        yaxis={"title": "scans", "type": "log", "dtick": 1},
    )
    middles = (np.arange(HISTOGRAM_BINS) + 0.5) / HISTOGRAM_BINS
    for i, (name, counts) in enumerate((("absent", curves.absent), ("present", curves.present))):
        figure.add_bar(
            name=name,
            x=middles,
            y=counts,
            width=1 / HISTOGRAM_BINS,
            marker_color=charts.colour(i),
            opacity=0.65,
            hovertemplate=f"%{{y:,}} {name} at %{{x:.3f}}<extra></extra>",
        )
    figure.add_vline(
        x=min(threshold, 1.0), line={"dash": "dash", "color": charts.TEXT, "width": 1.5}
    )
    return figure


def matrix(counts: np.ndarray, names: Sequence[str]) -> go.Figure:
    """True sets of labels in rows, predicted ones in columns, by the numbers of the rows."""
    share = counts / np.maximum(counts.sum(axis=1, keepdims=True), 1)
    figure = _figure(max(360, 90 + 40 * len(names)))
    figure.add_heatmap(
        z=share,
        x=[str(i) for i in range(1, len(names) + 1)],
        y=[f"{name}  {i}" for i, name in enumerate(names, start=1)],
        customdata=np.tile(np.array(names), (len(names), 1)),
        zmin=0,
        zmax=1,
        colorscale=charts.TINTS,
        text=counts,
        texttemplate="%{text:,}",
        textfont={"color": charts.TEXT},
        hovertemplate="true: %{y}<br>predicted: %{customdata}<br>%{text:,} scans, "
        "%{z:.0%} of the row<extra></extra>",
        showscale=False,
        xgap=2,
        ygap=2,
    )
    figure.update_yaxes(autorange="reversed", showgrid=False, title="true")
    figure.update_xaxes(title="predicted", type="category", side="top")
    return figure


def intervals(rows: Sequence[Scored], title: str, whole: float | None) -> go.Figure:
    """A score and its interval per group, and what an answer without looking gets there."""
    names = [f"{row.slice.by}: {row.slice.value} ({len(row.slice.rows):,})" for row in rows]
    figure = _figure(max(240, 90 + 30 * len(rows)), xaxis={"title": title})
    value, low, high = (
        np.array([getattr(row, k) for row in rows]) for k in ("value", "low", "high")
    )
    figure.add_scatter(
        name="score",
        x=value,
        y=names,
        mode="markers",
        marker={"size": 9, "color": charts.colour(0)},
        error_x={
            "type": "data",
            "array": np.nan_to_num(high - value),
            "arrayminus": np.nan_to_num(value - low),
        },
        customdata=np.stack([low, high], axis=1),
        hovertemplate="%{y}: %{x:.3f} (%{customdata[0]:.3f} to %{customdata[1]:.3f})"
        "<extra></extra>",
    )
    figure.add_scatter(
        name="trivial answer",
        x=[row.trivial for row in rows],
        y=names,
        mode="markers",
        marker={"symbol": "line-ns-open", "size": 14, "color": charts.colour(1)},
        hovertemplate="trivial: %{x:.3f}<extra></extra>",
    )
    if whole is not None:
        figure.add_vline(x=whole, line=CHANCE, opacity=0.6)
    figure.update_yaxes(autorange="reversed")
    return figure


def decline(frame: pd.DataFrame, title: str) -> go.Figure:
    """A score by strength, a line a name; columns ``name, strength, value, low, high, told``."""
    figure = _figure(
        420, xaxis={"title": "strength", "dtick": 1}, yaxis={"title": title, "rangemode": "tozero"}
    )
    for i, (name, rows) in enumerate(frame.groupby("name", sort=False)):
        figure.add_scatter(
            name=str(name),
            x=rows["strength"],
            y=rows["value"],
            customdata=rows[["told"]],
            mode="lines+markers",
            line={"color": charts.colour(i), "width": 2},
            error_y={
                "type": "data",
                "array": rows["high"] - rows["value"],
                "arrayminus": rows["value"] - rows["low"],
                "thickness": 1,
                "width": 3,
            },
            hovertemplate=f"{name}, %{{customdata[0]}}: %{{y:.3f}}<extra></extra>",
        )
    return figure


def worth(
    cuts: np.ndarray,
    values: np.ndarray,
    title: str,
    band: tuple[float, float],
    at: float,
    old: float,
) -> go.Figure:
    """What every threshold would reach, where the best one may lie, the chosen and the old one."""
    figure = _figure(300, xaxis={"range": [0, 1], "title": "threshold"}, yaxis={"title": title})
    if not np.isnan(band[0]):
        figure.add_vrect(
            x0=band[0], x1=min(band[1], 1), fillcolor=charts.colour(0), opacity=FAINT, line_width=0
        )
    figure.add_scatter(
        x=cuts,
        y=values,
        mode="lines",
        line={"color": charts.colour(0), "width": 2, "shape": "hv"},
        hovertemplate="from %{x:.3f}: %{y:.3f}<extra></extra>",
        showlegend=False,
    )
    for name, place, dash in (("chosen", at, "solid"), ("now", old, "dash")):
        figure.add_vline(
            x=min(place, 1.0),
            line={"dash": dash, "color": charts.TEXT, "width": 1.5},
            annotation_text=name,
            annotation_position="top" if name == "chosen" else "bottom right",
        )
    return figure
