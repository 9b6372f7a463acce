"""How large a picture can be between two steps, so that a recipe fails before it runs."""

from dataclasses import dataclass

Size = tuple[int, int]
"""Width and height in pixels."""

LARGEST = 8
"""No step may make a picture longer than this many times the scan (memory)."""


@dataclass(frozen=True)
class Frame:
    """Limits that hold whatever numbers are drawn, in pixels."""

    width: int
    height: int
    """The least width and height."""
    longest: float
    """The most that width or height can be."""

    @classmethod
    def of(cls, size: Size) -> "Frame":
        return cls(*size, max(size))

    def scaled(self, low: float, high: float) -> "Frame":
        """Both sides multiplied by a factor between ``low`` and ``high``."""
        return Frame(int(self.width * low), int(self.height * low), self.longest * high)

    def turned(self) -> "Frame":
        """Turned by any angle and grown until nothing is cut off."""
        least = min(self.width, self.height)
        return Frame(least, least, self.longest * 2**0.5)

    def swapped(self) -> "Frame":
        """Turned by a quarter."""
        return Frame(self.height, self.width, self.longest)

    def padded(self, size: Size) -> "Frame":
        width, height = max(self.width, size[0]), max(self.height, size[1])
        return Frame(width, height, max(self.longest, *size))

    def or_else(self, other: "Frame") -> "Frame":
        """The limits where it is open which of the two frames comes about."""
        return Frame(
            min(self.width, other.width),
            min(self.height, other.height),
            max(self.longest, other.longest),
        )

    def holds(self, size: Size) -> bool:
        return size[0] <= self.width and size[1] <= self.height
