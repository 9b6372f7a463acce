"""Architectures: what each network is made of, at any size."""

import streamlit as st

from mlcore.models import heads, registry, summary
from pages.parts import architecture, charts
from pages.parts.pickers import form_of_chosen

st.title("Architectures")
st.markdown("What each network is made of, and whether it can work on scans of your size.")

form = form_of_chosen()
with st.container(horizontal=True):
    name = st.selectbox(
        "Network",
        registry.names(),
        format_func=lambda name: registry.get(name).title,
        key="network",
        bind="query-params",
        width=180,
    )
    side = st.select_slider(
        "Side of a scan, in pixels",
        sorted({8, 16, 24, 32, 48, 64, 96, 128, 224, form.side}),
        value=form.side,
        key="side",
        persist_state="session",
        width=300,
    )
    channels = st.segmented_control(
        "Channels",
        [1, 3],
        default=form.channels,
        required=True,
        key="channels",
        persist_state="session",
        help="1 for grey scans, 3 for colour.",
    )
    labels = st.number_input(
        "Labels", 1, 200, form.labels, key="labels", persist_state="session", width=120
    )
    head = st.selectbox(
        "Output layer",
        [choice.name for choice in heads.HEADS],
        format_func=lambda name: next(c.title for c in heads.HEADS if c.name == name),
        key="head",
        persist_state="session",
        help="\n\n".join(f"**{choice.title}**: {choice.help}" for choice in heads.HEADS),
        width=260,
    )

network = registry.get(name)
rows = summary.layer_table(network, side, channels, labels, head)
st.markdown(network.summary + (f" *{network.note}*" if network.note else ""))
architecture.facts(network, rows)
charts.show(
    architecture.diagram(rows, side, channels),
    key="diagram",
    alt=f"layers of {network.title} as blocks",
)
st.caption(
    "A block is as high as its picture and as wide as its channels are many. Green: convolution, "
    "amber: pooling, violet: dense, pink: steps of a sequence, purple: a stage of a ready-made "
    "network; hover to read."
)
architecture.layer_table(rows)
