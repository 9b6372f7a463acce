"""An estimate of a training's time and memory where nothing like it was timed here yet.

A step is as quick as the slower of two things allows: multiplying, of which the layer table tells
how much there is, and reading and writing what the layers hand on. Against eleven measured speeds
(six networks in batches of 128, float32 and bfloat16, two cores) it was off by a factor of 1.9 at
most.
"""

import os
import time
from functools import cache
from math import prod
from typing import NamedTuple

import numpy as np

from mlcore.data.dataset import DataSet
from mlcore.inspect.one_core import one_core
from mlcore.models import heads, registry, summary
from mlcore.train import precision
from mlcore.train.config import TrainConfig
from mlcore.train.timings import Timing

FORWARD_AND_BACK = 3
"""A step multiplies once for the answer, once for the layer below and once for the weights."""
SHARE_OF_PEAK = 0.35
"""Of the quickest matrix product, that layers reach."""
BFLOAT16_GAIN = 1.7
"""How much quicker a matrix product is in bfloat16, where the processor is made for it."""
BYTES_A_SECOND = 15e9
PASSES = 6
"""How often what a layer hands on is read or written in a step."""
BYTES_A_PARAMETER = 36
"""That a step reads or writes: weight, gradient and two moments, in float32 and in bfloat16."""
STEP_SECONDS = 1.5e-3
"""Of a step that has nothing to do."""
START_SECONDS = 12.0
"""TensorFlow, the network and the compilation of the step."""
KEPT = 3
"""How many copies of what a layer hands on lie in memory at once."""
BASE_MEGABYTES = 600.0
"""Of TensorFlow alone."""
PEAK_SIDE = 768


def parameters(config: TrainConfig, data: DataSet) -> int:
    return summary.parameters(
        registry.get(config.model),
        config.side or data.side,
        config.channels or data.channels,
        len(data.labels),
        config.sharing,
        config.head,
    )


def timing(config: TrainConfig, data: DataSet) -> Timing:
    """A guess at what a measurement would say."""
    peak = float32_peak() * (BFLOAT16_GAIN if _halved(config) else 1.0)
    work = _work(config, data)
    multiplying = 2 * FORWARD_AND_BACK * work.multiplications / (SHARE_OF_PEAK * peak)
    moving = PASSES * work.handed_on * _bytes(config) / BYTES_A_SECOND
    a_step = STEP_SECONDS + BYTES_A_PARAMETER * parameters(config, data) / BYTES_A_SECOND
    seconds = multiplying + moving + a_step / config.batch
    return Timing(round(1 / seconds, 1), megabytes(config, data), START_SECONDS)


def megabytes(config: TrainConfig, data: DataSet) -> float:
    """Most memory the worker will have."""
    learning = BYTES_A_PARAMETER * parameters(config, data)
    kept = KEPT * config.batch * _work(config, data).handed_on * _bytes(config)
    return round(BASE_MEGABYTES + (learning + kept) / 2**20, 1)


@cache
@one_core
def float32_peak() -> float:
    """Floating-point operations a second of the quickest matrix product here, all cores.

    One core is asked, by its own time: on two cores that seven programs shared, the clock on the
    wall told up to fifteen times less.
    """
    one = np.ones((PEAK_SIDE, PEAK_SIDE), np.float32)
    seconds = []
    for _ in range(4):
        started = time.thread_time()
        one @ one
        seconds.append(time.thread_time() - started)
    return (os.cpu_count() or 1) * 2 * PEAK_SIDE**3 / min(seconds)


def multiplications(config: TrainConfig, data: DataSet) -> int:
    """Multiply-adds to answer for one scan."""
    return _work(config, data).multiplications


class _Work(NamedTuple):
    """Of one scan, forward."""

    multiplications: int
    handed_on: int
    """Numbers that leave the layers."""


def _work(config: TrainConfig, data: DataSet) -> _Work:
    rows = summary.layer_table(
        registry.get(config.model),
        config.side or data.side,
        config.channels or data.channels,
        len(data.labels),
        config.head,
    )
    trunks = len(heads.trunks(config.sharing, len(data.labels)))
    return _Work(
        trunks * sum(row.multiplications for row in rows),
        trunks * sum(prod(row.output) for row in rows if row.output),
    )


def _halved(config: TrainConfig) -> bool:
    return precision.resolved(config.precision) != "float32"


def _bytes(config: TrainConfig) -> int:
    return 2 if _halved(config) else 4
