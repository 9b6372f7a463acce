"""The augmentation peer, albumentations 2.0: its nearest transform for each step of a recipe.

It is not needed to use ScanLab and may be absent.
"""

import importlib.util
import math
import os
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np

from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.augment.step import Values, pixels

BORDERS = {"black": cv2.BORDER_CONSTANT, "reflect": cv2.BORDER_REFLECT_101}
FLIPS = {"left-right": "HorizontalFlip", "up-down": "VerticalFlip", "both": "D4"}
INTERPOLATIONS = {
    "area": cv2.INTER_AREA,
    "bilinear": cv2.INTER_LINEAR,
    "bicubic": cv2.INTER_CUBIC,
    "lanczos": cv2.INTER_LANCZOS4,
    "nearest": cv2.INTER_NEAREST,
}


def is_there() -> bool:
    return importlib.util.find_spec("albumentations") is not None


def its_version() -> str:
    return version("albumentations")


def pipeline(recipe: Recipe, side: int) -> Callable[[np.ndarray], np.ndarray]:
    """A function that gives a variant of ``(side, side, 1)`` uint8 in the same shape."""
    os.environ.setdefault("NO_ALBUMENTATIONS_UPDATE", "1")  # else it asks the network at import
    import albumentations

    made = [_made(albumentations, use, side) for use in recipe.active]
    composed = albumentations.Compose([*made, albumentations.Resize(side, side)])
    return lambda scan: composed(image=scan)["image"]


def _made(library: Any, use: StepUse | Choose | None, side: int) -> Any:
    if use is None:
        return library.NoOp(p=1)
    if isinstance(use, Choose):
        options = [_made(library, option, side) for option in use.active]
        return library.SomeOf(options, n=use.count, replace=False, p=1)
    name, arguments = TRANSFORMS[use.name](use.parameters, side)
    return getattr(library, name)(**arguments, p=use.probability)


def _affine(border: str, **arguments: Any) -> tuple[str, dict[str, Any]]:
    return "Affine", {**arguments, "border_mode": BORDERS[border]}


def _degrees(slants: tuple[float, float]) -> tuple[float, float]:
    return tuple(math.degrees(math.atan(slant)) for slant in slants)


def _shares(values: Values, name: str, whole: float = 100) -> tuple[float, float]:
    return tuple(end / whole for end in values[name])


def _size(values: Values, side: int) -> tuple[int, int]:
    return pixels(values, (side, side))


def _scale(values: Values, _: int) -> tuple[str, dict[str, Any]]:
    ends = {"x": values["horizontal"], "y": values["vertical"]}
    return _affine(values["border"], scale=ends, keep_ratio=values["same"])


def _pad(values: Values, side: int) -> tuple[str, dict[str, Any]]:
    width, height = _size(values, side)
    border = BORDERS[values["border"]]
    return "PadIfNeeded", {"min_height": height, "min_width": width, "border_mode": border}


def _crop(values: Values, side: int) -> tuple[str, dict[str, Any]]:
    width, height = _size(values, side)
    name = "RandomCrop" if values["place"] == "random" else "CenterCrop"
    return name, {"height": height, "width": width}


def _resize(values: Values, side: int) -> tuple[str, dict[str, Any]]:
    width, height = _size(values, side)
    method = INTERPOLATIONS[values["method"]]
    return "Resize", {"height": height, "width": width, "interpolation": method}


def _blur(values: Values, _: int) -> tuple[str, dict[str, Any]]:
    sizes = {"blur_limit": (values["size"], values["size"])}
    if values["method"] == "gaussian":
        return "GaussianBlur", {**sizes, "sigma_limit": values["sigma"]}
    return {"median": "MedianBlur", "motion": "MotionBlur"}[values["method"]], sizes


def _cutout(values: Values, side: int) -> tuple[str, dict[str, Any]]:
    width, height = _size(values, side)
    return "CoarseDropout", {
        "num_holes_range": (values["count"], values["count"]),
        "hole_height_range": (height, height),
        "hole_width_range": (width, width),
    }


TRANSFORMS: dict[str, Callable[[Values, int], tuple[str, dict[str, Any]]]] = {
    "rotate": lambda v, _: (
        "Rotate",
        {"limit": v["angle"], "border_mode": BORDERS[v["border"]]},
    ),
    "flip": lambda v, _: (FLIPS[v["axis"]], {}),
    "shear": lambda v, _: _affine(
        v["border"], shear={"x": _degrees(v["horizontal"]), "y": _degrees(v["vertical"])}
    ),
    "scale": _scale,
    "quarter-turn": lambda _v, _s: ("RandomRotate90", {}),
    "move": lambda v, _: _affine(
        v["border"],
        translate_percent={"x": _shares(v, "horizontal"), "y": _shares(v, "vertical")},
    ),
    "perspective": lambda v, _: ("Perspective", {"scale": (0, max(_shares(v, "tilt")))}),
    "pad": _pad,
    "crop": _crop,
    "resize": _resize,
    "brightness": lambda v, _: (
        "RandomBrightnessContrast",
        {"brightness_limit": _shares(v, "change", 255), "contrast_limit": (0, 0)},
    ),
    "contrast": lambda v, _: (
        "RandomBrightnessContrast",
        {"brightness_limit": (0, 0), "contrast_limit": tuple(end - 1 for end in v["factor"])},
    ),
    "gamma": lambda v, _: (
        "RandomGamma",
        {"gamma_limit": tuple(100 / end for end in v["gamma"])[::-1]},
    ),
    "blur": _blur,
    "noise": lambda v, _: ("GaussNoise", {"std_range": _shares(v, "strength")}),
    "salt-and-pepper": lambda v, _: ("SaltAndPepper", {"amount": _shares(v, "amount")}),
    "jpeg": lambda v, _: ("ImageCompression", {"quality_range": v["quality"]}),
    "cutout": _cutout,
}
"""Step to the name of a transform and its arguments."""
