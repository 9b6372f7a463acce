"""How well a gate does: what it lets pass of its own scans, what it refuses of others."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from mlcore.data import dataset, images
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.inspect import chunks
from mlcore.inspect.one_core import one_core
from mlcore.progress import Progress, silent
from mlcore.runs.folder import Run
from mlcore.trust import noise, ready
from mlcore.trust.gate import PASSING, Gate, is_empty

MOST = 4000
"""Scans of one data set that are tried."""
NOISE = {kind.name for kind in noise.KINDS}
TITLES = {"val": "its own validation scans", "test": "its own test scans"}


@one_core
def measure(run: Run, against: Sequence[str] = (), progress: Progress = silent) -> dict[str, Any]:
    """``{run, dataset, passing, judged, rows [{what, title, should, n, empty, refused}]}``.

    ``refused`` is a share of the ``n`` scans that show something; black scans are counted as
    ``empty`` and always refused. ``against``: names of other data sets.
    """
    gate, data, _ = ready.gate_of(run)
    others = [dataset.load(name) for name in against]
    for other in others:
        if other.fingerprint == data.fingerprint:
            raise ScanLabError(
                f"run {run.name} learnt from {other.name!r} itself; name another data set"
            )
    rows = []
    work = list(_own(data)) + [(o.name, o.name, "refuse", o, np.arange(len(o))) for o in others]
    for done, (what, title, should, source, at) in enumerate(work):
        scans = _scans(source, at[:: max(1, -(-len(at) // MOST))], data)
        rows.append(_row(gate, what, title, should, scans))
        progress("parts", done + 1, len(work))
    drawn: dict[noise.Noise, list[np.ndarray]] = {}
    for kind, _, scans in noise.pictures(data.side, data.channels):
        drawn.setdefault(kind, []).append(scans)
    for kind, found in drawn.items():
        title = f"{kind.title}, {min(kind.strengths):g} to {max(kind.strengths):g} {kind.unit}"
        rows.append(_row(gate, kind.name, title, "refuse", np.concatenate(found)))
    return {
        "run": run.name,
        "dataset": data.name,
        "passing": PASSING,
        "judged": gate.judged,
        "rows": rows,
    }


def _own(data: DataSet) -> Iterator[tuple[str, str, str, DataSet, np.ndarray]]:
    for split, title in TITLES.items():
        rows = data.rows(split)
        if len(rows):
            yield split, title, "pass", data, rows


def _scans(source: DataSet, rows: np.ndarray, own: DataSet) -> np.ndarray:
    """Scans of any data set in the size and channels of ``own``."""
    scans = chunks.read(source.pixels, rows)
    if scans.shape[1:] == own.pixels.shape[1:]:
        return scans
    return np.stack([images.to_side(scan, own.side, own.channels) for scan in scans])


def _row(gate: Gate, what: str, title: str, should: str, scans: np.ndarray) -> dict[str, Any]:
    # Noise that is cut to black counts as noise.
    empty = is_empty(scans) & (what not in NOISE)
    refused = gate.refused(scans[~empty])
    share = round(float(refused.mean()), 4) if len(refused) else None
    counts = {"n": len(refused), "empty": int(empty.sum()), "refused": share}
    return {"what": what, "title": title, "should": should, **counts}
