"""Which waiting run is next, and how many may train at once: two small files of the store."""

from collections.abc import Iterator
from contextlib import contextmanager

from mlcore import atomic, paths
from mlcore.errors import ScanLabError
from mlcore.runs import live, settings, state
from mlcore.runs.folder import Run
from mlcore.runs.lock import holding

AT_ONCE = 1
"""Trainings at a time, where nobody says otherwise: one alone already uses every core."""
MOST_AT_ONCE = 16
PATIENCE = 5.0


@contextmanager
def locked() -> Iterator[bool]:
    """Yield whether the queue is ours for the length of the block; nobody else changes it then."""
    paths.runs().mkdir(parents=True, exist_ok=True)
    with holding(paths.runs() / ".queue-lock", PATIENCE) as ours:
        yield ours


def limit() -> int:
    """How many runs may train at once."""
    value = settings.read().get("runs_at_once", AT_ONCE)
    return value if isinstance(value, int) and 1 <= value <= MOST_AT_ONCE else AT_ONCE


def set_limit(count: int) -> None:
    """Runs that train already go on, even if they are more than that."""
    if not 1 <= count <= MOST_AT_ONCE:
        raise ScanLabError(f"{count} runs at once cannot be; expected 1 to {MOST_AT_ONCE}")
    settings.write("runs_at_once", count)


def waiting() -> list[Run]:
    """Queued runs, the next one first: as they were put in order, others by age."""
    order = {name: place for place, name in enumerate(_order())}
    queued = filter(state.queued, live.runs())
    return sorted(queued, key=lambda run: (order.get(run.name, len(order)), run.name))


def at_work() -> list[Run]:
    """Runs whose worker lives, be it paused."""
    return [run for run in live.runs() if state.state(run) in state.AT_WORK]


def move(run: Run, places: int) -> None:
    """Let a queued run wait so many places longer, or fewer where ``places`` is below 0."""
    with locked() as ours:
        if not ours:
            raise ScanLabError("the queue is busy; try again in a moment")
        names = [each.name for each in waiting()]
        if run.name not in names:
            raise ScanLabError(
                f"run {run.name} is {state.state(run)}; only a queued run can be moved"
            )
        place = names.index(run.name)
        names.pop(place)
        names.insert(max(0, place + places), run.name)
        atomic.write_json(paths.runs() / ".queue.json", names)


def _order() -> list[str]:
    kept = atomic.read_json(paths.runs() / ".queue.json")
    return kept if isinstance(kept, list) else []
