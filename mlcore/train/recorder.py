"""Writes what happens in a training to ``metrics.jsonl``, a line an event."""

import json
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.metrics import scores, thresholds, trivial
from mlcore.runs.folder import Run, read_lines

if TYPE_CHECKING:
    from mlcore.train.fit import Epoch

BATCH_LINES_A_SECOND = 5.0


class Recorder:
    """Appends and flushes; batches are thinned so that a long run stays quick to read."""

    def __init__(
        self,
        run: Run,
        labels: tuple[str, ...],
        train_truth: np.ndarray,
        val_truth: np.ndarray | None,
    ) -> None:
        self._labels = labels
        self._train_truth = train_truth
        self._val_truth = val_truth
        self._file = open(run.metrics_file, "a", encoding="utf-8")  # noqa: SIM115 (closed in exit)
        self._last_batch = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def begin(self) -> None:
        """Once, before the first epoch: what answering without looking scores on validation."""
        floor = {} if self._val_truth is None else trivial.trivial_macro(self._val_truth)
        numbers = {name: scores.number(value) for name, value in floor.items()}
        self._append(kind="begin", epoch=0, trivial=numbers)

    def batch(self, epoch: int, step: int, steps: int, loss: float) -> None:
        if not math.isfinite(loss):
            raise ScanLabError(
                f"the loss is no longer a number at step {step} of epoch {epoch}: the network "
                "diverged; start again with a learning rate ten times smaller"
            )
        now = time.monotonic()
        if now - self._last_batch >= 1 / BATCH_LINES_A_SECOND or step == steps:
            self._last_batch = now
            self._append(kind="batch", epoch=epoch, step=step, steps=steps, loss=loss)

    def epoch(self, epoch: "Epoch", learning_rate: float) -> None:
        """One finished pass, scored on training and validation."""
        facts = {"train": self._part(self._train_truth, epoch.train_probability)}
        if epoch.val_probability is not None:
            facts["val"] = self._part(self._val_truth, epoch.val_probability)
        self._append(
            kind="epoch",
            epoch=epoch.number,
            seconds=round(epoch.seconds, 3),
            images_per_second=round(epoch.images_per_second, 1),
            learning_rate=learning_rate,
            objective=epoch.loss,
            **facts,
        )

    def _part(self, truth: np.ndarray, probability: np.ndarray) -> dict[str, Any]:
        """The scores of one part after an epoch, ready for JSON.

        ``f1_tuned`` is F1 at the thresholds that are best on this very part: what the network
        could reach, a little optimistic.
        """
        plain = scores.score(truth, probability, self._labels)
        best = thresholds.best_f1(truth, probability)
        tuned = scores.score(truth, probability, self._labels, best)
        facts: dict[str, Any] = {"loss": scores.binary_cross_entropy(truth, probability)}
        for name in scores.NAMES:
            facts[name] = plain.by_label(name)
            facts[f"{name}_macro"] = scores.number(plain.macro(name))
        facts["f1_tuned"] = tuned.by_label("f1")
        facts["f1_tuned_macro"] = scores.number(tuned.macro("f1"))
        return facts

    def _append(self, **line: Any) -> None:
        self._file.write(json.dumps({"time": time.time(), **line}, allow_nan=False) + "\n")
        self._file.flush()


def rewind(path: Path, epoch: int) -> None:
    """Keep only what belongs to the first ``epoch`` epochs: a resumed run repeats nothing."""
    if not path.exists():
        return
    kept = [line for line in read_lines(path) if line["epoch"] <= epoch] if epoch else []
    with atomic.replacing(path) as temporary:
        temporary.write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="utf-8")
