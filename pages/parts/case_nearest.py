"""The training scans nearest to the scan of a case sheet."""

import base64
from html import escape

import numpy as np
import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.trust.nearest import Near
from mlcore.trust.sheet import Sheet
from pages.parts import pictures

STYLE = """<style>
.case-near{display:grid;grid-template-columns:repeat(5,minmax(0,1fr));gap:14px}
@media(max-width:640px){.case-near{grid-template-columns:repeat(2,minmax(0,1fr))}}
.case-near figure{margin:0;min-width:0;font-size:.82rem;line-height:1.4}
.case-near img{width:100%;border-radius:8px;display:block;margin-bottom:6px}
.case-near .id{opacity:.75;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.case-near .has{font-weight:650;overflow-wrap:anywhere}
.case-near .same{display:inline-block;background:#b45309;color:#fff;border-radius:99px;
 padding:1px 10px;font-weight:650;font-size:.76rem}
</style>"""
HELP = (
    "Found by coarse grey values and by how edges run, without the network. A distance of 0 is the "
    "same picture; two training scans picked at random are about 1.4 apart. Their labels are those "
    "of the data set, as its authors gave them."
)


def show(told: Sheet, data: DataSet | None) -> None:
    if not told.nearest or data is None:
        return
    st.subheader("Training scans that look most alike", anchor=False, help=HELP)
    rows = tuple(near.row for near in told.nearest)
    images = _encoded(data.fingerprint, rows, data)
    figures = [_figure(near, image) for near, image in zip(told.nearest, images, strict=True)]
    st.html(f'{STYLE}<div class="case-near">{"".join(figures)}</div>')


@st.cache_data(max_entries=64, show_spinner=False)
def _encoded(_: str, rows: tuple[int, ...], _data: DataSet) -> list[str]:
    pngs = [pictures.png(np.asarray(_data.pixels[row])) for row in rows]
    return [f"data:image/png;base64,{base64.b64encode(png).decode()}" for png in pngs]


def _figure(near: Near, image: str) -> str:
    name = escape(near.id)
    present = [label for label, value in near.labels.items() if value]
    unknown = all(value is None for value in near.labels.values())
    has = ", ".join(present) or ("labels unknown" if unknown else "none of the labels")
    mark = '<span class="same">identical</span>' if near.identical else ""
    far = mark or f"distance {near.distance:.2f}"
    return (
        f'<figure title="{name}"><img src="{image}" alt="training scan {name}">'
        f'<div class="has">{escape(has)}</div><div>{far}</div><div class="id">{name}</div></figure>'
    )
