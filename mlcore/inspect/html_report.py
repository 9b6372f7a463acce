"""An inspection as one HTML file to send to somebody: no script, nothing fetched, fit to print."""

from collections.abc import Iterable
from datetime import date
from html import escape
from pathlib import Path

import numpy as np

from mlcore import atomic
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.inspect import html_parts, statistics, wording
from mlcore.inspect.ceiling import EVERYWHERE
from mlcore.inspect.finding import SEVERITIES, Finding
from mlcore.inspect.inspection import Inspection

PICTURES, IN_A_GROUP = 12, 4
"""Scans shown of a finding, and of one group of it."""
LABELS = 20
"""In the table of labels together, which has as many columns."""
MEANING = {
    "fault": "scores or models will be wrong",
    "warning": "look before you train",
    "note": "good to know",
}


def write(data: DataSet, found: Inspection, file: Path) -> None:
    """Write the report; `ScanLabError` where ``file`` cannot be written."""
    try:
        with atomic.replacing(file) as temporary:
            temporary.write_text(html(data, found), encoding="utf-8")
    except OSError as problem:
        raise ScanLabError(
            f"the report cannot be written to {file} ({problem.strerror}); name a file in a folder "
            "that exists and may be written to"
        ) from problem


def html(data: DataSet, found: Inspection) -> str:
    """The whole page."""
    sections = (
        _head(data, found),
        _findings(data, found.findings),
        _labels(data),
        _together(data),
        _ceiling(data, found),
        _averages(data, found),
    )
    return html_parts.page(f"Inspection of {data.name}", "".join(sections))


def _head(data: DataSet, found: Inspection) -> str:
    parts = ", ".join(f"{split} {size:,}" for split, size in data.split_sizes().items())
    counts = {s: sum(of.severity == s for of in found.findings) for s in SEVERITIES}
    tiles = {
        "scans": f"{len(data):,}",
        "labels": f"{len(data.labels):,}",
        "pixels": f"{data.side} × {data.side}",
        "black": wording.percent(found.facts["black"]["fraction"]),
    } | {f"{severity}s": str(count) for severity, count in counts.items()}
    return (
        f"<h1>Inspection of {escape(data.name)}</h1>"
        f"<p class=small>{escape(str(data.facts.get('source', '')))} · {escape(parts)} · "
        f"fingerprint {escape(data.fingerprint)} · {date.today():%d %B %Y}</p>"
        + html_parts.tiles(tiles)
    )


def _findings(data: DataSet, findings: Iterable[Finding]) -> str:
    entries = [_finding(data, finding) for finding in findings]
    meaning = "; ".join(f"<b>{name}</b>: {text}" for name, text in MEANING.items())
    return f"<h2>Findings</h2><p class=small>{meaning}.</p>" + (
        "".join(entries) or "<p>Nothing was found.</p>"
    )


def _finding(data: DataSet, finding: Finding) -> str:
    return (
        f"<section><p><span class='mark {finding.severity}'>{finding.severity}</span> "
        f"{escape(finding.sentence)}</p>{_pictures(data, finding)}</section>"
    )


def _pictures(data: DataSet, finding: Finding) -> str:
    """The first scans of a finding, those of a group side by side."""
    if finding.groups is None:
        few = [finding.rows[:PICTURES]]
    else:
        # Groups come one after the other, so the first scans hold the first groups.
        rows, groups = finding.rows, finding.groups
        few = [rows[groups == number][:IN_A_GROUP] for number in range(PICTURES // 2)]
    figures = [
        "<div class=group>"
        + "".join(html_parts.figure(data.pixels[row], _caption(data, row)) for row in rows)
        + "</div>"
        for rows in few
        if len(rows)
    ]
    shown = sum(map(len, few))
    more = len(finding.rows) - shown
    rest = f"<p class=small>and {more:,} more</p>" if more and shown else ""
    return f"<div class=pictures>{''.join(figures)}</div>{rest}" if figures else ""


def _caption(data: DataSet, row: int) -> str:
    truth = data.targets[row]
    present = [label for label, value in zip(data.labels, truth, strict=True) if value == 1]
    said = ", ".join(present) or ("unknown" if np.isnan(truth).all() else "none")
    return f"{data.table['id'].iat[row]} · {data.table['split'].iat[row]} · {said}"


def _labels(data: DataSet) -> str:
    counts = statistics.label_counts(data)
    rows = [
        (
            row.label,
            row.split,
            f"{row.present:,}",
            f"{row.unknown:,}" if row.unknown else "",
            html_parts.bar(row.prevalence, row.low, row.high),
        )
        for label in data.labels
        for row in counts[counts["label"] == label].itertuples()
    ]
    return (
        "<h2>Labels</h2><p class=small>Prevalence: share of the scans with a known answer in which "
        "the label is present, with its 95 % interval.</p>"
        + html_parts.table(("label", "part", "present", "unknown", "prevalence"), rows)
    )


def _together(data: DataSet) -> str:
    if len(data.labels) < 2:
        return ""
    counts = statistics.co_occurrence(data)
    often = np.argsort(-np.diag(counts), kind="stable")[:LABELS]
    share = statistics.conditional(counts).iloc[often, often]
    rows = [
        (label, *map(html_parts.shaded, values))
        for label, values in zip(share.index, share.to_numpy(), strict=True)
    ]
    return (
        "<h2>Labels together</h2><p class=small>Of the scans with the label of a row, the share "
        f"that also has the label of a column; the {len(rows)} commonest labels.</p>"
        + html_parts.table(("", *share.columns), rows)
    )


def _ceiling(data: DataSet, found: Inspection) -> str:
    parts = [EVERYWHERE, *data.split_sizes()]
    best = {label: [found.ceiling[p]["f1"][label] for p in parts] for label in data.labels}
    limited = {k: v for k, v in best.items() if any(f1 is not None and f1 < 1 for f1 in v)}
    rows = [(label, *map(html_parts.number, values)) for label, values in limited.items()]
    return (
        "<h2>The best F1 there can be</h2><p class=small>Scans that are equal in every pixel get "
        "one answer; where their labels differ, no model can be right on all.</p>"
        + (
            html_parts.table(("label", *parts), rows)
            if rows
            else "<p>No equal scans have different labels, so nothing limits a model.</p>"
        )
    )


def _averages(data: DataSet, found: Inspection) -> str:
    present, absent = (found.arrays[f"averages.{name}"] for name in ("present", "absent"))
    entries = []
    for label, has, lacks in zip(data.labels, present, absent, strict=True):
        if np.isnan(has).any() or np.isnan(lacks).any():
            continue
        pictures = {
            f"with {label}": has.astype(np.uint8),
            f"without {label}": lacks.astype(np.uint8),
            "difference": html_parts.difference(has - lacks),
        }
        figures = "".join(html_parts.figure(p, text) for text, p in pictures.items())
        entries.append(f"<div class=group>{figures}</div>")
    if not entries:
        return ""
    return (
        "<h2>Average scans</h2><p class=small>Red: brighter with the label; blue: darker.</p>"
        f"<div class=pictures>{''.join(entries)}</div>"
    )
