"""Answers that somebody called wrong, kept in the store and nowhere else.

``feedback/answers.jsonl``, a line an answer: which scan (a name that was typed or agreed to, and a
hash of the pixels the network saw), which run, what it answered, what is right. The pixels only
where that was asked for, as ``feedback/<hash>.png``; nothing else of the file, so nothing that a
DICOM file says of a patient.
"""

import json
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np
from PIL import Image

from mlcore import atomic, paths
from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.inspect import chunks
from mlcore.kept import Kept
from mlcore.runs.folder import Run, read_lines
from mlcore.trust import familiar

LONGEST_NAME = 120
PICTURE_ENDINGS = (".png", ".jpg", ".jpeg", ".bmp", ".webp", ".gif", ".tif", ".tiff", ".jp2")


_kept: Kept[dict[str, int]] = Kept(8)
"""Where scans of given pixels lie in a data set: all of it must be read to know."""


@dataclass(frozen=True)
class Feedback:
    time: float
    """Seconds since 1970."""
    name: str
    digest: str
    """32 hexadecimal digits told by the pixels the network saw."""
    run: str
    dataset: str
    """The one the run learnt from."""
    answer: dict[str, float]
    """Probability a label."""
    right: dict[str, int | None]
    """1 present, 0 absent, None: not known."""
    pixels: bool
    """Whether the picture was kept."""

    @property
    def picture(self) -> Path:
        return paths.feedback() / f"{self.digest}.png"


@dataclass(frozen=True)
class Candidate:
    """Feedback as a data set sees it."""

    given: Feedback
    row: int | None
    """Which of its scans that is, told by equal pixels; None: a scan it does not hold."""
    differs: dict[str, int]
    """Labels that are kept otherwise in the data set, and what they should be."""


def file() -> Path:
    return paths.feedback() / "answers.jsonl"


def suggested_name(name: str) -> str:
    """The last part of a picture file's name; nothing for other files: those of DICOM often carry a
    patient's name."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return last[:LONGEST_NAME] if last.lower().endswith(PICTURE_ENDINGS) else ""


def give(
    run: Run,
    pixels: np.ndarray,
    answer: dict[str, float],
    right: dict[str, int | None],
    name: str = "",
    keep_pixels: bool = False,
) -> Feedback:
    """Keep what is right for a scan ``(side, side, channels)`` uint8, as the network saw it."""
    if strange := set(right) - set(answer):
        raise ScanLabError(f"there is no label {min(strange)!r}; expected {', '.join(answer)}")
    if all(value is None for value in right.values()):
        raise ScanLabError("no right label was given; say of at least one label what is right")
    told = Feedback(
        time.time(),
        " ".join(name.split())[:LONGEST_NAME],
        familiar.digest(pixels).hex(),
        run.name,
        run.config.get("dataset", ""),
        {label: round(float(value), 6) for label, value in answer.items()},
        right,
        keep_pixels,
    )
    paths.feedback().mkdir(parents=True, exist_ok=True)
    if keep_pixels:
        grey = pixels[..., 0] if pixels.shape[-1] == 1 else pixels
        with atomic.replacing(told.picture) as temporary:
            Image.fromarray(grey).save(temporary, "PNG")
    with open(file(), "a", encoding="utf-8") as lines:
        lines.write(json.dumps(asdict(told), allow_nan=False) + "\n")
    return told


def given() -> list[Feedback]:
    """The latest for each scan and run, newest first."""
    found = {}
    for line in read_lines(file()):
        if told := _read(line):
            found[told.digest, told.run] = told
    return sorted(found.values(), key=lambda told: told.time, reverse=True)


def forget(told: Feedback) -> None:
    """Remove all that was said of this scan to this run, and its picture."""
    lines = [line for line in read_lines(file()) if _read(line)]
    kept = [line for line in lines if (line["digest"], line["run"]) != (told.digest, told.run)]
    with atomic.replacing(file()) as temporary:
        temporary.write_text("".join(json.dumps(line) + "\n" for line in kept), encoding="utf-8")
    if all(line["digest"] != told.digest for line in kept):
        told.picture.unlink(missing_ok=True)


def candidates(data: DataSet) -> list[Candidate]:
    """What was said about scans of ``data``, or to runs that learnt from it, newest first."""
    told = given()
    if not told:
        return []
    at = _kept.get(
        (data.name, data.fingerprint, tuple(sorted({each.digest for each in told}))),
        lambda: _places(data, {each.digest for each in told}),
    )
    found = []
    for each in told:
        row = at.get(each.digest)
        if row is not None or each.dataset == data.name:
            found.append(Candidate(each, row, _differing(data, row, each.right)))
    return found


def _places(data: DataSet, digests: set[str]) -> dict[str, int]:
    """Where scans of these digests lie; the first of copies."""
    found: dict[str, int] = {}
    for rows in chunks.slices(data.pixels):
        for k, scan in enumerate(chunks.read(data.pixels, rows)):
            digest = familiar.digest(scan).hex()
            if digest in digests:
                found.setdefault(digest, rows.start + k)
    return found


def _differing(data: DataSet, row: int | None, right: dict[str, int | None]) -> dict[str, int]:
    if row is None:
        return {}
    own = dict(zip(data.labels, data.targets[row], strict=True))
    return {
        label: value
        for label, value in right.items()
        if value is not None and label in own and own[label] != value
    }


def _read(line: dict[str, Any]) -> Feedback | None:
    """None for a line that somebody else wrote."""
    try:
        told = Feedback(**line)
        sound = (
            isinstance(told.time, int | float)
            and all(isinstance(text, str) for text in (told.name, told.run, told.dataset))
            and len(bytes.fromhex(told.digest)) == 16
            and all(value in (0, 1, None) for value in told.right.values())
        )
    except (TypeError, ValueError, AttributeError):
        return None
    return told if sound else None
