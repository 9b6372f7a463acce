"""How long a set of trainings will take on this machine, told before they start."""

from collections.abc import Sequence
from typing import Any

from mlcore.compare.trials import Arm
from mlcore.data.dataset import load
from mlcore.train.forecast import forecast


def of(arms: Sequence[Arm], seeds: int) -> dict[str, Any]:
    """``trainings, seconds, estimated``: the last names the arms that were never timed here.

    `ScanLabError` names the layer for which the scans are too small.
    """
    each = {arm.name: forecast(arm.config, load(arm.config.dataset)) for arm in arms}
    return {
        "trainings": len(arms) * seeds,
        "seconds": round(seeds * sum(told.seconds for told in each.values()), 1),
        "estimated": [name for name, told in each.items() if not told.known],
    }


def sentence(expected: dict[str, Any]) -> str:
    told = f"{expected['trainings']} trainings: about {expected['seconds'] / 60:.0f} min"
    if not expected["estimated"]:
        return f"{told}, as timed on this machine."
    return f"{told}; not timed on this machine yet: {', '.join(expected['estimated'])}."
