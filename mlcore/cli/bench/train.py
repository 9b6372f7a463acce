"""``bench train``: how fast networks learn."""

from typing import Any

import click

from mlcore.cli import output
from mlcore.models import registry

TRAINING_COLUMNS = {
    "network": "network",
    "images_per_second": "ScanLab",
    "keras": "plain Keras",
    "beside_keras": "times",
    "torch": "PyTorch",
    "beside_torch": "times",
    "share_of_peak": "share of the matmul peak",
}
SEED_NETWORKS = (
    *("cnn-1", "cnn-2", "cnn-3", "cnn-4", "cnn-5"),
    *("rnn-1", "fcnn-1", "fcnn-2"),
)


@click.command("train")
@click.option(
    "--network",
    "names",
    multiple=True,
    help=f"Only this one; may be given several times. One of: {', '.join(SEED_NETWORKS)}.",
)
@click.option("--batch", default=128, show_default=True, type=click.IntRange(1, 1024))
@click.option(
    "--seconds", default=2.0, show_default=True, type=click.FloatRange(0), help="Of a round."
)
@click.option("--rounds", default=5, show_default=True, type=click.IntRange(1))
@click.option(
    "--torch-python",
    help="A Python that has PyTorch, the peer; else the environment variable "
    "SCANLAB_BENCH_PYTHON, else ScanLab's own Python.",
)
@output.json_option
def train(
    names: tuple[str, ...],
    batch: int,
    seconds: float,
    rounds: int,
    torch_python: str | None,
    as_json: bool,
) -> None:
    """Training of each network beside plain Keras (its defaults, batches of 32) and PyTorch."""
    from mlcore.bench import training

    names = tuple(registry.get(name).name for name in names) or SEED_NETWORKS
    facts = []
    with output.progress() as progress:
        for each in training.networks(names, batch, seconds, rounds, torch_python):
            facts.append(each)
            progress("networks", len(facts), len(names))
    output.emit(as_json, facts, lambda: _show_training(facts, rounds, seconds))


def _show_training(facts: list[dict[str, Any]], rounds: int, seconds: float) -> None:
    first = facts[0]
    output.table(
        f"Scans of 64×64 a second while learning, {first['precision']}, batches of "
        f"{first['batch']}; medians of {rounds} rounds of {seconds:g} s in turns",
        list(TRAINING_COLUMNS.values()),
        [tuple(each[name] for name in TRAINING_COLUMNS) for each in facts],
    )
    if first["torch"] is None:
        print(
            "PyTorch was not found, so it is not beside these figures; give --torch-python the "
            "path of a Python that has it"
        )
    if any(each["share_of_peak"] > 1 for each in facts):
        print(
            "The share counts multiplications as a network is written; it is above 1 where "
            "convolutions need fewer"
        )
    for each in facts:
        if each["heads"]:
            print(
                f"{each['network']}: one network for three labels learns {each['heads']} times as "
                f"fast as three networks one after the other, {each['separate']} times as fast as "
                "three in one run"
            )
