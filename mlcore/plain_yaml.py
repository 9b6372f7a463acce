"""Recipe files: YAML of plain values only, read without trusting it."""

from dataclasses import dataclass
from typing import Any

import yaml

from mlcore.errors import ScanLabError


@dataclass(frozen=True)
class Limits:
    """What a file is called in errors, and how large an honest one can be."""

    file: str
    """Such as ``cleaning recipe``."""
    entry: str
    """What its list holds, such as ``decision``."""
    longest_text: int
    """Characters."""
    longest_value: int
    """Characters of one word or number."""
    deepest: int
    """Lists and mappings within each other."""


def read(text: str, limits: Limits) -> Any:
    """Lists, mappings, words and numbers of the text; `ScanLabError` where it holds anything else.

    Tags (they construct objects), anchors and endless nesting are refused before a value is built.
    """
    if len(text) > limits.longest_text:
        raise ScanLabError(
            f"the {limits.file} has {len(text):,} characters; expected at most "
            f"{limits.longest_text:,}, so this is probably another file"
        )
    try:
        _check(text, limits)
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        place = f" at line {mark.line + 1}" if mark else ""
        what = getattr(problem, "problem", None) or "it holds characters that are not text"
        raise ScanLabError(f"the {limits.file} is not readable YAML{place}: {what}") from problem
    except ValueError as problem:
        raise ScanLabError(
            f"the {limits.file} holds a value that is not what it looks like ({problem}); put it "
            "in quotes"
        ) from problem


def write(rows: list[dict[str, Any]], head: str) -> str:
    """YAML of plain rows below a line of comment, keys in their order, lists of words on a line."""
    return f"# {head}\n" + yaml.dump(
        rows, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=96
    )


def _check(text: str, limits: Limits) -> None:
    depth = entry = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if not isinstance(event, yaml.NodeEvent):
            continue
        entry += depth == 1
        where = f"{limits.entry} {entry} of the {limits.file}, line {event.start_mark.line + 1}"
        special = getattr(event, "tag", None) or event.anchor
        if special:
            raise ScanLabError(
                f"{where}, uses {special!r}; expected plain words, numbers and lists only, "
                "no objects and no references: remove it"
            )
        if isinstance(event, yaml.ScalarEvent) and len(event.value) > limits.longest_value:
            raise ScanLabError(
                f"{where}, holds a value of {len(event.value):,} characters; "
                f"expected at most {limits.longest_value:,}"
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        if depth > limits.deepest:
            raise ScanLabError(f"{where}, is nested deeper than any recipe; expected a plain list")


class _Dumper(yaml.SafeDumper):
    """Tuples on one line, and the same value written twice rather than by reference."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


_Dumper.add_representer(
    tuple,
    lambda dumper, values: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", values, flow_style=True
    ),
)
