"""Generated scans that look alike, a data set of them, and a run that serves."""

import numpy as np
import pandas as pd

from mlcore import atomic
from mlcore.data import dataset
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from tests import finished_runs

LABELS = finished_runs.LABELS


def pixels(n: int, seed: int = 0, side: int = 32) -> np.ndarray:
    """``(n, side, side, 1)`` uint8: a bright upright oval with a dark spot in its lower half."""
    rng = np.random.default_rng(seed)
    down, across = np.mgrid[-1 : 1 : side * 1j, -1 : 1 : side * 1j]
    out = np.empty((n, side, side, 1), np.uint8)
    for scan in out:
        x, y = rng.normal(0, 0.05, 2)
        wide, high = rng.uniform(0.45, 0.6), rng.uniform(0.8, 0.95)
        oval = 1 / (1 + np.exp(20 * (np.hypot((across - x) / wide, (down - y) / high) - 1)))
        spot = np.exp(-(((across - x) / 0.2) ** 2) - ((down - y - 0.45) / 0.2) ** 2)
        light = rng.uniform(140, 190) * oval * (1 - 0.6 * spot)
        scan[..., 0] = np.clip(light + 20 + rng.normal(0, 3, light.shape), 0, 255)
    return out


def run(val: int = 80, black: int = 0) -> Run:
    """A run on the data set ``discs``: 150 scans to learn from, ``val`` and 40 more. The first
    ``black`` of the ``val`` are black and all answered alike."""
    sizes = {"train": 150, "val": val, "test": 40}
    n = sum(sizes.values())
    truth, probability = finished_runs.answers(n)
    dark = slice(sizes["train"], sizes["train"] + black)
    probability[dark] = 0.4
    with dataset.draft("discs", n, 32, 1) as draft:
        draft.pixels[:] = pixels(n)
        draft.pixels[dark] = 0
        table = pd.DataFrame(
            {
                "id": [f"{i}.png" for i in range(n)],
                "split": [split for split, size in sizes.items() for _ in range(size)],
                **{label: truth[:, i] for i, label in enumerate(LABELS)},
            }
        )
        data = draft.finish(table, LABELS, {"source": "generated"})
    made = finished_runs.make("discs", side=32)
    config = TrainConfig(dataset="discs", model="cnn-2").to_json()
    atomic.write_json(made.folder / "config.json", config)
    card = made.model_card | {"fingerprint": data.fingerprint}
    atomic.write_json(made.folder / "model.json", card)
    finished_runs.serve(made)
    held = data.rows("val")
    finished_runs.keep_answers(made, truth[held], probability[held], first=held[0])
    return Run(made.folder)
