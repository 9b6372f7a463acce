"""The routes under ``/api`` that the dashboard's server is given."""

import math
import os
from collections.abc import Awaitable, Callable
from typing import Any

import anyio
from anyio import CapacityLimiter
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mlcore.serve import access, description, settings, upload
from mlcore.serve.pace import Pace
from mlcore.serve.refusal import Refusal
from mlcore.serve.settings import Settings
from mlcore.serve.upload import Receiver, Upload

Endpoint = Callable[[Request], Awaitable[Response]]

METHODS = {"predict": "POST", "models": "GET", "health": "GET", "openapi.json": "GET"}


def routes(bound: str | None, chosen: Settings | None = None) -> list[Route]:
    """All routes. ``bound``: the address the server listens at, None for every one it has."""
    interface = _Interface(bound, chosen or settings.of())
    offered = {
        "predict": interface.guarded(interface.predict),
        "models": interface.guarded(interface.models),
        "health": interface.health,
        "openapi.json": interface.openapi,
    }
    return [
        *(Route(f"/api/{name}", offered[name], methods=[METHODS[name]]) for name in METHODS),
        # Without it, the dashboard's own page would be the answer to a mistyped address.
        Route("/api/{rest:path}", _unknown, methods=["GET", "POST", "PUT", "PATCH", "DELETE"]),
    ]


class _Interface:
    def __init__(self, bound: str | None, chosen: Settings) -> None:
        self._bound, self._settings = bound, chosen
        self._pace = Pace(chosen.rate)
        self._receiver = Receiver(chosen)
        self._limiter: CapacityLimiter | None = None

    def guarded(self, work: Endpoint) -> Endpoint:
        """Let only those in who may ask; a refusal becomes its sentence."""

        async def endpoint(request: Request) -> Response:
            try:
                self._check_pace(request)
                access.check(request, self._settings.token, self._bound)
                return await work(request)
            except Refusal as refusal:
                await upload.rest_of(request, 4 * self._settings.most_bytes)
                return refusal.response()

        return endpoint

    async def predict(self, request: Request) -> Response:
        given, taken = await self._receiver.receive(request)
        try:
            run, found = await self._in_thread(_answers, given)
        finally:
            self._receiver.let_go(taken)
        return JSONResponse(found, headers={"ScanLab-Run": run})

    async def models(self, _: Request) -> Response:
        return JSONResponse(await self._in_thread(_served))

    async def health(self, _: Request) -> Response:
        mode = access.mode(self._settings.token, self._bound)
        return JSONResponse({"status": "ok", "interface": mode})

    async def openapi(self, _: Request) -> Response:
        return JSONResponse(description.openapi(self._settings))

    def _check_pace(self, request: Request) -> None:
        wait = self._pace.wait(request.client.host if request.client else "")
        if wait:
            seconds = math.ceil(wait)
            raise Refusal(
                429,
                f"more than {self._settings.rate:,} requests a minute came from this address; "
                f"try again in {seconds} s, or send several files in one request",
                {"Retry-After": str(seconds)},
            )

    async def _in_thread(self, work: Callable[..., Any], *given: Any) -> Any:
        # Made here because it belongs to the event loop that runs. One thread a core: more
        # decode no faster, and each may hold a large picture.
        self._limiter = self._limiter or CapacityLimiter(max(2, os.cpu_count() or 1))
        return await anyio.to_thread.run_sync(work, *given, limiter=self._limiter)


def _answers(given: Upload) -> Any:
    from mlcore.serve import answering  # the server shall be up before ONNX Runtime is

    return answering.answers(given)


def _served() -> Any:
    from mlcore.serve import answering

    return answering.served()


async def _unknown(request: Request) -> Response:
    name = request.path_params["rest"]
    if name in METHODS:
        sentence = f"{request.url.path} takes {METHODS[name]}, got {request.method}"
        return Refusal(405, sentence, {"Allow": METHODS[name]}).response()
    known = ", ".join(f"/api/{each}" for each in METHODS)
    return Refusal(404, f"there is nothing at {request.url.path}; there are {known}").response()
