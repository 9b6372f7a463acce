"""Every run in a few numbers, quick to get for thousands of runs.

What a run's files say is read once and kept in ``runs/.summaries.json``, under the times at which
those files were last changed. The file may be deleted at any time.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

from mlcore import atomic, paths
from mlcore.models import registry
from mlcore.runs import folder, marks, results, state
from mlcore.runs.folder import Run

VERSION = 4
READ_FROM = ("config.json", "extension.json", "metrics.jsonl", "model.json", "notes.json")
TELL_STATE = ("launch", "status.json", "stop")
"""What the state of an ended run hangs on; that of others also hangs on the hour."""
NO_SETTINGS = ("dataset", "fingerprint", "version", "repeats")
TITLES = {network.name: network.title for network in registry.NETWORKS}
BEST_OF = ("f1_tuned_macro", "average_precision_macro", "auc_macro")


@dataclass(frozen=True)
class Summary:
    """One run, as a list or a picker shows it."""

    run: str
    state: str
    epochs: int
    """Whole epochs so far."""
    planned: int
    seconds: float
    images_per_second: float | None
    dataset: str | None
    model: str | None
    has_model: bool
    f1_macro: float | None
    """Of the last epoch on validation, as the two that follow."""
    f1_tuned_macro: float | None
    average_precision_macro: float | None
    auc_macro: float | None = None
    best: dict[str, float | None] = field(default_factory=dict)
    """The names of `BEST_OF` to the highest value of any epoch."""
    settings: dict[str, Any] = field(default_factory=dict)
    """What ``config.json`` asked for, group and seed included."""
    fingerprint: str | None = None
    """Of the data the model learnt from."""
    marks: dict[str, Any] = field(default_factory=dict)
    """Star, archived, tags and note, see `mlcore.runs.marks`."""
    members: list[str] = field(default_factory=list)
    """Of a committee; its settings are those of the first."""

    @property
    def network(self) -> str:
        """As people read it, such as CNN-4 or Committee of 3."""
        name = self.model or "?"
        return name.capitalize() if self.members else TITLES.get(name, name)

    @property
    def title(self) -> str:
        """Network, data, best known score or state, time: one line.

        Of a live run neither, as a picker keeps showing what was true when it was drawn.
        """
        score = f" · F1 {self.f1_tuned_macro:.2f}" if self.f1_tuned_macro is not None else ""
        day, clock = (*self.run.split("-"), "")[:2]
        when = f" · {day[6:8]}.{day[4:6]}. {clock[:2]}:{clock[2:4]}" if clock else ""
        if self.state in state.LIVE:
            doing = ""
        else:
            doing = score if self.state == "finished" else f" · {self.state}{score}"
        return f"{self.network} on {self.dataset}{doing}{when}"


def titles(runs: Iterable[Summary]) -> dict[str, str]:
    """Name to a title that no other of these runs has; repeats start in the same minute."""
    known = {each.run: each.title for each in runs}
    often = Counter(known.values())
    return {
        name: title if often[title] == 1 else f"{title} · {name[-4:]}"
        for name, title in known.items()
    }


Known = dict[str, tuple[list[int], dict[str, Any]]]
"""Name of a run to the times of its files and to its facts, state included."""


def every() -> list[Summary]:
    """All runs, newest first."""
    store = paths.runs() / ".summaries.json"
    known = _read(store, atomic.stamp(store))
    current: Known = {}
    worth_keeping = False
    for run in folder.all_runs():
        times = _times(str(run.folder))
        kept = known.get(run.name)
        if kept is None or kept[0] != times:
            kept = (times, {"state": state.state(run)} | _facts(run))
            # A run at work changes several times a second; that is not worth a file each time.
            worth_keeping |= kept[1]["state"] not in state.AT_WORK
        elif kept[1]["state"] not in state.ENDED:
            kept = (times, kept[1] | {"state": state.state(run)})
        current[run.name] = kept
    if worth_keeping or len(known) > len(current):
        atomic.write_json(store, {"version": VERSION, "runs": current})
    return [Summary(run=name, **facts) for name, (_, facts) in current.items()]


def of(run: Run) -> Summary:
    """One run, read anew."""
    return Summary(run=run.name, state=state.state(run), **_facts(run))


def _times(path: str) -> list[int]:
    # Texts, as making a `Path` of each takes longer than asking the system.
    names = (*READ_FROM, *TELL_STATE)
    return [number for name in names for number in atomic.stamp(f"{path}/{name}")]


def _facts(run: Run) -> dict[str, Any]:
    epochs = run.epochs()
    facts = results.of(run, epochs)
    val = facts["val"] or {}
    committee = run.committee
    return {
        "epochs": facts["epochs"],
        "planned": facts["epochs"] if committee else run.planned,
        "seconds": facts["seconds"],
        "images_per_second": facts["images_per_second"],
        "dataset": run.config.get("dataset"),
        "model": run.model_card["network"] if committee else run.config.get("model"),
        "has_model": bool(run.model_card),
        "f1_macro": val.get("f1_macro"),
        "f1_tuned_macro": val.get("f1_tuned_macro"),
        "average_precision_macro": val.get("average_precision_macro"),
        "auc_macro": val.get("auc_macro"),
        "best": _best([{"val": val}] if committee else epochs),
        "settings": {k: v for k, v in run.config.items() if k not in NO_SETTINGS},
        "fingerprint": run.config.get("fingerprint"),
        "marks": _marks(run),
        "members": committee.get("members", []),
    }


def _marks(run: Run) -> dict[str, Any]:
    noted = asdict(marks.of(run))
    return noted | {"tags": list(noted["tags"])}


def _best(epochs: Sequence[dict[str, Any]]) -> dict[str, float | None]:
    each = [epoch.get("val") or {} for epoch in epochs]
    found = {name: [val[name] for val in each if val.get(name) is not None] for name in BEST_OF}
    return {name: max(values, default=None) for name, values in found.items()}


@lru_cache(maxsize=2)
def _read(store: Path, stamp: tuple[int, int]) -> Known:  # noqa: ARG001 (the cache's key)
    """What an earlier process kept; nothing where the file is missing, broken or of old form."""
    kept = atomic.read_json(store)
    if not isinstance(kept, dict) or kept.get("version") != VERSION:
        return {}
    return {name: (times, facts) for name, (times, facts) in kept["runs"].items()}
