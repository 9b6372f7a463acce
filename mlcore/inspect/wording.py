"""Numbers and lists as findings say them."""

from collections.abc import Sequence


def scans(count: int) -> str:
    """``1 scan``, ``2,000 scans``."""
    return f"{count:,} {'scan' if count == 1 else 'scans'}"


def counted(count: int, one: str, many: str = "") -> str:
    """``1 group``, ``2,000 groups``."""
    return f"{count:,} {one if count == 1 else many or one + 's'}"


def percent(share: float) -> str:
    """``33 %`` and ``0.42 %``: two digits that say something."""
    if share < 0:
        return f"−{percent(-share)}"
    if share < 0.0001:
        return "0 %" if share == 0 else "under 0.01 %"
    return f"{100 * share:.{0 if share >= 0.0995 else 1 if share >= 0.00995 else 2}f} %"


def listed(names: Sequence[str], most: int = 5) -> str:
    """``a, b and 3 more``."""
    shown = ", ".join(names[:most])
    return shown if len(names) <= most else f"{shown} and {len(names) - most:,} more"
