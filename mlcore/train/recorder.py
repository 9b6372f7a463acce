"""Writes what happens in a training to ``metrics.jsonl``, a line an event."""

import json
import math
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import numpy as np

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.metrics import scores, trivial
from mlcore.runs.folder import Run, read_lines
from mlcore.train.part_scores import told
from mlcore.train.usage import Usage

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
        rate: Callable[[], float],
    ) -> None:
        self._labels = labels
        self._train_truth = train_truth
        self._val_truth = val_truth
        self._file = open(run.metrics_file, "a", encoding="utf-8")  # noqa: SIM115 (closed in exit)
        self._rate = rate
        self._usage = Usage()
        self._last_batch = 0.0
        self._last_step = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def begin(self) -> None:
        """Once, before the first epoch: what answering without looking scores on validation."""
        self._append(kind="begin", epoch=0, **_floor(self._val_truth, self._labels))

    def batch(self, epoch: int, step: int, steps: int, loss: float) -> None:
        if not math.isfinite(loss):
            raise ScanLabError(
                f"the loss is no longer a number at step {step} of epoch {epoch}: the network "
                "diverged; start again with a learning rate ten times smaller"
            )
        now = time.monotonic()
        since = now - self._last_batch
        if since < 1 / BATCH_LINES_A_SECOND and step < steps:
            return
        images = (step - self._last_step) * len(self._train_truth) / steps
        self._append(
            kind="batch",
            epoch=epoch,
            step=step,
            steps=steps,
            loss=loss,
            learning_rate=self._rate(),
            images_per_second=round(images / since, 1) if 0 < self._last_step < step else None,
            **self._usage.now(),
        )
        self._last_batch, self._last_step = now, step % steps

    def epoch(self, epoch: "Epoch") -> dict[str, Any]:
        """One finished pass, scored on training and validation; return what is told of validation,
        empty where there is no such part."""
        facts = {"train": told(self._train_truth, epoch.train_probability, self._labels)}
        if epoch.val_probability is not None:
            facts["val"] = told(self._val_truth, epoch.val_probability, self._labels)
        self._append(
            kind="epoch",
            epoch=epoch.number,
            seconds=round(epoch.seconds, 3),
            images_per_second=round(epoch.images_per_second, 1),
            learning_rate=self._rate(),
            objective=epoch.loss,
            **self._usage.now(),
            **facts,
        )
        return facts.get("val", {})

    def _append(self, **line: Any) -> None:
        self._file.write(json.dumps({"time": time.time(), **line}, allow_nan=False) + "\n")
        self._file.flush()


def _floor(truth: np.ndarray | None, labels: tuple[str, ...]) -> dict[str, Any]:
    """What can be said of the validation part before anything is learnt."""
    if truth is None:
        return {"trivial": {}}
    best = trivial.trivial(truth)
    present, known = (truth == 1).sum(axis=0), (~np.isnan(truth)).sum(axis=0)
    share = np.divide(present, known, out=np.full(len(known), np.nan), where=known > 0)
    return {
        "trivial": {name: scores.number(scores.mean(values)) for name, values in best.items()}
        | {"loss": scores.binary_cross_entropy(truth, np.broadcast_to(share, truth.shape))},
        "trivial_of": {
            name: {label: scores.number(v) for label, v in zip(labels, values, strict=True)}
            for name, values in best.items()
        },
        "prevalence": dict(zip(labels, map(scores.number, share), strict=True)),
        "present": dict(zip(labels, present.tolist(), strict=True)),
    }


def rewind(path: Path, epoch: int) -> None:
    """Keep only what belongs to the first ``epoch`` epochs: a resumed run repeats nothing."""
    if not path.exists():
        return
    kept = [line for line in read_lines(path) if line["epoch"] <= epoch] if epoch else []
    with atomic.replacing(path) as temporary:
        temporary.write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="utf-8")
