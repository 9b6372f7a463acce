"""The command line: ``python -m mlcore VERB``.

Every verb prints a table for people or, with ``--json``, one JSON object; progress goes to
stderr. Exit code 0: done; 1: the input is wrong, said in one sentence; 2: wrong usage.
"""

import importlib
import sys

import click

from mlcore.errors import ScanLabError

VERBS = {
    "demo": "mlcore.cli.data",
    "import": "mlcore.cli.data",
    "inspect": "mlcore.cli.inspect",
    "clean": "mlcore.cli.clean",
    "models": "mlcore.cli.models",
    "augment": "mlcore.cli.augment",
    "safety": "mlcore.cli.safety",
    "train": "mlcore.cli.train",
    "runs": "mlcore.cli.runs",
    "duel": "mlcore.cli.trials",
    "study": "mlcore.cli.trials",
    "evaluate": "mlcore.cli.evaluate",
    "committee": "mlcore.cli.committee",
    "predict": "mlcore.cli.predict",
    "submit": "mlcore.cli.submit",
    "lint-submission": "mlcore.cli.submit",
    "shake-up": "mlcore.cli.submit",
    "bench": "mlcore.cli.bench",
}
"""Verb to the module that holds its command; a module is imported when its verb is used."""


class Verbs(click.Group):
    def list_commands(self, _: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, _: click.Context, name: str) -> click.Command | None:
        if name not in VERBS:
            return None
        return importlib.import_module(VERBS[name]).COMMANDS[name]


@click.command(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
def scanlab() -> None:
    """Look into, train on and predict medical scans with several yes/no labels each.

    Not a medical device: answers are for study, not for diagnosis.
    """


def main() -> None:
    try:
        scanlab(prog_name="python -m mlcore")
    except ScanLabError as error:
        print(f"Error: {error}", file=sys.stderr)
        sys.exit(1)
