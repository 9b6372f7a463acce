"""The charts of the Augment page; colours follow the theme."""

from collections.abc import Sequence

import numpy as np
import plotly.graph_objects as go

from mlcore.augment.limits import LIMITS
from mlcore.augment.measuring import Measures
from pages.parts.charts import TEXT, colour

BINS = 64
MARKS = {"green": "#16a34a", "amber": "#d97706", "red": "#dc2626"}


def histograms(original: np.ndarray, variants: np.ndarray) -> go.Figure:
    """Share of pixels per grey value of a scan ``(h, w, c)`` and of its ``(n, h, w, c)``."""
    figure = _figure("grey value", "share of pixels", ".1%")
    for i, (name, pixels) in enumerate((("original", original), ("variants", variants))):
        counts, edges = np.histogram(pixels, BINS, (0, 256))
        figure.add_scatter(
            name=name,
            x=(edges[:-1] + edges[1:]) / 2,
            y=counts / counts.sum(),
            mode="lines",
            line={"width": 2.5, "color": colour(i), "shape": "hvh"},
            fill="tozeroy" if i == 0 else None,
            hovertemplate="%{y:.2%}<extra>" + name + "</extra>",
        )
    # Background would press everything else flat.
    figure.update_yaxes(range=[0, _top(original, variants)])
    return figure


def along_strength(
    curve: Sequence[tuple[float, Measures]], colours: Sequence[str], unit: str
) -> go.Figure:
    """What is kept, and which positives stay, from low to high; dots have the verdict's colour."""
    figure = _figure(unit, "share kept", ".0%")
    values = [value for value, _ in curve]
    kept = {
        "scan": [measures.lit.mean for _, measures in curve],
        "scan, worst tenth": [measures.lit.low for _, measures in curve],
        "structure": [measures.structure.mean for _, measures in curve],
    }
    for label in curve[0][1].labels:
        if label.positives:
            at = [each.label for each in curve[0][1].labels].index(label.label)
            kept[f"positives of {label.label}"] = [
                1 - measures.labels[at].lost for _, measures in curve
            ]
    for i, (name, shares) in enumerate(kept.items()):
        figure.add_scatter(
            name=name,
            x=values,
            y=shares,
            mode="lines+markers" if i == 0 else "lines",
            line={"width": 2.5, "color": colour(i), "dash": "dot" if i == 1 else "solid"},
            marker={"size": 11, "color": [MARKS[each] for each in colours]} if i == 0 else None,
            hovertemplate="%{x:.3g}: %{y:.0%}<extra>" + name + "</extra>",
        )
    figure.add_hline(
        y=1 - LIMITS[0].red,
        line={"dash": "dash", "width": 1, "color": TEXT},
        annotation_text="below: a scan has lost too much",
        annotation_position="bottom right",
        opacity=0.6,
    )
    figure.update_yaxes(range=[0, 1.04])
    return figure


def _top(original: np.ndarray, variants: np.ndarray) -> float:
    shares = [np.histogram(each, BINS, (0, 256))[0] / each.size for each in (original, variants)]
    inner = max(float(share[2:].max()) for share in shares)
    return 1.3 * inner if inner else 1.0


def _figure(x: str, y: str, tick: str) -> go.Figure:
    figure = go.Figure()
    figure.update_layout(
        height=340,
        margin={"l": 8, "r": 8, "t": 28, "b": 8},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
        xaxis_title=x,
        yaxis={"title": y, "tickformat": tick},
    )
    return figure
