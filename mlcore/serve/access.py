"""Who may ask: whoever sits at this machine, or who shows the token.

A server that other machines can reach answers nobody without a token. A web page that somebody has
open is not somebody at this machine, so what a browser sends for another site is refused too.
"""

import hmac
import ipaddress

from starlette.requests import Request

from mlcore.serve.refusal import Refusal
from mlcore.serve.settings import TOKEN

LOCALHOST = "localhost"
PASSED_ON = ("forwarded", "x-forwarded-for", "x-real-ip")
"""Headers of a proxy, behind which anybody may be."""
OFF = (
    "the interface for programs is off, as this server can be reached from other machines; whoever "
    f"runs it can set {TOKEN}, and requests then need the header 'Authorization: Bearer TOKEN'"
)
NOT_HERE = (
    "only programs of this very machine are answered, and this request came through a proxy or "
    f"from another web site; whoever runs the server can set {TOKEN} to let others in"
)


def check(request: Request, token: str | None, bound: str | None) -> None:
    """`Refusal` 401 or 403 unless the request may be answered.

    ``bound``: the address the server was told to listen at; None means all of them.
    """
    if token is not None:
        _check_token(request, token)
        return
    if not is_local(bound):
        raise Refusal(403, OFF)
    if not _is_from_here(request):
        raise Refusal(403, NOT_HERE)


def is_local(host: str | None) -> bool:
    """Whether only this machine can be meant."""
    if not host:
        return False
    if host.lower() == LOCALHOST:
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def mode(token: str | None, bound: str | None) -> str:
    """``token``, ``open`` (to this machine) or ``off``."""
    if token is not None:
        return "token"
    return "open" if is_local(bound) else "off"


def _check_token(request: Request, token: str) -> None:
    kind, _, shown = request.headers.get("authorization", "").partition(" ")
    right = hmac.compare_digest(shown.strip().encode(), token.encode())
    if kind.lower() != "bearer" or not right:
        raise Refusal(
            401,
            "the token is missing or wrong; send the header 'Authorization: Bearer TOKEN' with the "
            f"value of {TOKEN} of the server",
            {"WWW-Authenticate": "Bearer"},
        )


def _is_from_here(request: Request) -> bool:
    here = request.scope.get("server") or (None,)
    there = request.client.host if request.client else None
    # The name that was asked for: another one is a web page whose name was made to lead here.
    asked = request.url.hostname
    return (
        all(map(is_local, (here[0], there, asked)))
        and not any(name in request.headers for name in PASSED_ON)
        and request.headers.get("sec-fetch-site", "none") in ("none", "same-origin")
    )
