"""A network as a table and as a picture."""

import pandas as pd
import plotly.graph_objects as go
import streamlit as st

from mlcore.models import registry, summary
from mlcore.models.registry import Network
from mlcore.models.summary import Row
from pages.parts import charts

DROPPED = ("Dropout", "Batch normalisation", "Layer normalisation", "ReLU", "Standardise")
"""Layers that leave the shape as it is and would only lengthen the picture."""

KINDS = (
    ("Conv", "Residual", "Local contrast"),
    ("Max pool", "Global"),
    ("Dense ",),
    ("LSTM", "Transformer", "Patches"),
    ("Capsules",),
    (),
    tuple(network.pretrained.text for network in registry.NETWORKS if network.pretrained),
)
"""How rows begin that are drawn in one colour."""
OTHER, SCAN = 5, 7


def facts(network: Network, rows: list[Row]) -> None:
    """The numbers of a network in a row, or why it cannot work at this size."""
    smallest = summary.smallest_side(network)
    problem = next((f"{row.text} {row.problem}" for row in rows if row.problem), None)
    if problem:
        st.error(
            f"{network.title} cannot work on scans this small: {problem}. "
            f"Its smallest side is **{smallest}**.",
            icon=":material/error:",
        )
        return
    count = sum(row.parameters for row in rows)
    with st.grid(4, min_column_width=150):
        st.metric(
            "Parameters",
            _short(count),
            help=f"{count:,} numbers the network can learn or keeps; more can learn more, and "
            "learn by heart.",
            border=True,
        )
        st.metric(
            "Multiply-adds",
            _short(sum(row.multiplications for row in rows)),
            help="For one scan: how much work an answer is; training takes three times as much.",
            border=True,
        )
        st.metric(
            "Memory",
            _short(count * 4) + "B",
            help="Of the weights, at four bytes a parameter; training needs three times as much.",
            border=True,
        )
        st.metric("Smallest side", f"{smallest} px", border=True)


def layer_table(rows: list[Row]) -> None:
    table = pd.DataFrame(
        {
            "Layer": [row.text for row in rows],
            "Output": [" × ".join(map(str, row.output)) if row.output else "–" for row in rows],
            "Parameters": [row.parameters for row in rows],
            "Multiply-adds": [row.multiplications for row in rows],
            "Problem": [row.problem for row in rows],
        },
        index=pd.RangeIndex(1, len(rows) + 1),
    )
    if not table["Problem"].any():
        table = table.drop(columns="Problem")
    number = st.column_config.NumberColumn(format="localized")
    st.dataframe(
        table,
        height="content",
        column_config={"Parameters": number, "Multiply-adds": number},
        alt="layers of the network",
    )


def diagram(rows: list[Row], side: int, channels: int) -> go.Figure:
    """Each output as a block: as high as its picture, as wide as its number of channels."""
    blocks = [("Scan", (side, side, channels))]
    blocks += [(r.text, r.output) for r in rows if r.output and not r.text.startswith(DROPPED)]
    figure = go.Figure()
    x = 0.0
    for position, (text, shape) in enumerate(blocks):
        high, wide = _block(shape, side)
        figure.add_scatter(
            x=[x, x, x + wide, x + wide, x],
            y=[-high, high, high, -high, -high],
            fill="toself",
            mode="lines",
            line={"width": 1, "color": charts.colour(_kind(text, position))},
            opacity=0.85,
            name=text,
            hoveron="fills",
            text=f"{text}<br>{' × '.join(map(str, shape))}",
            hoverinfo="text",
        )
        figure.add_annotation(
            x=x + wide / 2,
            y=-high - 0.06,
            text="×".join(map(str, shape)),
            textangle=-60,
            showarrow=False,
            yanchor="top",
            font={"size": 10},
        )
        x += wide + 0.35
    figure.update_layout(
        height=330,
        showlegend=False,
        margin={"l": 8, "r": 8, "t": 8, "b": 8},
        xaxis={"visible": False},
        yaxis={"visible": False, "range": [-2.0, 1.1]},
    )
    return figure


def _block(shape: tuple[int, ...], side: int) -> tuple[float, float]:
    """Half the height and the width of a block."""
    if len(shape) == 1:
        return 0.12 + 0.88 * min(1.0, shape[0] / 4096), 0.25
    return max(0.06, min(1.0, shape[0] / side)), 0.25 + 0.16 * shape[-1] ** 0.5


def _kind(text: str, position: int) -> int:
    if position == 0:
        return SCAN
    return next((i for i, starts in enumerate(KINDS) if text.startswith(starts)), OTHER)


def _short(count: float) -> str:
    for limit, unit in ((1e9, "G"), (1e6, "M"), (1e3, "k")):
        if count >= limit:
            return f"{count / limit:.3g} {unit}"
    return f"{count:g} "
