"""``explain``: a picture of the places that speak for a label in a scan."""

from pathlib import Path
from typing import Any

import click

from mlcore import atomic
from mlcore.cli import output
from mlcore.errors import ScanLabError
from mlcore.explain import explaining, faithfulness, methods, overlay, sanity
from mlcore.predict import models
from mlcore.runs import folder


@click.command()
@click.argument("run")
@click.argument("file", type=Path)
@click.option("--label", help="What to explain; without it, the most probable label.")
@click.option("--out", type=Path, required=True, help="PNG: the scan, and the map over it.")
@click.option(
    "--method",
    type=click.Choice([method.name for method in methods.METHODS]),
    help="Without it, hires-cam, or occlusion where there are no convolutions.",
)
@click.option("--seed", default=0, show_default=True, type=click.IntRange(0, 2**31 - 1))
@click.option(
    "--check", is_flag=True, help="Also make the map with the network's weights shuffled."
)
@output.json_option
def explain(
    run: str,
    file: Path,
    label: str | None,
    out: Path,
    method: str | None,
    seed: int,
    check: bool,
    as_json: bool,
) -> None:
    """Show where in FILE the model of RUN sees a label, and whether that map can be relied on.

    Orange speaks for the label, blue against it. Not a medical device.
    """
    served = folder.get(run)
    predictor = models.load_waiting(served)
    answer = predictor.answer(str(file), file)
    if answer.error:
        raise ScanLabError(answer.error)
    chosen = label or explaining.likeliest(answer)
    network = explaining.opened(served)
    method = method or methods.usual(network).name
    (found,) = explaining.explain(network, answer, [chosen], method, seed)
    place = explaining.position(answer, chosen)
    faith = faithfulness.measure(
        lambda pixels: predictor.probabilities(pixels)[:, place], answer.pixels, found.heat, seed
    )
    result = {
        "run": served.name,
        "file": str(file),
        **found.to_json(),
        "faithfulness": faith.to_json(),
        "out": str(out),
        "warnings": list(answer.warnings),
    }
    if check:
        with output.progress() as progress:
            told = sanity.check(network, answer.pixels, place, method, seed, progress)
        result["check"] = told.to_json()
    with output.writing(out), atomic.replacing(out) as temporary:
        overlay.beside(answer.pixels, found.heat).save(temporary, "PNG")
    output.emit(as_json, result, lambda: _show(result))


def _show(result: dict[str, Any]) -> None:
    title = methods.get(result["method"]).title
    print(
        f"{result['label']}: probability {result['probability']:.3f}, explained by {title} in "
        f"{result['seconds']:.2f} s."
    )
    for part in ("faithfulness", "check"):
        if part in result:
            print(result[part]["sentence"])
    against = ", blue against it" if result["signed"] else ""
    print(f"wrote {result['out']}: orange speaks for {result['label']}{against}")
    print("Not a medical device: answers are for study, not for diagnosis.")


COMMANDS = {"explain": explain}
