"""What came out of a run, in the form everybody reads it: pages, command line, comparisons."""

from collections.abc import Sequence
from typing import Any

from mlcore.runs import state
from mlcore.runs.folder import Run

PER_LABEL = ("f1", "f1_tuned", "average_precision", "auc")


def of(run: Run, epochs: Sequence[dict[str, Any]] | None = None) -> dict[str, Any]:
    """``run, state, epochs, seconds, images_per_second, val {…}``; val is that of the epoch
    whose network answers (the last one, until there is a model), None where nothing was scored.
    Epochs and seconds of a committee are those of its members in sum.

    ``epochs``: what `Run.epochs` gives, where that has been read already.
    """
    if committee := run.committee:
        own = {name: committee[name] for name in ("epochs", "seconds", "val")}
        return {"run": run.name, "state": state.state(run), "images_per_second": None} | own
    epochs = run.epochs() if epochs is None else epochs
    answering = run.model_card.get("epoch", len(epochs))
    told = next((epoch for epoch in epochs if epoch["epoch"] == answering), {})
    speeds = [epoch["images_per_second"] for epoch in epochs]
    return {
        "run": run.name,
        "state": state.state(run),
        "epochs": len(epochs),
        "seconds": round(sum(epoch["seconds"] for epoch in epochs), 2),
        "images_per_second": round(sum(speeds) / len(speeds), 1) if speeds else None,
        "val": told.get("val"),
    }
