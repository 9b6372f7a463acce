"""docs/command-line.md tells of every command."""

from collections.abc import Iterator

import click
import pytest

from mlcore import paths
from mlcore.cli import scanlab

TEXT = (paths.PROJECT / "docs/command-line.md").read_text(encoding="utf-8")
README = (paths.PROJECT / "README.md").read_text(encoding="utf-8")


def verbs(group: click.Group, before: str = "") -> Iterator[tuple[str, click.Command]]:
    """Each verb that has none below it, and its command."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        if isinstance(command, click.Group):
            yield from verbs(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


ALL = dict(verbs(scanlab))


@pytest.mark.parametrize("verb", ALL)
def test_a_verb_is_told_with_what_it_prints_as_json(verb):
    verbs_told, keys_told = TEXT.split("## What `--json` prints")
    assert f"`{verb}" in verbs_told
    assert verb.split()[-1] in README
    if any(option.name == "as_json" for option in ALL[verb].params):
        assert f"`{verb}" in keys_told
