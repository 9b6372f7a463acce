"""Recipe files: YAML of plain values only, read without trusting it."""

from typing import Any

import yaml

from mlcore.errors import ScanLabError

LONGEST_TEXT = 20_000
LONGEST_VALUE = 100
DEEPEST = 8
HEAD = "# An augmentation recipe of ScanLab: its steps are applied from top to bottom.\n"


def read(text: str) -> Any:
    """Lists, mappings, words and numbers of the text; `ScanLabError` where it holds anything else.

    Tags (they construct objects), anchors and endless nesting are refused before a value is built.
    """
    if len(text) > LONGEST_TEXT:
        raise ScanLabError(
            f"the recipe has {len(text)} characters; expected at most {LONGEST_TEXT}, so this is "
            "probably another file"
        )
    try:
        _check(text)
        return yaml.safe_load(text)
    except yaml.YAMLError as problem:
        mark = getattr(problem, "problem_mark", None)
        place = f" at line {mark.line + 1}" if mark else ""
        what = getattr(problem, "problem", None) or "it holds characters that are not text"
        raise ScanLabError(f"the recipe is not readable YAML{place}: {what}") from problem
    except ValueError as problem:
        raise ScanLabError(
            f"the recipe holds a value that is not what it looks like ({problem}); put it in quotes"
        ) from problem


def write(rows: list[dict[str, Any]]) -> str:
    """YAML of plain rows, keys in their order, each range of numbers on one line."""
    return HEAD + yaml.dump(rows, Dumper=_Dumper, sort_keys=False, allow_unicode=True)


def _check(text: str) -> None:
    depth = step = 0
    for event in yaml.parse(text, Loader=yaml.SafeLoader):
        if isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if not isinstance(event, yaml.NodeEvent):
            continue
        step += depth == 1
        where = f"step {step} of the recipe, line {event.start_mark.line + 1}"
        special = getattr(event, "tag", None) or event.anchor
        if special:
            raise ScanLabError(
                f"{where}, uses {special!r}; expected plain words, numbers and lists only, "
                "no objects and no references: remove it"
            )
        if isinstance(event, yaml.ScalarEvent) and len(event.value) > LONGEST_VALUE:
            raise ScanLabError(
                f"{where}, holds a value of {len(event.value)} characters; "
                f"expected at most {LONGEST_VALUE}"
            )
        depth += isinstance(event, yaml.CollectionStartEvent)
        if depth > DEEPEST:
            raise ScanLabError(f"{where}, is nested deeper than any recipe; expected a plain list")


class _Dumper(yaml.SafeDumper):
    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002
        return True


_Dumper.add_representer(
    tuple,
    lambda dumper, ends: dumper.represent_sequence("tag:yaml.org,2002:seq", ends, flow_style=True),
)
