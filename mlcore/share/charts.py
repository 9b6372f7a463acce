"""Charts as SVG inside a page: they need no script, print well, and follow light and dark."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from mlcore.inspect.html_parts import Markup

LEFT, RIGHT, TOP, BOTTOM = 38, 6, 8, 30
"""Pixels around the field of a chart."""


@dataclass(frozen=True)
class Line:
    name: str
    x: np.ndarray
    """``(k,)``."""
    y: np.ndarray
    """``(k,)``; a gap where NaN."""
    kind: str = "first"
    """How it is drawn: ``first``, ``second`` or ``guide``."""
    low: np.ndarray | None = None
    """``(k,)``, with ``high`` a band around it."""
    high: np.ndarray | None = None
    dots: bool = False


@dataclass(frozen=True)
class Field:
    """What the two axes mean, and the numbers at their ends."""

    x_title: str
    y_title: str
    x: tuple[float, float] = (0.0, 1.0)
    y: tuple[float, float] = (0.0, 1.0)
    width: int = 174
    height: int = 166

    def across(self, x: np.ndarray) -> np.ndarray:
        low, high = self.x
        return LEFT + (np.asarray(x) - low) / (high - low) * (self.width - LEFT - RIGHT)

    def down(self, y: np.ndarray) -> np.ndarray:
        low, high = self.y
        return (
            self.height
            - BOTTOM
            - (np.asarray(y) - low) / (high - low) * (self.height - TOP - BOTTOM)
        )


def chart(title: str, field: Field, lines: Sequence[Line]) -> Markup:
    """Lines over a field with a grid, under their title."""
    drawn = "".join(_band(field, line) + _line(field, line) for line in lines)
    return Markup(
        f"<figure class=chart><figcaption>{escape(title)}</figcaption>"
        f'<svg viewBox="0 0 {field.width} {field.height}" width={field.width} '
        f'height={field.height} role=img aria-label="{escape(title)}">'
        f"{_grid(field)}{drawn}</svg></figure>"
    )


def interval(
    value: float | None,
    low: float | None,
    high: float | None,
    trivial: float | None = None,
    ceiling: float | None = None,
) -> Markup:
    """A score from 0 to 1 as a dot on its interval, beside a tick for what trivial answers get and
    one for the ceiling; a dash where it is undefined."""
    if value is None:
        return Markup("–")

    def at(number: float) -> str:
        return f"{4 + 172 * min(max(number, 0.0), 1.0):.1f}"

    ticks = "".join(
        f"<line class={kind} x1={at(place)} x2={at(place)} y1=2 y2=16 />"
        for kind, place in (("trivial", trivial), ("ceiling", ceiling))
        if place is not None
    )
    around = (
        f"<line class=around x1={at(low)} x2={at(high)} y1=9 y2=9 />"
        if low is not None and high is not None
        else ""
    )
    return Markup(
        "<svg class=interval viewBox='0 0 180 18' width=180 height=18 role=img aria-hidden=true>"
        f"<line class=rail x1=4 x2=176 y1=9 y2=9 />{ticks}{around}"
        f"<circle class=dot cx={at(value)} cy=9 r=4 /></svg>"
    )


def shares(parts: Sequence[tuple[str, int]]) -> Markup:
    """A bar whose pieces are as long as their counts; ``parts``: CSS class and count."""
    whole = sum(count for _, count in parts) or 1
    pieces, x = [], 0.0
    for kind, count in parts:
        width = 240 * count / whole
        pieces.append(f"<rect class={kind} x={x:.1f} y=1 width={width:.1f} height=14 />")
        x += width
    return Markup(
        f"<svg class=shares width=240 height=16 role=img aria-hidden=true>{''.join(pieces)}</svg>"
    )


def _grid(field: Field) -> str:
    pieces, foot = [], field.height - BOTTOM
    for share in (0.0, 0.5, 1.0):
        x = field.x[0] + share * (field.x[1] - field.x[0])
        y = field.y[0] + share * (field.y[1] - field.y[0])
        left, up = float(field.across(x)), float(field.down(y))
        anchor = {0.0: "start", 1.0: "end"}.get(share, "middle")
        pieces += [
            f"<line class=grid x1={left:.1f} x2={left:.1f} y1={TOP} y2={foot} />",
            f"<line class=grid x1={LEFT} x2={field.width - RIGHT} y1={up:.1f} y2={up:.1f} />",
            f"<text x={left:.1f} y={foot + 12} text-anchor={anchor}>{x:.3g}</text>",
            f"<text x={LEFT - 4} y={up + 4:.1f} text-anchor=end>{y:.2g}</text>",
        ]
    middle = (LEFT + field.width - RIGHT) / 2
    height = (TOP + field.height - BOTTOM) / 2
    return "".join(pieces) + (
        f"<text class=axis x={middle} y={field.height - 4} text-anchor=middle>"
        f"{escape(field.x_title)}</text>"
        f"<text class=axis text-anchor=middle transform='translate(9 {height}) rotate(-90)'>"
        f"{escape(field.y_title)}</text>"
    )


def _line(field: Field, line: Line) -> str:
    known = ~np.isnan(line.y)
    x, y = field.across(line.x), np.clip(field.down(line.y), 0, field.height)
    path, drawing = [], False
    for i in range(len(x)):
        if known[i]:
            path.append(f"{'L' if drawing else 'M'}{x[i]:.1f} {y[i]:.1f}")
        drawing = bool(known[i])
    dots = (
        "".join(
            f"<circle class={line.kind} cx={x[i]:.1f} cy={y[i]:.1f} r=2.5 />"
            for i in np.flatnonzero(known)
        )
        if line.dots or known.sum() == 1
        else ""
    )
    return f'<path class="line {line.kind}" d="{"".join(path)}" />{dots}' if path else ""


def _band(field: Field, line: Line) -> str:
    if line.low is None or line.high is None:
        return ""
    known = ~(np.isnan(line.low) | np.isnan(line.high))
    if known.sum() < 2:
        return ""
    x = field.across(line.x[known])
    edges = np.concatenate([field.down(line.low[known]), field.down(line.high[known])[::-1]])
    corners = zip(np.concatenate([x, x[::-1]]), edges, strict=True)
    points = " ".join(f"{across:.1f},{down:.1f}" for across, down in corners)
    return f'<polygon class="band {line.kind}" points="{points}" />'
