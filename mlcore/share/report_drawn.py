"""What a report draws: the curves of each label, and how the training went."""

from collections.abc import Mapping
from html import escape
from typing import Any

import numpy as np

from mlcore.inspect.wording import counted
from mlcore.share import charts
from mlcore.share.charts import Field, Line
from mlcore.share.facts import Facts

CURVES = {
    "roc": ("Found against false alarms", "false alarms", "found"),
    "precision_recall": ("Right against found", "found", "right"),
    "calibration": ("Said against seen", "probability said", "share seen"),
}
"""Name in `mlcore.evaluate.curves.LabelCurves` to heading and axes."""


def curves(facts: Facts) -> str:
    """A chart a label of each kind of curve."""
    found = []
    for name, (heading, x, y) in CURVES.items():
        drawn = "".join(
            charts.chart(
                label,
                Field(x, y),
                [
                    *_guide(name, facts.result["metrics"], label),
                    Line(
                        label,
                        (curve := getattr(of, name)).x,
                        curve.y,
                        low=curve.low,
                        high=curve.high,
                        dots=name == "calibration",
                    ),
                ],
            )
            for label, of in zip(facts.labels, facts.curves, strict=True)
        )
        found.append(f"<h3>{escape(heading)}</h3><div class=charts>{drawn}</div>")
    return section(
        "Curves",
        "Each point is another threshold; the band holds 95 % of such curves of other scans. "
        "Dashed: answers without looking; under “said against seen”, probabilities that mean "
        "exactly what they say.",
        "".join(found),
    )


def _guide(name: str, metrics: Mapping[str, Any], label: str) -> list[Line]:
    ends = np.array([0.0, 1.0])
    if name != "precision_recall":
        return [Line("", ends, ends, "guide")]
    level = metrics["average_precision"]["per_label"][label]["trivial"]
    return [Line("", ends, np.full(2, np.nan if level is None else level), "guide")]


def training(facts: Facts) -> str:
    """Loss and average precision, epoch by epoch; empty where nothing was written down."""
    epochs = facts.history.epochs
    if not len(epochs):
        return ""
    count = epochs["epoch"].to_numpy(float)
    span = (float(count[0]), float(max(count[-1], count[0] + 1)))
    kept = {"first": "val", "second": "train"}
    drawn = []
    for name, title in (("loss", "Loss"), ("average_precision_macro", "Average precision")):
        lines = [
            Line(part, count, epochs[f"{part}_{name}"].to_numpy(float), kind)
            for kind, part in kept.items()
            if f"{part}_{name}" in epochs
        ]
        values = np.concatenate([line.y for line in lines]) if lines else np.array([np.nan])
        if np.isnan(values).all():
            continue
        top = 1.0 if name != "loss" else float(np.nanmax(values)) * 1.05 or 1.0
        field = Field("epoch", title.lower(), span, (0.0, top), 420, 220)
        drawn.append(charts.chart(title, field, lines))
    epoch = facts.run.model_card.get("epoch", "–")
    return section(
        "Training",
        f"{counted(len(epochs), 'epoch')}; the kept model is of epoch {epoch}. "
        "Green: validation scans; orange: training scans. Where they drift apart, the network "
        "learns its scans by heart.",
        f"<div class=charts>{''.join(drawn)}</div>",
    )


def section(title: str, small: str, inside: str) -> str:
    """A heading, a small sentence and finished HTML."""
    said = f"<p class=small>{escape(small)}</p>" if small else ""
    return f"<h2>{escape(title)}</h2>{said}{inside}"
