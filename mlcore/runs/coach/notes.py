"""Reading a run by the rules."""

from dataclasses import dataclass
from typing import Any

from mlcore.runs import history, state
from mlcore.runs.coach.facts import Facts
from mlcore.runs.coach.rules import RULES
from mlcore.runs.folder import Run
from mlcore.runs.history import History


@dataclass(frozen=True)
class Note:
    rule: str
    title: str
    severity: str
    sentence: str
    remedy: str
    changes: dict[str, Any]


def notes(run: Run, seen: History | None = None) -> list[Note]:
    """What is to be said of this run now, the gravest first; nothing of a committee, which was
    not trained."""
    if run.committee:
        return []
    facts = Facts(
        history.read(run) if seen is None else seen,
        run.config,
        state.state(run),
        run.status.get("error", ""),
    )
    return look(facts)


def look(facts: Facts) -> list[Note]:
    found = [(rule, rule.look(facts)) for rule in RULES]
    return [
        Note(rule.name, rule.title, rule.severity, said.sentence, said.remedy, said.changes)
        for rule, said in found
        if said
    ]
