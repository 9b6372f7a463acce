"""Starting, queueing, resuming and extending runs: few train, the others wait their turn."""

import time
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.inspect.wording import counted
from mlcore.runs import folder, queue, state
from mlcore.runs.folder import Run
from mlcore.train import augmentation, checks, processes, ready
from mlcore.train.config import TrainConfig, extended


def start(config: TrainConfig) -> Run:
    """Check, queue, and start at once if there is room."""
    return start_all([config])[0]


def start_all(configs: Sequence[TrainConfig]) -> list[Run]:
    """The same of several, which wait in this order; none starts where any could not."""
    settled = [
        replace(
            config,
            fingerprint=checks.check(config).fingerprint,
            augmentation=augmentation.text_of(config),
        )
        for config in configs
    ]
    queued = [folder.create(config.to_json()) for config in settled]
    start_waiting()
    return queued


def start_again(run: Run, changes: Mapping[str, Any]) -> Run:
    """A run like this one from the beginning, with other values of some options; this one is
    stopped if it still trains."""
    _check_trained(run)
    config = TrainConfig.from_json(run.config)
    changed = replace(config, fingerprint="", **changes)
    checks.check(changed)
    if state.state(run) in state.LIVE:
        state.request_stop(run)
    return start(changed)


def resume(run: Run) -> None:
    """Let a lost, stopped or failed run go on after its last finished epoch."""
    _check_trained(run)
    now = state.state(run)
    if now not in state.RESUMABLE:
        raise ScanLabError(
            f"run {run.name} is {now}; only {', '.join(state.RESUMABLE)} runs can be resumed"
        )
    checks.check(extended(run))
    _queue_again(run, now)


def extend(run: Run, epochs: int) -> None:
    """Let an ended run go on to ``epochs`` in all, more than it was to have.

    The learning rate goes on as that of a run which was to have so many epochs from the first.
    """
    _check_trained(run)
    now = state.state(run)
    if now in state.LIVE:
        raise ScanLabError(f"run {run.name} is {now}; it can be extended when it has ended")
    if epochs <= run.planned:
        raise ScanLabError(
            f"run {run.name} was to have {counted(run.planned, 'epoch')} already; ask for more "
            "than that"
        )
    checks.check(replace(extended(run), epochs=epochs))
    atomic.write_json(run.folder / "extension.json", {"epochs": epochs})
    _queue_again(run, now)


def pick(run: Run, epoch: int) -> None:
    """Let a worker make the weights after ``epoch`` the model of an ended run."""
    _check_trained(run)
    state.check_at_rest(run, "pick an epoch of it")
    if epoch not in run.snapshots():
        kept = ", ".join(map(str, run.snapshots())) or "none"
        raise ScanLabError(
            f"the weights of epoch {epoch} of run {run.name} are not kept; kept: {kept}"
        )
    checks.check(extended(run))
    atomic.write_json(run.folder / "pick.json", {"epoch": epoch})
    state.beat(run)
    processes.spawn(run)


def prepare_to_serve(run: Run) -> None:
    """Let a worker write ``model.onnx`` again where an ended run has lost it or never had it."""
    if run.model_file.exists() and not run.onnx_file.exists() and not state.beating(run):
        state.beat(run)
        processes.spawn(run)


def start_waiting() -> None:
    """Launch queued runs while there is room. Safe to call from anywhere, any number of times."""
    with queue.locked() as ours:
        if ours and (next_ones := queue.waiting()):
            for run in next_ones[: max(0, queue.limit() - len(queue.at_work()))]:
                state.mark_launched(run)
                if not ready.hand_over(run):
                    processes.spawn(run)


def wait(run: Run, every: float = 0.25) -> str:
    """Block until the run has ended or is lost; return its state."""
    while (now := state.state(run)) in state.LIVE:
        time.sleep(every)
        if now == "queued":
            start_waiting()
    return now


def _check_trained(run: Run) -> None:
    if run.committee:
        raise ScanLabError(
            f"run {run.name} is a committee, which is made of other runs and not trained; train "
            "its members and make a new one of them"
        )


def _queue_again(run: Run, was: str) -> None:
    """Make an ended run a queued one, unless somebody else has done so meanwhile."""
    with queue.locked() as ours:
        if not ours:
            raise ScanLabError("the queue is busy; try again in a moment")
        if state.state(run) == was:
            for name in ("launch", "stop", "pause", "status.json"):
                (run.folder / name).unlink(missing_ok=True)
    start_waiting()
