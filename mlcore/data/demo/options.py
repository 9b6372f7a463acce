"""What a person can choose about the demo, checked."""

from dataclasses import dataclass

from mlcore.errors import ScanLabError

SIDES = (16, 32, 64, 128)
VERSION = 1
"""Raise it when the same options would give other scans, so that stored demos are made anew."""


@dataclass(frozen=True)
class Options:
    """What fixes every byte of the demo; `ScanLabError` where it is impossible."""

    train: int
    val: int
    test: int
    seed: int
    side: int
    version: int = VERSION

    def __post_init__(self) -> None:
        if self.train < 1 or min(self.val, self.test) < 0:
            raise ScanLabError(
                f"the demo cannot have {self.train} train, {self.val} val and {self.test} test "
                "scans; give at least 1 for train and 0 or more for the others"
            )
        check(self.seed, self.side)

    @property
    def sizes(self) -> tuple[int, int, int]:
        return self.train, self.val, self.test


def check(seed: int, side: int) -> None:
    if seed < 0:
        raise ScanLabError(f"seed {seed} cannot be used; give 0 or a larger whole number")
    if side not in SIDES:
        known = ", ".join(map(str, SIDES))
        raise ScanLabError(f"the demo cannot be made with side {side}; choose one of {known}")
