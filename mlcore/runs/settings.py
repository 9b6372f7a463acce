"""What people set for the whole store: ``settings.json``."""

from typing import Any

from mlcore import atomic, paths


def read() -> dict[str, Any]:
    """Empty where there is none or it cannot be read."""
    kept = atomic.read_json(paths.home() / "settings.json")
    return kept if isinstance(kept, dict) else {}


def write(name: str, value: Any) -> None:
    """Keep one of them; the others stay as they are."""
    paths.home().mkdir(parents=True, exist_ok=True)
    atomic.write_json(paths.home() / "settings.json", read() | {name: value})
