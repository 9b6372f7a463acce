"""One line under the form of a training: what it will need and when it would be done."""

import time
from typing import Any

import streamlit as st

from mlcore.data.dataset import DataSet
from mlcore.runs import queue
from mlcore.train import forecast
from mlcore.train.config import TrainConfig
from mlcore.train.forecast import Forecast
from pages.parts.shell import showing_errors

HELP = (
    "Measured: a training like this one was timed on this machine, by its first batches or to its "
    "end. Estimate: none was yet; it can be wrong by a factor of two. Nothing else "
    "should be at work meanwhile."
)
MEASURE_HELP = "Trains for 3 seconds on your scans, keeps nothing but the time; takes about 15 s."


def forecast_line(settings: dict[str, Any], data: DataSet) -> bool:
    """Tell it, or why such a training could not start; whether measuring would tell more."""
    with showing_errors():
        config = TrainConfig(dataset=data.name, **settings)
        told = forecast.forecast(config, data)
        st.caption(_sentence(told, config.epochs), help=HELP)
        return not told.known and not queue.at_work()
    return False


def measure_button() -> bool:
    return st.button("Measure it", icon=":material/timer:", help=MEASURE_HELP)


def measure(settings: dict[str, Any], data: DataSet) -> None:
    """Time such a training, then draw the page again, which tells what came of it."""
    with showing_errors():
        with st.spinner("Timing the first batches, about 15 s …", show_time=True):
            forecast.measure(TrainConfig(dataset=data.name, **settings), data)
        st.rerun()


def _sentence(told: Forecast, epochs: int) -> str:
    end = time.strftime("%H:%M", time.localtime(time.time() + told.seconds))
    many = f"{epochs} epochs" if epochs > 1 else "1 epoch"
    kind = "Measured" if told.known else "Estimate"
    return (
        f"**{kind}:** {_span(told.seconds_per_epoch)} an epoch, {many} in "
        f"**{_span(told.seconds)}** (started now, done at {end}), "
        f"{told.memory / 2**30:.1f} GB of memory."
    )


def _span(seconds: float) -> str:
    if seconds < 100:
        return f"{seconds:.0f} s" if seconds >= 10 else f"{seconds:.1f} s"
    minutes = seconds / 60
    return f"{minutes:.0f} min" if minutes < 100 else f"{minutes / 60:.1f} h"
