"""``export``: a run's model as files that stand alone."""

from pathlib import Path

import click

from mlcore.cli import output
from mlcore.runs import folder

FORMATS = ("onnx", "keras", "savedmodel")
"""As in `mlcore.share.export`, which need not be loaded to show help."""


@click.command()
@click.argument("run")
@click.option("--format", "kind", default="onnx", show_default=True, type=click.Choice(FORMATS))
@click.option("--out", required=True, type=Path, help="A new folder, or a ZIP file.")
@output.json_option
def export(run: str, kind: str, out: Path, as_json: bool) -> None:
    """Write the model of RUN with labels, thresholds, calibration, an example and a Dockerfile."""
    from mlcore.share import export

    asked = folder.get(run)
    names = export.write(asked, kind, out)
    told = {"run": asked.name, "format": kind, "out": str(out), "files": names}
    output.emit(as_json, told, lambda: print(f"written to {out}: {', '.join(names)}"))


COMMANDS = {"export": export}
