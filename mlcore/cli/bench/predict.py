"""``bench predict``: how long answers take."""

from typing import Any

import click

from mlcore.cli import output
from mlcore.cli.bench.train import SEED_NETWORKS
from mlcore.models import registry


@click.command("predict")
@click.option(
    "--network",
    "names",
    multiple=True,
    help="Only this one; may be given several times. [default: the study's eight]",
)
@click.option("--count", default=300, show_default=True, type=click.IntRange(10, 100_000))
@click.option(
    "--torch-python",
    help="A Python that has PyTorch, the peer; else the environment variable "
    "SCANLAB_BENCH_PYTHON, else ScanLab's own Python.",
)
@output.json_option
def predict(names: tuple[str, ...], count: int, torch_python: str | None, as_json: bool) -> None:
    """One PNG from its bytes to probabilities beside keras.Model.predict and eager PyTorch, and a
    thousand of them beside ONNX Runtime on ready arrays."""
    from mlcore.bench import predicting

    chosen = tuple(registry.get(name).name for name in names) or SEED_NETWORKS
    facts = []
    with output.progress() as progress:
        for each in predicting.networks(chosen, count, torch_python):
            facts.append(each)
            progress("networks", len(facts), len(chosen))
    output.emit(as_json, facts, lambda: _show(facts))


def _show(facts: list[dict[str, Any]]) -> None:
    rows = [
        (
            each["network"],
            *(
                f"{told['median']:.2f} ({told['p95']:.2f})" if told else None
                for told in (each["ours"], each["keras"], each["torch"])
            ),
            each["beside_keras"],
            each["beside_torch"],
            each["many_per_second"],
            each["share_of_arrays"],
            each["share_of_possible"],
            f"{each['difference']:.0e}",
        )
        for each in facts
    ]
    output.table(
        "One 64×64 PNG from its bytes, median (95th percentile) milliseconds",
        [
            *("network", "ScanLab", "Keras predict", "PyTorch", "times Keras", "times PyTorch"),
            *("of 1,000 a second", "share of ready arrays"),
            *("share of what decoding leaves", "largest difference"),
        ],
        rows,
    )
