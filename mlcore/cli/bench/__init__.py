"""``bench``: how fast ScanLab is on this machine, beside its peers; a file a measurement."""

import click

from mlcore.cli.bench import augment, importing, inspect, predict, serve, train


@click.group()
def bench() -> None:
    """Measure speed and memory; each figure stands beside its peer's in the same run."""


for command in (
    *(importing.import_, inspect.inspect, augment.augment, train.train, predict.predict),
    serve.serve,
):
    bench.add_command(command)

COMMANDS = {"bench": bench}
