"""What was left out of an import, and why."""

from dataclasses import dataclass

from mlcore.errors import ScanLabError


@dataclass(frozen=True)
class Skip:
    """One file or id that is not in the data set."""

    file: str
    reason: str

    @property
    def sentence(self) -> str:
        begins_with_it = self.reason.startswith(self.file)
        return self.reason if begins_with_it else f"{self.file}: {self.reason}"


class UnreadableError(ScanLabError):
    """One file that gives no picture; the rest of its batch goes on."""

    def __init__(self, file: str, reason: str) -> None:
        super().__init__(f"{file}: {reason}")
        self.skip = Skip(file, reason)
