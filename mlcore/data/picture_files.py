"""Which files of a source may be pictures, before any is opened: all but what surely is not one.

A DICOM file may have any ending or none, so only the endings of other things are known here.
"""

import posixpath
import re
from collections.abc import Sequence

from mlcore.data.archive import Source

NEVER = re.compile(
    r".*\.(csv|tsv|txt|md|rst|json|xml|html?|pdf|docx?|xlsx?|ods|ya?ml|py|ipynb|zip|gz|tar|npy|npz|"
    r"parquet|mat|db|log)|readme|licen[cs]e|copying|changelog|makefile|dicomdir"
)
"""Names in small letters."""


def picture_files(source: Source) -> list[str]:
    return [name for name in source.names() if not NEVER.fullmatch(name.rpartition("/")[2].lower())]


def common_folder(files: Sequence[str]) -> str:
    """The innermost folder that all ``files`` lie in, with its slash, or nothing."""
    folders = {posixpath.dirname(file) for file in files}
    folder = posixpath.commonpath(folders) if folders else ""
    return f"{folder}/" if folder else ""
