"""One run as one HTML file for people who decide: no script, nothing fetched, fit to print."""

from collections.abc import Iterable, Mapping
from datetime import date
from html import escape
from pathlib import Path
from typing import Any

import numpy as np

from mlcore.data import parts
from mlcore.evaluate import calibration
from mlcore.evaluate.confusion import CELLS
from mlcore.inspect import html_parts
from mlcore.inspect.html_parts import Markup
from mlcore.metrics import table
from mlcore.share import charts, look, report_drawn, settings, words, written
from mlcore.share.facts import Facts
from mlcore.share.report_drawn import section

SCORES = ("value", "95 %", "", "trivial", "linear", "ceiling")
EACH_LABEL = ("f1", "average_precision", "auc")


def write(facts: Facts, file: Path) -> None:
    """`ScanLabError` where ``file`` cannot be written."""
    written.text(html(facts), file, "the report")


def html(facts: Facts) -> str:
    """The whole page."""
    sections = (
        _head(facts),
        _labels_in_words(facts),
        _limits(facts),
        _scores(facts),
        _labels(facts),
        _confusion(facts),
        report_drawn.curves(facts),
        _groups(facts),
        report_drawn.training(facts),
        _data(facts),
        _settings(facts),
        _terms(),
    )
    title = f"{facts.network} on {facts.run.config.get('dataset')}"
    return html_parts.page(title, "".join(sections), look.STYLE)


def _head(facts: Facts) -> str:
    f1, run = facts.result["metrics"]["f1"], facts.run
    tiles = {
        f"F1, {facts.part} scans": words.number(f1["value"]),
        "95 % interval": words.between(f1),
        "without looking": words.number(f1["trivial"]),
        "AUC": words.number(facts.result["metrics"]["auc"]["value"]),
        f"{facts.part} scans": f"{facts.result['n']:,}",
        "labels": str(len(facts.labels)),
    }
    note = f"<p>{escape(facts.note)}</p>" if facts.note else ""
    return (
        f"<h1>{escape(facts.network)} on {escape(str(run.config.get('dataset')))}</h1>"
        f"<p class=small>Report of run {escape(run.name)} · {date.today():%d %B %Y}</p>"
        f"<p class=lead>{escape(words.headline(facts))}</p>"
        f"{html_parts.tiles(tiles)}{note}<p class=device>{escape(words.NOT_A_DEVICE)}</p>"
    )


def _labels_in_words(facts: Facts) -> str:
    return section(
        "What it finds and misses",
        "",
        _definitions(words.each_label(facts)),
    )


def _limits(facts: Facts) -> str:
    return section("What to keep in mind", "", _bullets(words.limits(facts)))


def _scores(facts: Facts) -> str:
    rows = []
    for metric in table.METRICS:
        kept = facts.result["metrics"][metric.name]
        lower = "" if metric.higher_is_better else " (lower is better)"
        rows.append((metric.title + lower, *_told(kept)))
    return section(
        "Scores",
        f"Means over {len(facts.labels)} labels, {facts.result['n']:,} {facts.part} scans in "
        f"{facts.result['groups']:,} groups of scans that belong together. Dot: the score on its "
        "95 % interval; solid tick: the best answer without looking; dashed tick: the ceiling of "
        "the data.",
        html_parts.table(("score", *SCORES), rows),
    )


def _labels(facts: Facts) -> str:
    rows = []
    for label in facts.labels:
        cells = facts.counts[label]
        for name in EACH_LABEL:
            first = name == EACH_LABEL[0]
            kept = facts.result["metrics"][name]["per_label"][label]
            rows.append(
                (
                    label if first else "",
                    f"{cells['found'] + cells['missed']:,}" if first else "",
                    f"{facts.decisions.by_label[label]:.3f}" if first else "",
                    table.BY_NAME[name].title,
                    *_told(kept),
                )
            )
    chosen = calibration.BY_NAME[facts.decisions.method]
    return section(
        "Labels",
        f"A label is called present from its threshold on. Calibration: {chosen.title.lower()}.",
        html_parts.table(("label", "present", "threshold", "score", *SCORES), rows),
    )


def _told(kept: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        words.number(kept["value"]),
        words.between(kept),
        charts.interval(*(kept[name] for name in ("value", "low", "high", "trivial", "ceiling"))),
        *(words.number(kept[name]) for name in ("trivial", "linear", "ceiling")),
    )


def _confusion(facts: Facts) -> str:
    rows = [
        (label, charts.shares(list(cells.items())), *(f"{count:,}" for count in cells.values()))
        for label, cells in facts.counts.items()
    ]
    keys = "".join(
        f"<span class='key {name}'></span>{escape(text)}" for name, text in CELLS.items()
    )
    return section(
        "Right and wrong",
        "",
        f"<p class=small>{keys}</p>"
        + html_parts.table(("label", "", *(text for text in CELLS.values())), rows),
    )


def _groups(facts: Facts) -> str:
    rows = [
        (
            f"{one.slice.by}: {one.slice.value}",
            f"{len(one.slice.rows):,}",
            *_told(
                {
                    name: None if np.isnan(value) else float(value)
                    for name, value in vars(one).items()
                    if name != "slice"
                }
                | {"linear": None, "ceiling": None}
            )[:4],
        )
        for one in facts.worst_groups
    ]
    if not rows:
        return ""
    return section(
        "Groups it does worst on",
        "F1 on parts of the scans with at least 30 of them, the lowest first. A group can be low "
        "because its labels are rare there: compare with the trivial score.",
        html_parts.table(("group", "scans", "F1", "95 %", "", "trivial"), rows),
    )


def _data(facts: Facts) -> str:
    if facts.ground is None:
        return section("Data", "", "<p>The data set is gone or has changed.</p>")
    data, found = facts.ground.data, facts.ground.found
    sizes = {f"{parts.TITLES[name]} scans": f"{n:,}" for name, n in data.split_sizes().items()}
    entries = [
        f"<li><span class='mark {finding.severity}'>{finding.severity}</span> "
        f"{escape(finding.sentence)}</li>"
        for finding in found.findings
    ]
    return section(
        "Data",
        f"{data.name}, {data.side} × {data.side} pixels, {data.channels} channel"
        f"{'' if data.channels == 1 else 's'}, fingerprint {data.fingerprint}.",
        html_parts.tiles(sizes)
        + (f"<ul>{''.join(entries)}</ul>" if entries else "<p>The inspection found nothing.</p>"),
    )


def _settings(facts: Facts) -> str:
    return section(
        "Settings",
        "",
        html_parts.table(("setting", "value"), settings.shown(facts)),
    )


def _terms() -> str:
    return section("Terms", "", _definitions(words.TERMS))


def _definitions(entries: Mapping[str, str]) -> Markup:
    each = (f"<dt>{escape(k)}</dt><dd>{escape(v)}</dd>" for k, v in entries.items())
    return Markup(f"<dl>{''.join(each)}</dl>")


def _bullets(sentences: Iterable[str]) -> Markup:
    return Markup(f"<ul>{''.join(f'<li>{escape(one)}</li>' for one in sentences)}</ul>")
