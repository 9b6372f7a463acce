"""How long a set of trainings will take, from runs of the same network on the same data."""

from collections.abc import Sequence
from typing import Any

from mlcore.compare.trials import Arm
from mlcore.runs import summaries


def of(arms: Sequence[Arm], seeds: int) -> dict[str, Any]:
    """``trainings, seconds, unknown``: networks nothing is known of are not in the seconds."""
    known: dict[tuple[str | None, str | None], list[float]] = {}
    for each in summaries.every():
        if each.state == "finished" and each.epochs:
            known.setdefault((each.model, each.dataset), []).append(each.seconds / each.epochs)
    seconds, unknown = 0.0, []
    for arm in arms:
        told = known.get((arm.config.model, arm.config.dataset))
        if told is None:
            unknown.append(arm.name)
        else:
            seconds += seeds * arm.config.epochs * sum(told) / len(told)
    return {
        "trainings": len(arms) * seeds,
        "seconds": round(seconds, 1) if len(unknown) < len(arms) else None,
        "unknown": unknown,
    }


def sentence(expected: dict[str, Any]) -> str:
    if expected["seconds"] is None:
        time = "how long is unknown, as none of the networks was trained on these data yet"
    else:
        time = f"about {expected['seconds'] / 60:.0f} min, from earlier runs on these data"
        if expected["unknown"]:
            time += f", and whatever {', '.join(expected['unknown'])} take"
    return f"{expected['trainings']} trainings: {time}."
