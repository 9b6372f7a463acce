"""What came out of a run, in the form everybody reads it: pages, command line, comparisons."""

from typing import Any

from mlcore.runs import state
from mlcore.runs.folder import Run

PER_LABEL = ("f1", "f1_tuned", "average_precision", "auc")


def of(run: Run) -> dict[str, Any]:
    """``run, state, epochs, seconds, images_per_second, val {…}``; val is that of the last epoch,
    None before there is one or where the data set has no validation part."""
    epochs = run.epochs()
    last = epochs[-1] if epochs else {}
    speeds = [epoch["images_per_second"] for epoch in epochs]
    return {
        "run": run.name,
        "state": state.state(run),
        "epochs": len(epochs),
        "seconds": round(sum(epoch["seconds"] for epoch in epochs), 2),
        "images_per_second": round(sum(speeds) / len(speeds), 1) if speeds else None,
        "val": last.get("val"),
    }
