"""The dashboard's server while many programs ask it at once: speed, errors, memory, and whether
its pages stay usable."""

import os
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from mlcore import paths
from mlcore.bench import asking, generated, page_load
from mlcore.bench.process import at_home, python
from mlcore.errors import ScanLabError
from mlcore.runs import folder
from mlcore.serve import settings

SCANS = 40
TRAINED_ON = 600
NETWORK = "cnn-4"
WARMED_UP = 10.0
"""Seconds after which memory is told for the first time under load."""
PAUSE = 2.0
"""Seconds between two visits of a page."""
VISITS = 3
START = ("-m", "streamlit", "run", "streamlit_app.py", "--server.headless=true")
PATIENCE = 60.0


def measure(run: str | None, clients: int, seconds: float) -> dict[str, Any]:
    """``{run, clients, seconds, requests, requests_per_second, milliseconds {median, p95, p99},
    errors, first_errors, different, megabytes {start, ten_seconds, end}, page_seconds {calm,
    meanwhile}}``.

    Without ``run``, a small model is trained first, in a store of its own. ``different`` counts
    answers that are not those of ``predict --json``; pages are None where there is no browser.
    """
    with tempfile.TemporaryDirectory(prefix="scanlab-bench-") as place:
        files = sorted(generated.write_files(Path(place) / "files", SCANS).iterdir())
        home = paths.home() if run else Path(place) / "home"
        name = folder.get(run).name if run else _trained(home)
        told = python(["-m", "mlcore", "predict", name, *map(str, files), "--json"], home).answer
        expected = {Path(answer["file"]).name: answer["labels"] for answer in told}
        scans = [(path.name, path.read_bytes()) for path in files]
        with _server(home) as (process, port):
            return {"run": name, "clients": clients} | _under_load(
                process, port, name, scans, expected, clients, seconds
            )


def _under_load(
    process: subprocess.Popen,
    port: int,
    name: str,
    scans: list[tuple[str, bytes]],
    expected: dict[str, Any],
    clients: int,
    seconds: float,
) -> dict[str, Any]:
    asking.ask(port, name, scans, expected, 1, 0.5)  # the first request loads the model
    calm, memory = _visits(port, VISITS), {"start": _megabytes(process.pid)}
    later = threading.Timer(WARMED_UP, lambda: memory.update(ten_seconds=_megabytes(process.pid)))
    meanwhile: list[list[float] | None] = []
    visits = max(1, int(seconds / (8 * PAUSE)))
    visitor = threading.Thread(target=lambda: meanwhile.append(_visits(port, visits)))
    later.start()
    visitor.start()
    started = time.perf_counter()
    told = asking.ask(port, name, scans, expected, clients, seconds)
    took = time.perf_counter() - started
    memory["end"] = _megabytes(process.pid)
    later.cancel()
    visitor.join()
    return {
        "seconds": round(took, 1),
        "requests": len(told.seconds),
        "requests_per_second": round(len(told.seconds) / took, 1),
        "milliseconds": _milliseconds(told.seconds),
        "errors": len(told.errors),
        "first_errors": told.errors[:3],
        "different": told.different,
        "megabytes": {"start": None, "ten_seconds": None, "end": None} | memory,
        "page_seconds": {"calm": calm, "meanwhile": meanwhile[0]},
    }


def _trained(home: Path) -> str:
    python(["-m", "mlcore.bench.generated", "bench", str(TRAINED_ON), "64"], home)
    options = ["--model", NETWORK, "--epochs", "1", "--json"]
    return python(["-m", "mlcore", "train", "bench", *options], home).answer["run"]


@contextmanager
def _server(home: Path) -> Iterator[tuple[subprocess.Popen, int]]:
    with socket.socket() as free:
        free.bind(("localhost", 0))
        port = free.getsockname()[1]
    with tempfile.TemporaryFile() as log, at_home(home):
        process = subprocess.Popen(
            [sys.executable, *START, f"--server.port={port}", "--server.address=localhost"],
            cwd=paths.PROJECT,
            env={k: v for k, v in os.environ.items() if k != settings.TOKEN} | {settings.RATE: "0"},
            stdout=log,
            stderr=log,
        )
        try:
            _wait_for(process, port)
            yield process, port
        finally:
            process.terminate()
            process.wait(30)


def _wait_for(process: subprocess.Popen, port: int) -> None:
    give_up = time.monotonic() + PATIENCE
    while time.monotonic() < give_up and process.poll() is None:
        try:
            urllib.request.urlopen(f"http://localhost:{port}/api/health", timeout=1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise ScanLabError("the dashboard's server did not start; try 'make run' to see why")


def _visits(port: int, times: int) -> list[float] | None:
    if not page_load.is_there():
        return None
    address = f"http://localhost:{port}/predict"
    asked = ["-m", "mlcore.bench.page_load", address, str(times), str(PAUSE)]
    return python(asked, paths.home()).answer


def _megabytes(pid: int) -> float | None:
    """Resident memory; None where the system does not tell it."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    except OSError:
        return None
    (kilobytes,) = (line.split()[1] for line in lines if line.startswith("VmRSS:"))
    return round(int(kilobytes) / 1024, 1)


def _milliseconds(seconds: list[float]) -> dict[str, float] | None:
    if not seconds:
        return None
    ranks = {"median": 50, "p95": 95, "p99": 99}
    return {
        name: round(1000 * float(np.percentile(seconds, rank)), 1) for name, rank in ranks.items()
    }
