"""The model card of a run: data, recipe, scores, limits, intended use.

Sections as in Mitchell et al. 2019, "Model cards for model reporting".
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from pathlib import Path

from mlcore.errors import ScanLabError
from mlcore.inspect import html_parts
from mlcore.metrics import table
from mlcore.share import look, settings, words, written
from mlcore.share.facts import Facts

SCORES = ("f1", "average_precision", "auc", "balanced_accuracy", "brier", "calibration_error")
EACH_LABEL = ("f1", "average_precision", "auc")
SPECIAL = re.compile(r"([\\`*_\[\]|~])")
"""Characters that mean something in Markdown."""


@dataclass(frozen=True)
class Section:
    title: str
    sentences: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[Sequence[str], ...] = ()


def write(facts: Facts, file: Path) -> None:
    """As Markdown or HTML, by the ending of ``file``; `ScanLabError` for another ending."""
    if file.suffix.lower() not in FORMS:
        raise ScanLabError(
            f"a model card cannot be written to {file}: its ending is {file.suffix or 'missing'}; "
            f"expected {' or '.join(FORMS)}"
        )
    written.text(FORMS[file.suffix.lower()](facts), file, "the model card")


def markdown(facts: Facts) -> str:
    """The whole card."""
    pieces = [f"# {_plain(_title(facts))}"]
    for section in _sections(facts):
        pieces.append(f"## {section.title}")
        pieces += [_plain(sentence) for sentence in section.sentences]
        if section.rows:
            lines = [section.columns, ["---"] * len(section.columns), *section.rows]
            cells = [[cell if cell == "---" else _plain(cell) for cell in row] for row in lines]
            pieces.append("\n".join(f"| {' | '.join(row)} |" for row in cells))
    return "\n\n".join(pieces) + "\n"


def html(facts: Facts) -> str:
    """The same as one page, nothing fetched."""
    pieces = [f"<h1>{escape(_title(facts))}</h1>"]
    for section in _sections(facts):
        pieces.append(f"<h2>{escape(section.title)}</h2>")
        pieces += [f"<p>{escape(sentence)}</p>" for sentence in section.sentences]
        if section.rows:
            pieces.append(html_parts.table(section.columns, section.rows))
    return html_parts.page(_title(facts), "".join(pieces), look.STYLE)


FORMS = {".md": markdown, ".html": html}


def _title(facts: Facts) -> str:
    return f"Model card: {facts.network} on {facts.run.config.get('dataset')}"


def _sections(facts: Facts) -> tuple[Section, ...]:
    return (
        Section("In short", (words.headline(facts), words.NOT_A_DEVICE)),
        Section("Intended use", (words.USE,)),
        Section("Limits", tuple(words.limits(facts))),
        _scores(facts),
        _labels(facts),
        _data(facts),
        _groups(facts),
        Section("Recipe", (), ("setting", "value"), tuple(settings.shown(facts))),
        Section("Terms", tuple(f"{term}: {text}" for term, text in words.TERMS.items())),
    )


def _scores(facts: Facts) -> Section:
    rows = []
    for name in SCORES:
        kept = facts.result["metrics"][name]
        rows.append(
            (
                table.BY_NAME[name].title,
                words.number(kept["value"]),
                words.between(kept),
                *(words.number(kept[column]) for column in ("trivial", "linear", "ceiling")),
            )
        )
    sentence = (
        f"Means over {len(facts.labels)} labels on {facts.result['n']:,} {facts.part} scans the "
        "network did not learn from."
    )
    columns = ("score", "value", "95 %", "trivial", "linear", "ceiling")
    return Section("Scores", (sentence,), columns, tuple(rows))


def _labels(facts: Facts) -> Section:
    rows = []
    for label, said in words.each_label(facts).items():
        cells = facts.counts[label]
        each = (facts.result["metrics"][name]["per_label"][label] for name in EACH_LABEL)
        rows.append(
            (
                label,
                f"{cells['found'] + cells['missed']:,}",
                f"{facts.decisions.by_label[label]:.3f}",
                *(f"{words.number(kept['value'])} ({words.between(kept)})" for kept in each),
                said,
            )
        )
    titles = (table.BY_NAME[name].title for name in EACH_LABEL)
    columns = ("label", "present", "threshold", *(f"{t} (95 %)" for t in titles), "in words")
    return Section("Labels", (), columns, tuple(rows))


def _data(facts: Facts) -> Section:
    if facts.ground is None:
        return Section("Data", (f"{facts.run.config.get('dataset')}; gone or changed since.",))
    data = facts.ground.data
    sizes = ", ".join(f"{name} {size:,}" for name, size in data.split_sizes().items())
    sentence = (
        f"{data.name}: {len(data):,} scans ({sizes}), {data.side} × {data.side} pixels, from "
        f"{data.facts.get('source', 'an unknown source')}, fingerprint {data.fingerprint}."
    )
    rows = tuple((finding.severity, finding.sentence) for finding in facts.ground.found.findings)
    return Section("Data", (sentence,), ("severity", "what the inspection found"), rows)


def _groups(facts: Facts) -> Section:
    rows = tuple(
        (
            f"{one.slice.by}: {one.slice.value}",
            f"{len(one.slice.rows):,}",
            words.number(one.value),
            words.number(one.trivial),
        )
        for one in facts.worst_groups
    )
    sentence = "The lowest F1 on parts of the scans." if rows else "No group could be scored."
    return Section("Groups", (sentence,), ("group", "scans", "F1", "trivial"), rows)


def _plain(text: str) -> str:
    """Nothing in a name can become a heading, a link or HTML."""
    return SPECIAL.sub(r"\\\1", escape(" ".join(text.split()), quote=False))
