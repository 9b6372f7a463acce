"""Augmentation by recipes, beside plain solt and albumentations doing the same work.

All sides get one ``(side, side, 1)`` scan at a time and give it back in its size: where a step
changes the size, plain solt brings it back with its own Resize.
"""

import random
import time
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np

from mlcore.augment import presets, steps, stream
from mlcore.augment.frame import Frame
from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.augment.solt_import import private_copy
from mlcore.bench import albumentations_peer, generated

PRESETS = ("gentle", "study")
SIDES = ("scanlab", "solt", "albumentations")


def applying(n: int, side: int = 64, repetitions: int = 25) -> dict[str, Any]:
    """Images a second and process, by one core, of every step alone and of two presets.

    ``{n, side, repetitions, versions {solt, albumentations}, recipes [{name, scanlab, solt,
    albumentations, to_solt, to_albumentations}]}``. The sides take turns, so that whatever else the
    machine does hits all alike. Seconds are those of the processor, and a speed is that of the
    fastest repetition; ``to_…`` is ScanLab's speed over the other's. None where albumentations is
    not there.
    """
    planted = generated.plan(n)
    scans = np.concatenate(list(generated.scans(n, side, planted)))
    recipes = {step.name: Recipe((StepUse(step.name),)) for step in steps.STEPS}
    recipes |= {name: presets.get(name).recipe for name in PRESETS}
    threads = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        rows = [
            {"name": name, **_beside(recipe, scans, repetitions)}
            for name, recipe in recipes.items()
        ]
    finally:
        cv2.setNumThreads(threads)
    peer = albumentations_peer.its_version() if albumentations_peer.is_there() else None
    return {
        "n": n,
        "side": side,
        "repetitions": repetitions,
        "versions": {"solt": version("solt"), "albumentations": peer},
        "recipes": rows,
    }


def _beside(recipe: Recipe, scans: np.ndarray, repetitions: int) -> dict[str, Any]:
    seeds = np.array([stream.seed_for(0, 0, i) for i in range(len(scans))])
    works: dict[str, Callable[[], Any]] = {
        "scanlab": lambda: stream.apply_many(recipe, scans, seeds),
        "solt": _each(_plain(recipe, scans.shape[1]), scans),
    }
    if albumentations_peer.is_there():
        works["albumentations"] = _each(albumentations_peer.pipeline(recipe, scans.shape[1]), scans)
    seconds: dict[str, list[float]] = {name: [] for name in works}
    for repetition in range(repetitions + 1):
        for name, work in works.items():
            started = time.thread_time()
            work()
            if repetition:  # the first warms up
                seconds[name].append(time.thread_time() - started)
    fastest = {name: min(took) for name, took in seconds.items()}
    speeds = {name: round(len(scans) / took) for name, took in fastest.items()}
    ratios = {name: round(took / fastest["scanlab"], 2) for name, took in fastest.items()}
    return {name: speeds.get(name) for name in SIDES} | {
        f"to_{name}": ratios.get(name) for name in SIDES[1:]
    }


def _each(work: Callable[[np.ndarray], Any], scans: np.ndarray) -> Callable[[], None]:
    def run() -> None:
        for scan in scans:
            work(scan)

    return run


def _plain(recipe: Recipe, side: int) -> Callable[[np.ndarray], np.ndarray]:
    """The recipe as a stream of solt that nothing was done to."""
    solt = private_copy(random)

    def made(use: StepUse | Choose | None) -> Any:
        if use is None:
            return solt.Stream()
        if isinstance(use, Choose):
            chooser = solt.SelectiveStream(n=0)
            chooser.transforms, chooser.n = [made(option) for option in use.active], use.count
            return chooser
        arguments = use.step.arguments(use.parameters, (side, side))
        transform = getattr(solt.transforms, use.step.solt)(**arguments)
        transform.p = use.probability
        return transform

    whole = solt.Stream()
    whole.transforms = [made(use) for use in recipe.active]
    if _changes_size(recipe, side):
        whole.transforms.append(solt.transforms.Resize(side))
    return lambda scan: whole(solt.DataContainer((scan.copy(),), "I"), return_torch=False).data[0]


def _changes_size(recipe: Recipe, side: int) -> bool:
    frame = Frame.of((side, side))
    for use in recipe.active:
        frame = use.frame(frame, (side, side))
    return frame != Frame.of((side, side))
