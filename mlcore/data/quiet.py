"""Decoders' own warnings, kept from the terminal while files are read.

What is odd about a file is said in `Scan.warnings`, in our words. Decoders quote the file instead,
and a DICOM file holds a patient's name.
"""

import threading
import warnings
from types import TracebackType


class Quiet:
    """A context in which Python warnings are dropped; threads may enter and leave it in any order.

    ``warnings.catch_warnings`` alone is not safe here: two threads leaving in the wrong order
    would put the wrong filters back. The first to enter saves them, the last to leave restores.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._inside = 0
        self._saved = warnings.catch_warnings()

    def __enter__(self) -> None:
        with self._lock:
            if self._inside == 0:
                self._saved = warnings.catch_warnings()
                self._saved.__enter__()
                warnings.simplefilter("ignore")
            self._inside += 1

    def __exit__(
        self,
        kind: type[BaseException] | None,
        problem: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._lock:
            self._inside -= 1
            if self._inside == 0:
                self._saved.__exit__(kind, problem, trace)


QUIET = Quiet()
