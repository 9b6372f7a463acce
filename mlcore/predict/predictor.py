"""Answers for new scans, served by ONNX Runtime: no TensorFlow, a millisecond a scan."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime

from mlcore.errors import ScanLabError
from mlcore.evaluate import decisions
from mlcore.predict.inputs import Input
from mlcore.predict.reading import Read, batches, read
from mlcore.predict.tta import Averaging
from mlcore.runs import state
from mlcore.runs.folder import Run
from mlcore.train import jobs


class NotReady(ScanLabError):  # noqa: N818 (a state, not a mistake)
    """The model is trained, but its file for serving is still being written."""


@dataclass(frozen=True)
class LabelAnswer:
    probability: float
    threshold: float
    positive: bool


@dataclass(frozen=True)
class Answer:
    """What a model says of one file, or why it cannot."""

    file: str
    labels: dict[str, LabelAnswer] = field(default_factory=dict)
    warnings: tuple[str, ...] = ()
    milliseconds: float = 0.0
    error: str | None = None
    pixels: np.ndarray | None = field(default=None, repr=False, compare=False)
    """``(side, side, channels)`` uint8: what the network saw."""
    tta: dict[str, Any] | None = None
    """Which variants the answer is a mean over; None where the scan alone was looked at."""

    def to_json(self) -> dict[str, Any]:
        averaged = {"tta": self.tta} if self.tta else {}
        return averaged | {
            "file": self.file,
            "labels": {name: vars(answer) for name, answer in self.labels.items()},
            "warnings": list(self.warnings),
            "milliseconds": round(self.milliseconds, 2),
            "error": self.error,
        }


class Predictor:
    """One trained model, ready to answer. Safe to share between threads."""

    def __init__(self, run: Run) -> None:
        self.run = run.name
        card = servable_card(run)
        self.labels: tuple[str, ...] = tuple(card["labels"])
        self.decisions = decisions.of(run)
        """Read once: a predictor decides the same as long as it lives."""
        self.side: int = card["side"]
        self.channels: int = card["channels"]
        self.bytes = run.onnx_file.stat().st_size
        options = onnxruntime.SessionOptions()
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(
            run.onnx_file, options, providers=["CPUExecutionProvider"]
        )
        self._input = self._session.get_inputs()[0].name

    def probabilities(self, pixels: np.ndarray, averaging: Averaging | None = None) -> np.ndarray:
        """``(n, side, side, channels)`` uint8 to ``(n, labels)`` float32, calibrated where somebody
        chose to."""
        given = averaging.probabilities(self.raw, pixels) if averaging else self.raw(pixels)
        return self.decisions.calibrated(given)

    def raw(self, pixels: np.ndarray) -> np.ndarray:
        """The same as the network itself says."""
        return self._session.run(None, {self._input: pixels})[0]

    def answer(
        self, name: str, source: bytes | Path | ScanLabError, averaging: Averaging | None = None
    ) -> Answer:
        """Read one file and answer; a file that cannot be read becomes an answer's error."""
        (answer,) = self._answered([read((name, source), self.side, self.channels)], averaging)
        return answer

    def answers(
        self, files: Iterable[Input], averaging: Averaging | None = None
    ) -> Iterator[Answer]:
        """One answer a file, in their order, as they come; `ScanLabError` if the averaging's recipe
        cannot work. Close the iterator to stop."""
        if averaging:
            averaging.check_fits(self.side)
        return (
            answer
            for batch in batches(files, self.side, self.channels)
            for answer in self._answered(batch, averaging)
        )

    def _answered(self, files: list[Read], averaging: Averaging | None) -> list[Answer]:
        good = [file for file in files if file.error is None]
        started = time.perf_counter()
        given = iter(())
        if good:
            given = iter(self.probabilities(np.stack([file.pixels for file in good]), averaging))
        share = (time.perf_counter() - started) * 1000 / max(len(good), 1)
        tta = averaging and averaging.to_json()
        return [
            Answer(file.file, error=file.error)
            if file.error is not None
            else Answer(
                file.file,
                self._decided(next(given)),
                file.warnings,
                file.milliseconds + share,
                pixels=file.pixels,
                tta=tta,
            )
            for file in files
        ]

    def _decided(self, probability: np.ndarray) -> dict[str, LabelAnswer]:
        return {
            label: LabelAnswer(float(p), float(t), bool(p >= t))
            for label, p, t in zip(self.labels, probability, self.decisions.thresholds, strict=True)
        }


def servable_card(run: Run) -> dict[str, Any]:
    """``model.json`` of a run that can serve; `ScanLabError` says what it lacks."""
    if not run.model_card:
        raise ScanLabError(
            f"run {run.name} is {state.state(run)} and has no model yet; choose a finished run"
        )
    if not run.onnx_file.exists() and run.committee:
        raise ScanLabError(
            f"run {run.name} is a committee whose model.onnx is gone; make it again of its members"
        )
    if not run.onnx_file.exists():
        jobs.prepare_to_serve(run)
        raise NotReady(
            f"the model of run {run.name} is still being prepared for serving; "
            "try again in a few seconds"
        )
    return run.model_card
