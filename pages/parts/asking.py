"""Asking a model about scans; what it has said is kept for the visit."""

import threading
import time
from dataclasses import dataclass, field
from itertools import islice

import numpy as np
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from mlcore import atomic, paths
from mlcore.predict import inputs, models
from mlcore.predict.predictor import Answer, NotReady, Predictor
from mlcore.runs.folder import Run
from mlcore.trust import ready as trust
from mlcore.trust.gate import Gate
from pages.parts import answers_table
from pages.parts.scan_inputs import Given

BETWEEN_TABLES = 0.5
"""Seconds between two pictures of a table that fills."""
MOST_FILLING = 100
"""Rows of such a picture: the newest."""


@dataclass
class Asked:
    """What one model has said of the scans given."""

    key: tuple
    total: int
    answers: list[Answer] = field(default_factory=list)
    gate: list[str | None] = field(default_factory=list)
    """What the novelty gate says of each scan; None for bad files and where there is no gate."""
    seconds: float = 0.0
    stopped: bool = False
    turn: object = None
    """Of the run of the page that goes on asking: after a click the run before it may still be at
    work for a moment, and must add nothing."""
    lock: threading.RLock = field(default_factory=threading.RLock)

    def stop(self) -> None:
        self.stopped = True

    def go_on(self) -> None:
        self.stopped = False

    @property
    def done(self) -> bool:
        return len(self.answers) >= self.total

    def begin(self) -> tuple[object, int]:
        """Take the turn from whoever has it; gives it, and how many scans are answered."""
        with self.lock:
            self.turn = object()
            return self.turn, len(self.answers)

    def add(self, turn: object, answer: Answer) -> bool:
        """False where another has the turn by now."""
        with self.lock:
            if self.turn is turn:
                self.answers.append(answer)
            return self.turn is turn

    def judge(self, gate: Gate | None) -> None:
        """Hold the scans answered since last time against the training scans."""
        with self.lock:
            waiting = self.answers[len(self.gate) :]
            scans = [answer.pixels for answer in waiting if not answer.error]
            kinds = iter(gate.kinds(np.stack(scans)) if gate and scans else [None] * len(scans))
            self.gate += [None if answer.error else next(kinds) for answer in waiting]


def ready(run: Run) -> Predictor:
    try:
        return models.load(run)
    except NotReady:
        with st.spinner("The model has just been trained; preparing it for quick answers …"):
            return models.load_waiting(run)


def ask(run: Run, predictor: Predictor, given: Given) -> Asked:
    """Answers in the order of the scans; only what has not been answered yet is asked."""
    key = _key(predictor, given)
    asked = st.session_state.get("asked")
    if asked is None or asked.key != key:
        asked = st.session_state["asked"] = Asked(key, inputs.count(given.files))
    if not asked.done and not asked.stopped:
        _go_on(asked, run, predictor, given)
    return asked


def ask_second(predictor: Predictor, given: Given, position: int) -> Answer:
    """The answer of another model about the scan at ``position`` alone."""
    key = (*_key(predictor, given), position)
    kept = st.session_state.get("asked_second")
    if kept is None or kept[0] != key:
        (scan,) = islice(inputs.each(given.files), position, position + 1)
        kept = st.session_state["asked_second"] = (key, predictor.answer(*scan))
    return kept[1]


def _key(predictor: Predictor, given: Given) -> tuple:
    stamp = atomic.stamp(Run(paths.runs() / predictor.run).onnx_file)
    return (predictor.run, stamp, predictor.decisions.digest, given.key)


def _go_on(asked: Asked, run: Run, predictor: Predictor, given: Given) -> None:
    many = asked.total > 1
    space = st.empty()
    with space.container():
        gate = None
        if many:
            st.button("Cancel", icon=":material/stop:", on_click=asked.stop)
            bar, table = st.progress(0.0, text="Answering …"), st.empty()
            with st.spinner("Getting to know the training scans, once for each data set …"):
                gate = trust.load(run).gate
        started = shown = time.monotonic()
        turn, done = asked.begin()
        for answer in predictor.answers(islice(inputs.each(given.files), done, None)):
            if not asked.add(turn, answer):
                st.stop()
            now = time.monotonic()
            if many and now - shown > BETWEEN_TABLES:
                asked.seconds, started = asked.seconds + now - started, now
                _tell(asked, gate, bar, table)
                started = shown = time.monotonic()
        asked.seconds += time.monotonic() - started
        asked.judge(gate)
        asked.total = len(asked.answers)
    space.empty()


def _tell(asked: Asked, gate: Gate | None, bar: DeltaGenerator, table: DeltaGenerator) -> None:
    with asked.lock:
        asked.judge(gate)
        done = len(asked.answers)
        newest = asked.answers[-MOST_FILLING:], asked.gate[-MOST_FILLING:]
    bar.progress(min(done / asked.total, 1.0), text=f"{done:,} of {asked.total:,} scans")
    answers_table.filling(*newest, table)
