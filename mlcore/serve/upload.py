"""The files of one request, in memory only and no more of them than allowed."""

from collections.abc import AsyncIterator
from dataclasses import dataclass

import anyio
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser
from starlette.requests import ClientDisconnect, Request

from mlcore.serve.refusal import Refusal
from mlcore.serve.settings import FILES, MEGABYTES, Settings

FORM = "multipart/form-data"
PATIENCE = 120.0
"""Seconds in which a request must have arrived."""
LAST_WORDS = 5.0
"""Seconds in which the rest of a refused request is let pass."""
MOST_FIELDS = 10
FIELDS = ("model", "trust")
WORDS = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
REQUESTS_IN_MEMORY = 4
"""Of the largest size; when as much is being received, further requests are sent away."""


@dataclass(frozen=True)
class Upload:
    files: tuple[tuple[str, bytes], ...]
    """Name and content."""
    model: str | None
    trust: bool
    """Whether each answer is to be judged as well."""


class _InMemory(MultiPartParser):
    # Starlette would put larger parts into a file; what is uploaded shall never be stored.
    spool_max_size = 0


class Receiver:
    """Takes requests in, and knows how many bytes of them are in memory."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self.held = 0
        """Bytes of requests that have not been let go of."""

    async def receive(self, request: Request) -> tuple[Upload, int]:
        """The upload, and the bytes to give back to `let_go` after use.

        `Refusal` says what is wrong: 400, 408, 413, 415, 422 or 503.
        """
        kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
        if kind != FORM:
            raise Refusal(
                415, f"the content type is {kind or 'missing'}; send {FORM} with a field 'file'"
            )
        said = request.headers.get("content-length", "")
        if said.isascii() and said.isdigit() and int(said) > self._settings.most_bytes:
            raise self._too_large()
        taken = [0]
        try:
            with anyio.fail_after(PATIENCE):
                form = await _InMemory(
                    request.headers,
                    self._counted(request, taken),
                    max_files=self._settings.files + 1,
                    max_fields=MOST_FIELDS,
                ).parse()
            try:
                return await self._read(form.multi_items()), taken[0]
            finally:
                await form.close()
        except BaseException as problem:
            self.let_go(taken[0])
            if isinstance(problem, MultiPartException):
                raise self._broken(problem) from problem
            if isinstance(problem, ClientDisconnect):
                raise Refusal(400, "the connection ended before the request did") from problem
            if isinstance(problem, TimeoutError):
                raise Refusal(
                    408, f"the request took longer than {PATIENCE:.0f} s; send fewer files at once"
                ) from problem
            raise

    def let_go(self, taken: int) -> None:
        self.held -= taken

    async def _counted(self, request: Request, taken: list[int]) -> AsyncIterator[bytes]:
        most = self._settings.most_bytes
        async for chunk in request.stream():
            taken[0] += len(chunk)
            self.held += len(chunk)
            if taken[0] > most:
                raise self._too_large()
            if self.held > REQUESTS_IN_MEMORY * most:
                raise Refusal(
                    503,
                    "too many uploads are being received at once; try again in a second",
                    {"Retry-After": "1"},
                )
            yield chunk

    async def _read(self, items: list[tuple[str, UploadFile | str]]) -> Upload:
        files, text = [], {}
        for field, value in items:
            if isinstance(value, UploadFile):
                files.append((value.filename or "the picture", await value.read()))
                await value.close()  # at once, so that no content is held twice for long
            elif field in FIELDS:
                text[field] = value.strip()
            else:
                raise Refusal(
                    422,
                    f"the field {field!r} is text; expected a file in it, or the field 'model' "
                    "with the name of a run, or 'trust' with yes or no",
                )
        if not files:
            raise Refusal(422, "the request has no file; send at least one in the field 'file'")
        if len(files) > self._settings.files:
            raise self._too_many()
        return Upload(tuple(files), text.get("model") or None, _yes(text.get("trust") or "no"))

    def _too_large(self) -> Refusal:
        return Refusal(
            413,
            f"the request is larger than {self._settings.megabytes} MB; send fewer files at once, "
            f"or set {MEGABYTES} of the server",
        )

    def _too_many(self) -> Refusal:
        return Refusal(
            413,
            f"the request has more than {self._settings.files} files; send fewer at once, or set "
            f"{FILES} of the server",
        )

    def _broken(self, problem: MultiPartException) -> Refusal:
        if "many files" in problem.message:
            return self._too_many()
        return Refusal(400, f"the form cannot be read ({problem.message.rstrip('.')}); send {FORM}")


def _yes(said: str) -> bool:
    if said.lower() in WORDS:
        return WORDS[said.lower()]
    raise Refusal(422, f"the field 'trust' is {said[:20]!r}; expected yes or no")


async def rest_of(request: Request, most: int) -> None:
    """Let what is left of a refused request pass unseen, up to ``most`` bytes: many clients read
    the answer only after they have sent everything."""
    passed = 0
    with anyio.move_on_after(LAST_WORDS):
        try:
            async for chunk in request.stream():
                passed += len(chunk)
                if passed > most:
                    return
        except (RuntimeError, ClientDisconnect):
            return  # nothing is left, or nobody
