"""What people note of a run: a star, tags, a note, and whether lists leave it out.

Kept in ``notes.json`` of the run, which only pages and commands write.
"""

from dataclasses import asdict, dataclass
from typing import Any

from mlcore import atomic
from mlcore.errors import ScanLabError
from mlcore.runs.folder import Run

FILE = "notes.json"
LONGEST = 2000


@dataclass(frozen=True)
class Marks:
    star: bool = False
    archived: bool = False
    tags: tuple[str, ...] = ()
    note: str = ""


def of(run: Run) -> Marks:
    """Nothing noted where the file is missing or broken."""
    return read(atomic.read_json(run.folder / FILE))


def read(kept: Any) -> Marks:
    if not isinstance(kept, dict):
        return Marks()
    tags = kept.get("tags")
    return Marks(
        kept.get("star") is True,
        kept.get("archived") is True,
        tuple(map(str, tags)) if isinstance(tags, list) else (),
        str(kept.get("note") or ""),
    )


def save(run: Run, marks: Marks) -> None:
    """`ScanLabError` where the note or a tag is too long."""
    for text in (marks.note, *marks.tags):
        if len(text) > LONGEST:
            raise ScanLabError(
                f"a note or tag has {len(text):,} letters; write at most {LONGEST:,}"
            )
    atomic.write_json(run.folder / FILE, asdict(marks) | {"tags": list(marks.tags)})


def tags_of(text: str) -> tuple[str, ...]:
    """``"first, slow"`` to tags, each once."""
    return tuple(dict.fromkeys(tag.strip() for tag in text.split(",") if tag.strip()))
