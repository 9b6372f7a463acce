"""Many clients that post scans to ``/api/predict`` at once, each over a connection it keeps."""

import http.client
import json
import secrets
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Told:
    """What all clients saw."""

    seconds: list[float] = field(default_factory=list)
    """Of each answered request."""
    errors: list[str] = field(default_factory=list)
    different: int = 0
    """Answers other than expected."""


def ask(
    port: int,
    run: str,
    scans: Sequence[tuple[str, bytes]],
    expected: Mapping[str, Any],
    clients: int,
    seconds: float,
) -> Told:
    """Let ``clients`` ask for so long, one scan a request.

    ``expected``: name of a scan to the ``labels`` of its answer.
    """
    told, stop = Told(), time.monotonic() + seconds
    requests = [(name, *_form(run, name, raw)) for name, raw in scans]
    threads = [
        threading.Thread(
            target=_client, args=(port, requests[i:] + requests[:i], expected, stop, told)
        )
        for i in (number % len(requests) for number in range(clients))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return told


def _client(
    port: int,
    requests: Sequence[tuple[str, bytes, dict[str, str]]],
    expected: Mapping[str, Any],
    stop: float,
    told: Told,
) -> None:
    connection = http.client.HTTPConnection("localhost", port, timeout=60)
    asked = 0
    while time.monotonic() < stop:
        name, body, headers = requests[asked % len(requests)]
        asked += 1
        started = time.perf_counter()
        try:
            connection.request("POST", "/api/predict", body, headers)
            response = connection.getresponse()
            answer = json.loads(response.read())
        except (OSError, http.client.HTTPException, ValueError) as problem:
            told.errors.append(repr(problem))
            connection.close()
            continue
        if response.status != 200:
            told.errors.append(f"{response.status}: {answer.get('error')}")
            continue
        told.seconds.append(time.perf_counter() - started)
        told.different += [one["labels"] for one in answer] != [expected[name]]
    connection.close()


def _form(run: str, name: str, raw: bytes) -> tuple[bytes, dict[str, str]]:
    boundary = secrets.token_hex(16)
    lines = (
        f"--{boundary}",
        'Content-Disposition: form-data; name="model"',
        "",
        run,
        f"--{boundary}",
        f'Content-Disposition: form-data; name="file"; filename="{name}"',
        "Content-Type: application/octet-stream",
        "",
        "",
    )
    body = "\r\n".join(lines).encode() + raw + f"\r\n--{boundary}--\r\n".encode()
    return body, {"Content-Type": f"multipart/form-data; boundary={boundary}"}
