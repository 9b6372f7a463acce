"""Pieces of an HTML report: page, tiles, tables, bars and pictures, all in the file itself."""

import base64
from collections.abc import Iterable, Mapping, Sequence
from html import escape

import cv2
import numpy as np

LARGEST = 128
"""Pixels a side of a picture in a report."""
STYLE = """
:root { --ink: #1d2733; --soft: #5d6b7a; --line: #dde3ea; --bar: #3b7ea1; --paper: #fff }
* { box-sizing: border-box }
body { font: 15px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; print-color-adjust: exact;
  -webkit-print-color-adjust: exact }
h1 { font-size: 1.7rem; margin: 0 } h2 { font-size: 1.2rem; margin: 2.2rem 0 .3rem }
.small { color: var(--soft); font-size: .85rem; margin: .2rem 0 .8rem }
.tiles { display: flex; flex-wrap: wrap; gap: .6rem }
.tile { border: 1px solid var(--line); border-radius: .5rem; padding: .5rem .9rem; min-width: 6rem }
.tile b { display: block; font-size: 1.3rem }
section { border-top: 1px solid var(--line); padding: .4rem 0; break-inside: avoid }
.mark { border-radius: .3rem; padding: .05rem .45rem; font-size: .8rem; color: #fff }
.fault { background: #b3261e } .warning { background: #a15c00 } .note { background: #4a6278 }
.pictures { display: flex; flex-wrap: wrap; gap: .8rem }
.group { display: flex; flex-wrap: wrap; gap: .3rem; break-inside: avoid }
figure { margin: 0; width: 6.2rem } figure img { width: 6.2rem; height: 6.2rem; background: #000 }
figcaption { font-size: .65rem; line-height: 1.25; color: var(--soft); overflow-wrap: anywhere }
table { border-collapse: collapse; font-size: .85rem } th { font-weight: 600; text-align: left }
th, td { padding: .2rem .7rem .2rem 0; border-bottom: 1px solid var(--line) }
svg text { font: 11px system-ui, sans-serif; fill: var(--ink) }
.scroll { overflow-x: auto }
"""


class Markup(str):
    """Text that is HTML already."""


def page(title: str, body: str, style: str = STYLE) -> str:
    return (
        "<!doctype html><html lang=en><head><meta charset=utf-8>"
        '<meta name=viewport content="width=device-width, initial-scale=1">'
        f"<title>{escape(title)}</title><style>{style}</style></head><body>{body}</body></html>\n"
    )


def tiles(values: Mapping[str, str]) -> str:
    each = (f"<div class=tile><b>{escape(v)}</b>{escape(k)}</div>" for k, v in values.items())
    return f"<div class=tiles>{''.join(each)}</div>"


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Cells are escaped unless they are `Markup`."""
    head = "".join(f"<th>{escape(column)}</th>" for column in columns)
    body = "".join(f"<tr>{''.join(map(_cell, row))}</tr>" for row in rows)
    inside = f"<thead><tr>{head}</tr></thead><tbody>{body}</tbody>"
    return f"<div class=scroll><table>{inside}</table></div>"


def bar(share: float, low: float, high: float) -> Markup:
    """A bar of 0 to 100 % with its interval as a line; a dash where it is undefined."""
    if np.isnan(share):
        return Markup("–")
    return Markup(
        "<svg width=300 height=16 role=img><rect x=0 y=2 height=12 width=200 fill=#eef1f5 />"
        f"<rect x=0 y=2 height=12 width={200 * share:.1f} fill=#3b7ea1 />"
        f"<line x1={200 * low:.1f} x2={200 * high:.1f} y1=8 y2=8 stroke=#1d2733 stroke-width=2 />"
        f"<text x=208 y=12>{share:.1%}</text></svg>"
    )


def shaded(share: float) -> Markup:
    """A number on a ground the darker the larger it is."""
    if np.isnan(share):
        return Markup("<span>–</span>")
    ink = "#fff" if share > 0.55 else "#1d2733"
    style = f"background:rgba(59,126,161,{share:.2f});color:{ink};padding:.1rem .5rem"
    return Markup(f'<span style="{style}">{share:.0%}</span>')


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def figure(pixels: np.ndarray, caption: str) -> str:
    """``(side, side)`` or ``(side, side, 1 or 3)`` uint8, with what it is."""
    said = f"<figcaption>{escape(caption)}</figcaption>"
    return f'<figure><img alt="" src="{_uri(pixels)}">{said}</figure>'


def difference(values: np.ndarray) -> np.ndarray:
    """``(side, side, 3)`` uint8: white where ``values`` are 0, red above and blue below."""
    size = np.abs(values) / max(float(np.abs(values).max()), 1e-6)
    fade = np.rint(255 * (1 - size)).astype(np.uint8)
    full = np.full_like(fade, 255)
    red, blue = np.where(values >= 0, full, fade), np.where(values <= 0, full, fade)
    return np.stack([red, fade, blue], axis=-1)


def _cell(text: str) -> str:
    return f"<td>{text if isinstance(text, Markup) else escape(text)}</td>"


def _uri(pixels: np.ndarray) -> str:
    """A picture as text, at most `LARGEST` a side."""
    picture = np.ascontiguousarray(pixels)
    if picture.shape[0] > LARGEST:
        picture = cv2.resize(picture, (LARGEST, LARGEST), interpolation=cv2.INTER_AREA)
    if picture.shape[-1] == 3:
        picture = cv2.cvtColor(picture, cv2.COLOR_RGB2BGR)
    _, file = cv2.imencode(".png", picture)
    return f"data:image/png;base64,{base64.b64encode(file.tobytes()).decode()}"
