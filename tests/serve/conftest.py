"""A real server of the routes alone, on a port of its own."""

import json
import socket
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pytest
import uvicorn
from starlette.applications import Starlette

from mlcore.serve.routes import routes
from mlcore.serve.settings import Settings

LOCAL = "127.0.0.1"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: Any
    body: Any


@dataclass(frozen=True)
class Client:
    address: str

    def ask(
        self, path: str, data: bytes | None = None, method: str | None = None, **headers: str
    ) -> Reply:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        request = urllib.request.Request(self.address + path, data, named, method=method)
        try:
            with urllib.request.urlopen(request, timeout=20) as response:
                return Reply(response.status, response.headers, json.load(response))
        except urllib.error.HTTPError as problem:
            with problem:
                return Reply(problem.code, problem.headers, json.load(problem))

    def predict(self, files: Sequence[tuple[str, bytes]], **rest: str) -> Reply:
        """``rest``: headers, and ``model`` and ``trust`` as fields."""
        fields = {name: rest.pop(name) for name in ("model", "trust") if name in rest}
        body, kind = form(files, fields)
        return self.ask("/api/predict", body, content_type=kind, **rest)


def form(files: Sequence[tuple[str, bytes]], fields: dict[str, str]) -> tuple[bytes, str]:
    boundary = "between-the-parts"
    parts = [
        f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'.encode()
        for name, value in fields.items()
    ] + [
        f'--{boundary}\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
        "Content-Type: application/octet-stream\r\n\r\n".encode()
        + raw
        + b"\r\n"
        for name, raw in files
    ]
    return b"".join(
        parts
    ) + f"--{boundary}--\r\n".encode(), f"multipart/form-data; boundary={boundary}"


@pytest.fixture
def serving() -> Iterator[Callable[..., Client]]:
    """Start a server with settings, at an address it believes to be bound to."""
    started = []

    def start(bound: str | None = "localhost", **settings: Any) -> Client:
        app = Starlette(routes=routes(bound, Settings(**settings)))
        listening = socket.create_server((LOCAL, 0))
        # Its own settings of logging would close the handlers of others, and with one of
        # TensorFlow's the file in which pytest keeps what tests print.
        config = uvicorn.Config(
            app, log_config=None, log_level="critical", access_log=False, lifespan="off"
        )
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
        thread.start()
        started.append((server, thread, listening))
        while not server.started:
            time.sleep(0.01)
        return Client(f"http://{LOCAL}:{listening.getsockname()[1]}")

    yield start
    for server, thread, listening in started:
        server.should_exit = True
        thread.join(10)
        listening.close()
