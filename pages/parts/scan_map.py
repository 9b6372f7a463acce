"""All scans of a data set as points, alike ones together; select some to see them."""

import numpy as np
import plotly.graph_objects as go
import streamlit as st

from mlcore.data import parts
from mlcore.data.dataset import DataSet
from mlcore.inspect.inspection import Inspection
from pages.parts import charts, scan_gallery
from pages.parts.findings import inspected

MOST_POINTS = 20_000
"""More would only hide each other; a larger set is thinned evenly."""
PART = "part"


def scan_map(data: DataSet) -> None:
    found = inspected(data)
    if found is None:
        return
    st.subheader(
        "Map of all scans",
        help="Scans that look alike lie close together (t-SNE of their main differences). Where a "
        "colour gathers, the pictures tell something about the label. Black scans are left out. "
        "Draw a box or a lasso around points to see their scans.",
    )
    checks = {each.check: each.sentence for each in found.findings if len(each.rows)}
    colour = st.selectbox(
        "Colour by",
        [PART, *data.labels, *checks],
        format_func=lambda name: name if name not in checks else f"finding: {name}",
        key="map_colour",
        width=320,
    )
    rows = _shown(found)
    kinds = _kinds(data, found, colour)[rows]
    event = st.plotly_chart(
        _figure(found.arrays["map.places"][rows], rows, kinds),
        key=f"map_{data.fingerprint}_{colour}",
        on_select="rerun",
        config={"scrollZoom": True, "displaylogo": False},
        alt="map of all scans",
    )
    chosen = [point["customdata"] for point in event.selection.points]
    picked = np.array([each[0] if isinstance(each, list) else each for each in chosen], int)
    if len(picked):
        scan_gallery.paged(data, np.sort(picked), f"map_page_{len(picked)}_{picked[0]}")


def _shown(found: Inspection) -> np.ndarray:
    rows = np.flatnonzero(~np.isnan(found.arrays["map.places"][:, 0]))
    return rows[:: -(-len(rows) // MOST_POINTS)] if len(rows) > MOST_POINTS else rows


def _kinds(data: DataSet, found: Inspection, colour: str) -> np.ndarray:
    """``(n,)`` what to call each scan."""
    if colour == PART:
        return data.table["split"].map(parts.TITLES).to_numpy(object)
    if colour in data.labels:
        truth = data.targets[:, data.labels.index(colour)]
        return np.select([truth == 1, truth == 0], ["present", "absent"], "unknown").astype(object)
    kinds = np.full(len(data), "other", object)
    kinds[found.of(colour).rows] = colour
    return kinds


def _figure(places: np.ndarray, rows: np.ndarray, kinds: np.ndarray) -> go.Figure:
    figure = go.Figure()
    for i, kind in enumerate(sorted(set(kinds), key=lambda kind: -(kinds == kind).sum())):
        here = kinds == kind
        figure.add_scattergl(
            name=f"{kind} ({here.sum():,})",
            x=places[here, 0],
            y=places[here, 1],
            customdata=rows[here],
            mode="markers",
            marker={"size": 5 if len(rows) < 5000 else 3, "color": charts.colour(i)},
            opacity=0.65,
            hovertemplate=f"{kind}<br>scan %{{customdata}}<extra></extra>",
        )
    figure.update_layout(
        height=560,
        margin={"l": 0, "r": 0, "t": 24, "b": 0},
        dragmode="lasso",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "itemsizing": "constant"},
        xaxis={"visible": False},
        yaxis={"visible": False, "scaleanchor": "x"},
    )
    return figure
