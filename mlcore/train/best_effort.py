"""What to train when there are only so many minutes."""

from collections.abc import Iterator
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from mlcore.data.dataset import DataSet
from mlcore.errors import ScanLabError
from mlcore.models import registry, summary
from mlcore.train import jobs
from mlcore.train.config import TrainConfig
from mlcore.train.forecast import Forecast, forecast, measure
from mlcore.train.options import DEFAULTS

ENOUGH_EPOCHS = 10
"""In the study 5 were too few."""
MOST_EPOCHS = 40
"""The default network has long settled by then; more would only learn scans by heart."""
SMALLER_SIDES = (64, 32)
MOST_MEASURED = 4
CHOSEN = ("model", "side", "epochs")
"""The options that are chosen; all others stay as they are."""


class Plan(NamedTuple):
    config: TrainConfig
    """With one epoch."""
    forecast: Forecast
    epochs: int
    """That fit; 0 where not even one does."""


def best_effort(data: DataSet, minutes: float) -> TrainConfig:
    """The training to start when there are so many minutes: network, side and epochs.

    The network chosen first, on scans as they are stored, where it gets ten epochs; else on
    smaller scans; else another network, the quickest last; else whatever gets most epochs. All
    other options are at their defaults. `ScanLabError` where nothing gets through one epoch.
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
        if not forecast(config, data).known and not jobs.running():
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
    first = DEFAULTS["model"]
    others = [_one_epoch(data, name, 0) for name in registry.names() if name != first]
    others = [config for config in others if _fits(config, data)]
    others.sort(key=lambda config: -forecast(config, data).seconds_per_epoch)
    smaller = [_one_epoch(data, first, side) for side in SMALLER_SIDES if side < data.side]
    yield from (config for config in (_one_epoch(data, first, 0), *smaller) if _fits(config, data))
    yield from others


def _one_epoch(data: DataSet, model: str, side: int) -> TrainConfig:
    return TrainConfig(dataset=data.name, model=model, side=side, epochs=1)


def _fits(config: TrainConfig, data: DataSet) -> bool:
    try:
        summary.check_side(registry.get(config.model), config.side or data.side)
    except ScanLabError:
        return False
    return True
