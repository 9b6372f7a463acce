"""The watched scans: each with its truth and the course of its probabilities."""

import base64
from html import escape

import numpy as np
import streamlit as st

from mlcore.data import dataset
from mlcore.runs import panel
from mlcore.runs.folder import Run
from mlcore.runs.panel import Panel
from pages.parts import pictures
from pages.parts.pickers import open_stored

MOST_LABELS = 8
WIDTH, HEIGHT = 150, 22
MARKS = {1: ("●", "present"), 0: ("○", "absent"), None: ("?", "unknown")}
STYLE = """<style>
.watched{display:grid;grid-template-columns:repeat(auto-fill,minmax(165px,1fr));gap:18px 14px}
.watched figure{margin:0;font-size:.75rem;line-height:1.35;min-width:0}
.watched .scan{width:100%;border-radius:6px;display:block;margin-bottom:6px}
.watched .row{display:flex;gap:5px;margin-top:4px}
.watched .name{flex:1;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
.watched .number{font-variant-numeric:tabular-nums}
.watched .line{width:100%;height:22px;display:block}
.watched .absent{opacity:.7}
</style>"""


def panel_view(run: Run) -> None:
    watched = panel.read(run)
    if watched is None or not watched.epochs:
        return
    st.subheader("Scans to watch", anchor=False)
    st.caption(
        "Validation scans, never learnt from, the same in every epoch. ● the label is present, ○ "
        "absent, ? unknown. The line is the probability epoch by epoch, from 0 to 1, the number "
        "that of the last one: it should rise where there is ● and sink where there is ○."
    )
    images = _images(run, tuple(watched.rows))
    figures = [_figure(watched, i, images[i] if images else "") for i in range(len(watched.ids))]
    st.html(f'{STYLE}<div class="watched">{"".join(figures)}</div>')


def _images(run: Run, rows: tuple[int, ...]) -> list[str]:
    """Scans as data URLs; none where the data set is gone or changed."""
    name = run.config.get("dataset", "")
    if not dataset.exists(name):
        return []
    data = open_stored(name)
    if data.fingerprint != run.config.get("fingerprint"):
        return []
    return _encoded(data.fingerprint, rows, data)


@st.cache_data(max_entries=16, show_spinner=False)
def _encoded(_: str, rows: tuple[int, ...], _data: dataset.DataSet) -> list[str]:
    pngs = [pictures.png(np.asarray(_data.pixels[row]), 128) for row in rows]
    return [f"data:image/png;base64,{base64.b64encode(png).decode()}" for png in pngs]


def _figure(watched: Panel, scan: int, image: str) -> str:
    rows = [_row(watched, scan, i) for i in range(min(len(watched.labels), MOST_LABELS))]
    name = escape(watched.ids[scan])
    picture = f'<img class="scan" src="{image}" alt="scan {name}">' if image else ""
    return f'<figure title="{name}">{picture}{"".join(rows)}</figure>'


def _row(watched: Panel, scan: int, label: int) -> str:
    course = watched.probability[:, scan, label]
    truth = watched.truth[scan][label]
    mark, word = MARKS[truth]
    name = escape(watched.labels[label])
    return (
        f'<div class="{word}" title="{name}: {word}"><div class="row"><span>{mark}</span>'
        f'<span class="name">{name}</span><span class="number">{course[-1]:.2f}</span></div>'
        f'<img class="line" src="{_line(course)}" alt="probability by epoch"></div>'
    )


def _line(course: np.ndarray) -> str:
    """A small line from 0, at the bottom, to 1, with a mark at its end, as the URL of a picture."""
    x = np.linspace(2, WIDTH - 4, len(course)) if len(course) > 1 else np.array([WIDTH - 4])
    y = HEIGHT - 3 - course * (HEIGHT - 6)
    points = " ".join(f"{a:.1f},{b:.1f}" for a, b in zip(x, y, strict=True))
    drawing = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'preserveAspectRatio="none">'
        f'<rect width="{WIDTH}" height="{HEIGHT}" rx="2" fill="#808080" fill-opacity=".1"/>'
        f'<line x1="0" x2="{WIDTH}" y1="{HEIGHT / 2}" y2="{HEIGHT / 2}" stroke="#808080" '
        'stroke-opacity=".5" stroke-dasharray="3 3"/>'
        f'<polyline points="{points}" fill="none" stroke="#149688" stroke-width="2"/>'
        f'<circle cx="{x[-1]:.1f}" cy="{y[-1]:.1f}" r="2.5" fill="#149688"/></svg>'
    )
    return f"data:image/svg+xml;base64,{base64.b64encode(drawing.encode()).decode()}"
