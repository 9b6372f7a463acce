"""The inspection of many scans, beside cleanvision where files are read on both sides."""

import math
import tempfile
from pathlib import Path
from typing import Any

import numpy as np

from mlcore.bench import generated, peer
from mlcore.bench.generated import Planted
from mlcore.bench.process import at_home, python
from mlcore.data import dataset
from mlcore.inspect import inspection

MOST_FILES = 50_000
"""More scans go straight into the store: no peer could keep up, and the disk fills with files."""
NAME = "bench"


def files(n: int, side: int = 64) -> dict[str, Any]:
    """``n`` PNG files, imported and inspected here, searched by the peer there.

    ``{n, side, import_seconds, inspect_seconds, cpu_seconds, megabytes, found, peer {version,
    seconds, issues}, ratio}``: seconds of both sides are those of the work, not of the start of
    Python, but ``cpu_seconds`` of all cores are; ``ratio`` is the peer's over import and inspection
    together. Peer and ratio are None where it is not there.
    """
    with tempfile.TemporaryDirectory(prefix="scanlab-bench-") as folder:
        home = Path(folder) / "home"
        images = generated.write_files(Path(folder) / "files", n, side)
        _read_through(images)
        options = ["--name", NAME, "--side", str(side), "--json"]
        imported = python(["-m", "mlcore", "import", str(images.parent), *options], home).answer
        ours = _inspected(home, generated.plan(n))
        theirs = None
        if peer.is_there():
            theirs = python(["-m", "mlcore.bench.peer", str(images)], home).answer
    both = imported["seconds"] + ours["inspect_seconds"]
    return {
        "n": n,
        "side": side,
        "import_seconds": imported["seconds"],
        **ours,
        "peer": theirs,
        "ratio": round(theirs["seconds"] / both, 1) if theirs else None,
    }


def straight(n: int, side: int = 64) -> dict[str, Any]:
    """``n`` scans straight in the store, with a sixteenth and a quarter of them for comparison.

    ``{n, side, sizes [{n, inspect_seconds, cpu_seconds, megabytes, found, per_n_log_n}]}``;
    ``per_n_log_n`` is in nanoseconds of all cores together (of the clock where the system does not
    tell them) and must not grow.
    """
    sizes = []
    for size in (n // 16, n // 4, n):
        with tempfile.TemporaryDirectory(prefix="scanlab-bench-") as folder:
            home = Path(folder)
            python(["-m", "mlcore.bench.generated", NAME, str(size), str(side)], home)
            measured = _inspected(home, generated.plan(size))
        unit = 1e-9 * size * math.log2(size)
        per = round((measured["cpu_seconds"] or measured["inspect_seconds"]) / unit, 1)
        sizes.append({"n": size, **measured, "per_n_log_n": per})
    return {"n": n, "side": side, "sizes": sizes}


def _inspected(home: Path, planted: Planted) -> dict[str, Any]:
    measured = python(["-m", "mlcore", "inspect", NAME, "--json"], home)
    with at_home(home):
        data = dataset.load(NAME)
        found = _found(inspection.load(data), data.table["id"].to_numpy(), planted)
    return {
        "inspect_seconds": measured.answer["seconds"],
        "cpu_seconds": measured.cpu_seconds,
        "megabytes": measured.megabytes,
        "found": found,
    }


def _found(found: inspection.Inspection, ids: np.ndarray, planted: Planted) -> dict[str, Any]:
    """Shares of what is planted that were found, and near pairs that were not planted."""
    # An import may order scans anew, so positions are told by id.
    place = np.empty(len(ids), np.int64)
    place[[int(name.partition(".")[0]) for name in ids]] = np.arange(len(ids))
    copies, alike = (found.arrays[f"duplicates.{name}"] for name in ("copies", "lookalikes"))
    pairs = np.sort(found.arrays["duplicates.near_pairs"], axis=1)
    expected = np.sort(np.stack([place[planted.near], place[planted.near - 1]], axis=1), axis=1)
    near = alike[place[planted.near]] == alike[place[planted.near - 1]]
    known = set(map(tuple, expected.tolist()))
    return {
        "black": float((found.arrays["quality.brightest"][place[planted.black]] == 0).mean()),
        "exact": float((copies[place[planted.exact]] == copies[place[planted.exact - 1]]).mean()),
        "near": round(float(near.mean()), 4),
        "near_not_planted": sum(pair not in known for pair in map(tuple, pairs.tolist())),
    }


def _read_through(images: Path) -> None:
    """Bring all files into the system's cache, so that nobody pays for being first."""
    for file in images.iterdir():
        file.read_bytes()
