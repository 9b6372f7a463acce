"""What ``train --forecast`` prints: how long the training would take, without starting it."""

import time
from typing import Any

from mlcore.cli import output
from mlcore.data import dataset
from mlcore.errors import ScanLabError
from mlcore.inspect.wording import counted
from mlcore.train import forecast
from mlcore.train.config import TrainConfig


def show(config: TrainConfig, as_json: bool) -> None:
    """Time a few batches where nothing like it was timed here yet, then print the forecast."""
    data = dataset.load(config.dataset)
    told, note = forecast.forecast(config, data), ""
    if not told.known:
        try:
            told = forecast.measure(config, data)
        except ScanLabError as problem:
            note = str(problem)
    facts: dict[str, Any] = {
        "model": config.model,
        "side": config.side or data.side,
        "epochs": config.epochs,
        "parameters": told.parameters,
        "memory": told.memory,
        "images_per_second": told.images_per_second,
        "seconds_per_epoch": round(told.seconds_per_epoch, 2),
        "seconds": round(told.seconds, 1),
        "finished": round(time.time() + told.seconds),
        "known": told.known,
        "note": note,
    }
    output.emit(as_json, facts, lambda: _print(facts))


def _print(facts: dict[str, Any]) -> None:
    end = time.strftime("%H:%M", time.localtime(facts["finished"]))
    length = counted(facts["epochs"], "epoch")
    print(
        f"{facts['model']} on {facts['side']}×{facts['side']}, {length}: "
        f"{facts['parameters']:,} parameters, {facts['memory'] / 2**30:.1f} GB of memory, "
        f"{facts['seconds_per_epoch']:.1f} s an epoch ({facts['images_per_second']:,.0f} scans a "
        f"second), {facts['seconds']:.0f} s in all; started now it would end at {end}"
    )
    if not facts["known"]:
        print(f"This is an estimate: {facts['note']}")
