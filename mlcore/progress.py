"""How long work tells of its progress, whoever listens: a page, a terminal or nobody."""

from collections.abc import Callable

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how many are done, and how many there are."""


def silent(what: str, done: int, total: int) -> None:
    """The listener for callers who do not care."""
