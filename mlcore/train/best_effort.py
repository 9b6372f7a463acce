"""What to train when there are only so many minutes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.models import registry, summary
from mlcore.runs import queue
from mlcore.train.config import TrainConfig
from mlcore.train.forecast import Forecast, forecast, measure
from mlcore.train.presets import Preset, get

FIRST: Preset = get("thorough")
"""ScanLab's own network and how it learns most; where the time allows, this is it."""

ENOUGH_EPOCHS = 10
"""In the study 5 were too few."""
MOST_EPOCHS = 60
"""The network chosen first has long settled by then."""
SMALLER_SIDES = (64, 32)
MOST_MEASURED = 4


class Plan(NamedTuple):
    config: TrainConfig
    """With one epoch."""
    forecast: Forecast
    epochs: int
    """That fit; 0 where not even one does."""


def best_effort(data: DataSet, minutes: float) -> TrainConfig:
    """The training to start when there are so many minutes: network, side and epochs.

    ScanLab's own network with its recipe, on scans as they are stored, where it gets ten epochs;
    else on smaller scans; else another network with the default options, the quickest last; else
    whatever gets most epochs. `ScanLabError` where nothing gets through one epoch.
    """
    plans = [_within(60 * minutes, config, data) for config in _candidates(data)]
    enough = [plan for plan in plans if plan.epochs >= ENOUGH_EPOCHS]
    best = enough[0] if enough else max(plans, key=lambda plan: plan.epochs)
    if not best.epochs:
        quickest = min(plan.forecast.seconds for plan in plans)
        raise ScanLabError(
            f"{minutes:g} minutes are too few for one epoch of any network on data set "
            f"{data.name!r}; give at least {quickest / 60:.1f}"
        )
    return replace(best.config, epochs=best.epochs)


def measured(data: DataSet, minutes: float) -> TrainConfig:
    """`best_effort` after timing the first batches of what it prefers, until one fits.

    Takes about 15 s for each that was not timed here yet; while a training runs nothing is timed.
    """
    for config in islice(_candidates(data), MOST_MEASURED):
        if not forecast(config, data).known and not queue.at_work():
            measure(config, data)
        if _within(60 * minutes, config, data).epochs >= ENOUGH_EPOCHS:
            break
    return best_effort(data, minutes)


def _within(seconds: float, config: TrainConfig, data: DataSet) -> Plan:
    told = forecast(config, data)
    left = seconds - (told.seconds - told.seconds_per_epoch)
    epochs = int(max(0.0, left) // told.seconds_per_epoch)
    return Plan(config, told, min(epochs, MOST_EPOCHS))


def _candidates(data: DataSet) -> Iterator[TrainConfig]:
    """The network chosen first on ever smaller scans, then the others, the slowest first."""
    smaller = [0, *(side for side in SMALLER_SIDES if side < data.side)]
    first = [_first(data, side) for side in smaller]
    others = [
        TrainConfig(dataset=data.name, model=name, epochs=1)
        for name in registry.names()
        if name != FIRST.settings["model"]
    ]
    others = [config for config in others if _fits(config, data)]
    others.sort(key=lambda config: -forecast(config, data).seconds_per_epoch)
    yield from (config for config in first if _fits(config, data))
    yield from others


def _first(data: DataSet, side: int) -> TrainConfig:
    batch = min(FIRST.settings["batch"], max(1, int(data.labelled()[data.rows("train")].sum())))
    given = {**FIRST.settings, "side": side, "epochs": 1, "batch": batch}
    return TrainConfig(dataset=data.name, **given)


def _fits(config: TrainConfig, data: DataSet) -> bool:
    try:
        summary.check_side(registry.get(config.model), config.side or data.side)
    except ScanLabError:
        return False
    return True
