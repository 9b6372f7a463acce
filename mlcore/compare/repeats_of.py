"""Which runs are repeats of one setting: the same options and data, other seeds."""

import json
from typing import Any

from mlcore.runs import folder
from mlcore.runs.folder import Run
from mlcore.train.options import DEFAULTS

FREE = ("seed", "repeats", "group")
"""What may differ between repeats."""


def setting(run: Run) -> str:
    """Equal for repeats of one another."""
    return of_config(run.config | {"epochs": run.planned} | _committee(run))


def _committee(run: Run) -> dict[str, Any]:
    """No committee repeats another run, whatever the settings of its first member."""
    return {"committee": run.name} if run.committee else {}


def of_config(config: dict[str, Any]) -> str:
    asked = {"dataset": None, "fingerprint": None} | DEFAULTS | config
    return json.dumps({k: v for k, v in asked.items() if k not in FREE}, sort_keys=True)


def repeats(run: Run) -> list[Run]:
    """Those with a model, ``run`` first; one for each seed."""
    own = setting(run)
    seeds, found = {run.config.get("seed", 0)}, [run]
    for other in folder.all_runs():
        seed = other.config.get("seed", 0)
        if seed not in seeds and setting(other) == own and other.model_card:
            seeds.add(seed)
            found.append(other)
    return found


def differing(first: Run, second: Run) -> dict[str, tuple[Any, Any]]:
    """Option to its values, where the two differ; seeds and groups left out. A committee has no
    options beside its data and itself."""
    one, two = (_asked(run) for run in (first, second))
    names = [name for name in ("dataset", *DEFAULTS) if name not in FREE]
    if first.committee or second.committee:
        names = ["dataset", "model"]
    return {
        name: (one.get(name), two.get(name)) for name in names if one.get(name) != two.get(name)
    }


def _asked(run: Run) -> dict[str, Any]:
    asked = DEFAULTS | run.config | {"epochs": run.planned}
    if run.committee:
        asked["model"] = f"{run.model_card['network']} ({run.name})"
    return asked
