"""The run folder: the only thing that passes between the dashboard and the training worker.

One writer a file; facts are appended line by line or replaced whole. See docs/run-format.md.
"""

import os
import re
import secrets
import shutil
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from mlcore import atomic, paths
from mlcore.errors import ScanLabError

BATCH = re.compile(rb'\{("time": *[\d.]+, *)?"kind": *"batch"')
"""The beginning of a line that tells of a batch."""
TOLD = {
    "epoch": {"epoch", "seconds", "images_per_second"},
    "batch": {"epoch", "step", "steps"},
}
"""What a line of such a kind tells; where it does not, another program wrote it."""


@dataclass(frozen=True)
class Run:
    """One training, past, present or waiting."""

    folder: Path

    @property
    def name(self) -> str:
        return self.folder.name

    @cached_property
    def config(self) -> dict[str, Any]:
        """What was asked for; written once, by whoever asked."""
        return atomic.read_object(self.folder / "config.json")

    @property
    def committee(self) -> dict[str, Any]:
        """Members, method and weights where this is no training but several runs that answer
        together; else empty."""
        return atomic.read_object(self.folder / "committee.json")

    @property
    def planned(self) -> int:
        """Epochs in all: those asked for at first, or those asked for when it was extended."""
        extension = atomic.read_object(self.folder / "extension.json")
        return extension.get("epochs") or self.config.get("epochs", 0)

    @property
    def status(self) -> dict[str, Any]:
        """What the worker last said of itself; empty before it starts."""
        return atomic.read_object(self.folder / "status.json")

    @property
    def environment(self) -> dict[str, Any]:
        return atomic.read_object(self.folder / "environment.json")

    @property
    def model_card(self) -> dict[str, Any]:
        """Labels, size and thresholds the model answers with; empty before there is a model."""
        card = atomic.read_object(self.folder / "model.json")
        return card if "labels" in card else {}

    @property
    def model_file(self) -> Path:
        return self.folder / "model.keras"

    @property
    def onnx_file(self) -> Path:
        return self.folder / "model.onnx"

    @property
    def metrics_file(self) -> Path:
        return self.folder / "metrics.jsonl"

    @property
    def panel_file(self) -> Path:
        return self.folder / "panel.jsonl"

    @property
    def log_file(self) -> Path:
        return self.folder / "worker.log"

    def snapshot_file(self, epoch: int) -> Path:
        """The weights after that many epochs; only some are kept."""
        return self.folder / "snapshots" / f"{epoch:05d}.npz"

    def snapshots(self) -> list[int]:
        """Epochs whose weights are kept, in order."""
        kept = (self.folder / "snapshots").glob("[0-9]*.npz")
        return sorted(int(path.stem) for path in kept)

    def predictions_file(self, split: str) -> Path:
        return self.folder / "predictions" / f"{split}.npz"

    def history(self) -> list[dict[str, Any]]:
        """All whole lines of ``metrics.jsonl``, in order; a line half written is left out."""
        return [line for line in read_lines(self.metrics_file) if _whole(line)]

    def epochs(self) -> list[dict[str, Any]]:
        """One entry per finished epoch, in order."""
        lines = read_lines(self.metrics_file, without=BATCH)
        return [line for line in lines if _whole(line) and line["kind"] == "epoch"]


def create(config: dict[str, Any]) -> Run:
    """A new run folder with this configuration; it is queued from now on."""
    run = _reserved()
    atomic.write_json(run.folder / "config.json", config)
    return run


def create_filled(config: dict[str, Any], fill: Callable[[Run], None]) -> Run:
    """A new run folder that nobody sees before ``fill`` has written all else into it; none where
    that fails."""
    run = _reserved()
    try:
        fill(run)
    except BaseException:
        shutil.rmtree(run.folder)
        raise
    atomic.write_json(run.folder / "config.json", config)
    return run


def _reserved() -> Run:
    """An empty folder with the name of a run; it is none before it holds ``config.json``."""
    paths.runs().mkdir(parents=True, exist_ok=True)
    while True:
        now = time.time()
        # The four digits are the rest of the second, so that names sort by age.
        name = f"{time.strftime('%Y%m%d-%H%M%S', time.localtime(now))}-{int(now % 1 * 65536):04x}"
        try:
            (paths.runs() / name).mkdir()
        except FileExistsError:
            continue
        return Run(paths.runs() / name)


def all_runs() -> list[Run]:
    """Every run, newest first."""
    return [Run(Path(place)) for place in places() if is_run(place)]


def places() -> list[str]:
    """Where runs may lie, the newest first; texts, as a `Path` of each takes longer than asking."""
    store = paths.runs()
    names = sorted(os.listdir(store), reverse=True) if store.is_dir() else []  # noqa: PTH208
    return [f"{store}/{name}" for name in names if not name.startswith(".")]


def is_run(place: str) -> bool:
    """Whether a run lies there, and not a file of somebody's or half a run."""
    return any(atomic.stamp(f"{place}/config.json"))


def get(name: str) -> Run:
    """The run of that name, or of the one name that begins so; ``latest`` is the newest."""
    runs = all_runs()
    if name == "latest" and runs:
        return runs[0]
    matching = [run for run in runs if run.name == name] or [
        run for run in runs if name and run.name.startswith(name)
    ]
    if len(matching) == 1:
        return matching[0]
    if matching:
        raise ScanLabError(
            f"{len(matching)} runs begin with {name!r}; write more of the name of the one you mean"
        )
    newest = f"the newest is {runs[0].name}" if runs else "there are no runs yet"
    raise ScanLabError(f"there is no run {name!r} ({newest}); 'runs list' shows them all")


def delete(run: Run) -> None:
    """Remove the run and all it holds, out of sight first so that nobody reads half of it."""
    hidden = run.folder.with_name(f".deleted-{run.name}-{secrets.token_hex(2)}")
    run.folder.rename(hidden)
    shutil.rmtree(hidden)


def _whole(line: dict[str, Any]) -> bool:
    return line.keys() >= TOLD.get(line.get("kind"), {"kind"})


def read_lines(path: Path, without: re.Pattern[bytes] | None = None) -> Iterator[dict[str, Any]]:
    """The whole JSON lines of a file that may still be growing, or be cut off at its end.

    Lines that begin ``without`` are not even parsed; most lines of a run are of no use to a list.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return
    for line in text.split(b"\n")[:-1]:
        if without and without.match(line):
            continue
        try:
            value = atomic.parse_json(line.decode())
        except ValueError:
            continue
        if isinstance(value, dict):
            yield value
