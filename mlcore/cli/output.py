"""What commands print: tables and sentences for people, one JSON value for programs."""

import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar
from rich.table import Table

from mlcore.errors import ScanLabError
from mlcore.progress import Progress

json_option = click.option("--json", "as_json", is_flag=True, help="Print one JSON value.")


def emit(as_json: bool, value: Any, show: Callable[[], None]) -> None:
    """Print ``value`` as JSON, or call ``show`` to print it for people."""
    if as_json:
        print(json.dumps(value, ensure_ascii=False, allow_nan=False))
    else:
        show()


def table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """A table on stdout; numbers are set to the right, an undefined value is a dash."""
    rows = [list(row) for row in rows]
    drawn = Table(title=title, title_justify="left", header_style="bold", box=SIMPLE_HEAD)
    for position, column in enumerate(columns):
        values = [row[position] for row in rows if row[position] is not None]
        numeric = bool(values) and all(isinstance(value, int | float) for value in values)
        drawn.add_column(column, justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        drawn.add_row(*(text(value) for value in row))
    Console(markup=False, emoji=False).print(drawn)


def text(value: Any) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.3f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


@contextmanager
def writing(path: Path, option: str = "--out") -> Iterator[None]:
    """Say in one sentence that the block cannot write to ``path``, which ``option`` named."""
    try:
        yield
    except OSError as problem:
        raise ScanLabError(
            f"{path} cannot be written ({problem.strerror}); give another place with {option}"
        ) from problem


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress bar on stderr, one line a kind of work; nothing where stderr is not a terminal."""
    console = Console(stderr=True)
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console, disable=not sys.stderr.isatty()) as bar:
        tasks: dict[str, Any] = {}

        def show(what: str, done: int, total: int) -> None:
            if what not in tasks:
                tasks[what] = bar.add_task(what, total=total)
            bar.update(tasks[what], completed=done, total=total)

        yield show
