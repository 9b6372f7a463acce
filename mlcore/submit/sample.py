"""The sample submission of a competition: which ids, in which order, under which columns."""

import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from mlcore import paths
from mlcore.data import dataset, text_table
from mlcore.data.study_form import SAMPLE
from mlcore.data.text_table import TextTable, plain
from mlcore.errors import ScanLabError
from mlcore.inspect.wording import counted
from mlcore.submit import form
from mlcore.submit.form import Form

ID_NAME = re.compile("id|(image|scan|file|row)(id|name)")
MAX_BYTES = text_table.MAX_BYTES


@dataclass(frozen=True)
class Sample:
    table: TextTable
    id_column: str
    labels: tuple[str, ...]
    """Columns to be filled, in order."""
    ids: tuple[str, ...]
    """In order, as they stand in the file."""
    form: Form


def read(raw: bytes, file: str) -> Sample:
    """``file`` stands for it in the sentence of a `ScanLabError`."""
    table = text_table.read(raw, file)
    if len(table.columns) < 2 or not table.rows:
        raise ScanLabError(
            f"{file} has {counted(len(table.columns), 'column')} and "
            f"{counted(len(table.rows), 'whole row')}; a sample submission "
            "has a column of ids, one per label, and a row a scan"
        )
    own = id_column(table.columns)
    labels = tuple(name for name in table.columns if name != own)
    ids = tuple(table.column(own).cells())
    return Sample(table, own, labels, ids, form.of(raw, file))


def id_column(columns: Sequence[str]) -> str:
    """The one that is called so, else the first."""
    return next((name for name in columns if ID_NAME.fullmatch(plain(name))), columns[0])


def read_file(path: Path) -> Sample:
    """A CSV, or a ZIP that holds one ``sample_submission.csv``."""
    try:
        if zipfile.is_zipfile(path):
            return read(_packed(path), f"{SAMPLE} in {path.name}")
        return read(path.read_bytes(), path.name)
    except OSError as problem:
        raise ScanLabError(f"{path} cannot be read ({problem.strerror})") from problem


def of_data(name: str) -> Sample:
    """The one that was imported with a data set, or with the one that it is a view of."""
    path = kept_file(name)
    if path is None:
        raise ScanLabError(
            f"data set {name!r} was imported without a {SAMPLE}; give the file of the competition"
        )
    return read_file(path)


def kept_file(name: str) -> Path | None:
    """Where a data set keeps the sample it was imported with; None where it has none."""
    if not dataset.exists(name):
        return None
    data = dataset.load(name)
    path = paths.datasets() / (data.view["base"] if data.view else name) / SAMPLE
    return path if path.exists() else None


def _packed(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        found = [entry for entry in archive.infolist() if Path(entry.filename).name == SAMPLE]
        if len(found) != 1:
            raise ScanLabError(f"{path.name} holds {len(found)} files {SAMPLE}; expected one")
        if found[0].file_size > MAX_BYTES:
            raise ScanLabError(f"{SAMPLE} in {path.name} is larger than {MAX_BYTES:,} bytes")
        try:
            return archive.read(found[0])
        except (zipfile.BadZipFile, RuntimeError, NotImplementedError) as problem:
            raise ScanLabError(f"{SAMPLE} in {path.name} cannot be unpacked") from problem
