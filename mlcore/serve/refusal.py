"""Why a request is not answered: a status code and one sentence."""

from starlette.responses import JSONResponse

from mlcore.errors import ScanLabError


class Refusal(ScanLabError):  # noqa: N818 (an answer, which the client is meant to read)
    def __init__(self, status: int, sentence: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(sentence)
        self.status = status
        self.headers = headers

    def response(self) -> JSONResponse:
        return JSONResponse({"error": str(self)}, self.status, self.headers)
