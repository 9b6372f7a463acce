"""What judging the answers of a run needs, made once and kept: its gate, its validation answers."""

import hashlib
import threading
import zipfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from mlcore import atomic, paths
from mlcore.data import dataset
from mlcore.data.dataset import DataSet
from mlcore.data.selected import Selected
from mlcore.errors import ScanLabError
from mlcore.evaluate import answers, background, decisions
from mlcore.evaluate.answers import Answers
from mlcore.inspect import chunks
from mlcore.inspect.embedding import Embedder
from mlcore.kept import Kept
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from mlcore.train.parts import held_out_part, teaching_rows
from mlcore.trust import gate
from mlcore.trust.familiar import Components, Familiar
from mlcore.trust.gate import Gate

VERSION = 1
"""Raise it when the same scans would lead to another gate."""
MOST_RUNS = 4


@dataclass(frozen=True)
class Ready:
    """What is known about the answers of one run."""

    gate: Gate | None
    data: DataSet | None
    teaching: np.ndarray
    """``(n,)`` positions in the data set of the scans it learnt from."""
    val: Answers | None
    """Calibrated, to scans that show something."""
    group: np.ndarray
    """``(n,)`` int: validation scans that belong together."""
    missing: tuple[str, ...]
    """Sentences about what cannot be said, and why."""


_kept: Kept[Ready] = Kept(MOST_RUNS)


def load(run: Run) -> Ready:
    """Kept since last time if neither the run's answers and decisions nor its data have changed;
    the first time takes a few seconds for 5,000 scans."""
    return _kept.get(_stamps(run), lambda: _made(run))


def warm(run: Run) -> None:
    """Make it in the background, so that whoever drops a scan next does not wait for it."""
    if _stamps(run) not in _kept:
        threading.Thread(target=load, args=(run,), daemon=True, name="gate").start()


def known(run: Run, split: str) -> tuple[Answers, np.ndarray]:
    """Calibrated answers to a part and ``(n,)`` int, equal for scans that belong together.

    Without the scans that show nothing, where the data set is there to tell: the gate gives no
    answer to those. As all of them score alike, no band could keep its rate on them, and with many
    of them on the others neither. `ScanLabError` where nothing is left.
    """
    given = answers.of(run, split)
    given = given.at(_shows_something(run, given))
    if not len(given):
        raise ScanLabError(f"every scan of the {split} part is empty, such as black throughout")
    return given, background.grouped(background.stored(run), given)


def _shows_something(run: Run, given: Answers) -> np.ndarray:
    try:
        data = background.data_of(run)
    except ScanLabError:
        return np.ones(len(given), bool)
    scans = Selected.of(data.pixels, background.rows(data, given.ids))
    return np.concatenate([~gate.is_empty(chunks.read(scans, at)) for at in chunks.slices(scans)])


def gate_of(run: Run) -> tuple[Gate, DataSet, np.ndarray]:
    """The gate of a run, its data and the positions of the scans it learnt from."""
    data = background.data_of(run)
    config = TrainConfig.from_json(run.config)
    teaching, held = teaching_rows(config, data), held_out_part(config, data)
    judged = held.rows if held else np.empty(0, np.intp)
    path = paths.cache() / "gates" / f"{_digest(data, teaching, judged)}.npz"
    found = _read(path)
    if found is None:
        found = gate.fit(data.pixels, teaching, judged)
        _write(path, found)
    return found, data, teaching


def _made(run: Run) -> Ready:
    missing, found, data, teaching = [], None, None, np.empty(0, np.intp)
    val, group = None, np.empty(0, np.intp)
    try:
        found, data, teaching = gate_of(run)
    except ScanLabError as problem:
        missing.append(f"Whether the scan is like the training scans cannot be told: {problem}.")
    try:
        val, group = known(run, "val")
    except ScanLabError as problem:
        missing.append(f"What the score stands for cannot be told: {problem}.")
    return Ready(found, data, teaching, val, group, tuple(missing))


def _stamps(run: Run) -> tuple:
    name = run.config.get("dataset", "")
    facts = paths.datasets() / name / "dataset.json" if dataset.exists(name) else Path()
    files = (run.predictions_file("val"), run.folder / "model.json", decisions.file(run), facts)
    return (str(run.folder), *(atomic.stamp(path) for path in files))


def _digest(data: DataSet, teaching: np.ndarray, judged: np.ndarray) -> str:
    told = hashlib.blake2b(f"{VERSION} {data.fingerprint}".encode(), digest_size=12)
    for rows in (teaching, judged):
        told.update(np.ascontiguousarray(rows, np.int64).tobytes() + b"|")
    return told.hexdigest()


def _write(path: Path, made: Gate) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    known, parts = made.familiar, {}
    for name in ("embedder", "pictures", "patterns"):
        parts |= {f"{name}.{key}": value for key, value in vars(getattr(known, name)).items()}
    parts |= {name: getattr(known, name) for name in ("values", "tones", "plain", "digests")}
    limits = {name: getattr(made, name) for name in ("usual", "spread", "limit", "judged")}
    with atomic.replacing(path) as temporary:
        np.savez(temporary, allow_pickle=False, **parts, **limits)


def _read(path: Path) -> Gate | None:
    try:
        with open(path, "rb") as file, np.load(file, allow_pickle=False) as kept:
            found = {name: kept[name] for name in kept.files}
        embedder = Embedder(found["embedder.weights"], found["embedder.offset"])
        pictures, patterns = (
            Components(*(found[f"{name}.{key}"] for key in ("middle", "scale", "axes")))
            for name in ("pictures", "patterns")
        )
        rest = (found[name] for name in ("values", "tones", "plain", "digests"))
        known = Familiar(embedder, pictures, patterns, *rest)
        limit, judged = float(found["limit"]), int(found["judged"])
        return Gate(known, found["usual"], found["spread"], limit, judged)
    except (OSError, EOFError, KeyError, ValueError, TypeError, zipfile.BadZipFile):
        return None
