"""``models``: the networks, and what each is made of."""

from typing import Any

import click

from mlcore.cli import output
from mlcore.models import registry, summary
from mlcore.models.registry import Network

DRAWN_FEATURES = 3
AT_LEAST_1 = click.IntRange(1)


@click.command()
@click.argument("name", required=False)
@click.option(
    "--side", default=64, show_default=True, type=AT_LEAST_1, help="Pixels a side of a scan."
)
@click.option("--channels", default=1, show_default=True, type=click.Choice(["1", "3"]))
@click.option("--labels", default=3, show_default=True, type=AT_LEAST_1, help="Labels to answer.")
@output.json_option
def models(name: str | None, side: int, channels: str, labels: int, as_json: bool) -> None:
    """List the networks, or the layers of one."""
    if name is None:
        facts = [_facts(registry.get(each)) for each in registry.names()]
        output.emit(as_json, facts, lambda: _show_all(facts))
        return
    network = registry.get(name)
    rows = summary.layer_table(network, side, int(channels), labels)
    facts = _facts(network) | {
        "side": side,
        "layers": [
            {
                "layer": row.text,
                "output": row.output,
                "parameters": row.parameters,
                "multiplications": row.multiplications,
                "problem": row.problem or None,
            }
            for row in rows
        ],
    }
    output.emit(as_json, facts, lambda: _show_one(network, side, rows))


def _facts(network: Network) -> dict[str, Any]:
    reads_rows = network.family in ("RNN", "FCNN")
    drawn = summary.study_parameters(network, features=DRAWN_FEATURES) if reads_rows else None
    return {
        "name": network.name,
        "title": network.title,
        "family": network.family,
        "summary": network.summary,
        "parameters": {
            str(channels): summary.study_parameters(network, channels=channels)
            for channels in (1, 3)
        },
        "parameters_drawn": drawn,
        "smallest_side": summary.smallest_side(network),
        "note": network.note,
    }


def _show_all(facts: list[dict[str, Any]]) -> None:
    output.table(
        "Networks (parameters at 64×64 with the study's two output units)",
        ["name", "1 channel", "3 channels", "as drawn", "smallest side", "what it is"],
        [
            (
                each["name"],
                each["parameters"]["1"],
                each["parameters"]["3"],
                each["parameters_drawn"],
                each["smallest_side"],
                each["summary"],
            )
            for each in facts
        ],
    )
    print("As drawn: the study pictures the networks that read rows with 3 numbers a row.")


def _show_one(network: Network, side: int, rows: list[summary.Row]) -> None:
    output.table(
        f"{network.title} at {side}×{side}",
        ["layer", "output", "parameters", "multiply-adds", ""],
        [
            (
                row.text,
                " × ".join(map(str, row.output)) if row.output else None,
                row.parameters,
                row.multiplications,
                row.problem,
            )
            for row in rows
        ],
    )
    if network.note:
        print(network.note)


COMMANDS = {"models": models}
