"""A recipe as a plain Python program that gives the same pixels without ScanLab."""

import json
from importlib.metadata import version
from typing import Any

import cv2
import numpy as np

from mlcore.augment.frame import Size
from mlcore.augment.recipe import Choose, Recipe, StepUse

WIDEST = 96
"""Characters in a line."""
INDENT = "    "


def program(recipe: Recipe, scan: Size) -> str:
    """The text of a program for scans of that width and height.

    Its ``augment(pixels, seed)`` gives what `stream.apply` gives; run as a script it writes what
    the command ``augment`` writes. Raises `ScanLabError` if a step cannot work on such scans.
    """
    recipe.check_fits(scan)
    lines = [line for use in recipe.active for line in _lines(use, scan, INDENT)]
    known = {
        "DIGEST": recipe.digest,
        "WIDTH": str(scan[0]),
        "HEIGHT": str(scan[1]),
        "SOLT": version("solt"),
        "OPENCV": cv2.__version__,
        "NUMPY": np.__version__,
        "STEPS": "\n".join(["STEPS = [", *lines, "]"]),
    }
    text = PROGRAM
    for name, value in known.items():
        text = text.replace(f"<{name}>", value)
    return text


def _lines(use: StepUse | Choose | None, scan: Size, indent: str) -> list[str]:
    """The expression of a step and a comma, on one line or several."""
    if use is None:
        return [f"{indent}solt.Stream(),  # nothing"]
    if isinstance(use, Choose):
        options = [line for option in use.active for line in _lines(option, scan, indent + INDENT)]
        return [f"{indent}choose({use.count}, [", *options, f"{indent}]),"]
    arguments = [
        f"{name}={_literal(value)}"
        for name, value in use.step.arguments(use.parameters, scan).items()
    ]
    start = f"{indent}chance({use.probability}, slt.{use.step.solt}("
    line = f"{start}{', '.join(arguments)})),"
    if len(line) <= WIDEST:
        return [line]
    return [start, *(f"{indent}{INDENT}{argument}," for argument in arguments), f"{indent})),"]


def _literal(value: Any) -> str:
    return json.dumps(value) if isinstance(value, str) else repr(value)


PROGRAM = '''\
"""Random variants of a scan of <WIDTH> x <HEIGHT> pixels, by recipe <DIGEST> of ScanLab.

It needs solt <SOLT>, OpenCV <OPENCV> and NumPy <NUMPY>, with which the same seed gives ScanLab's
pixels, but not ScanLab. Paste it into a notebook and call

    augment(pixels, seed)

or write ten variants of a PNG file of 8 bits:

    python augment.py SCAN.png FOLDER --count 10 --seed 0
"""

import argparse
import hashlib
import importlib.util
import random
import struct
import sys
from pathlib import Path
from types import ModuleType

import cv2
import numpy as np


class NoTensor:
    """Stands in for a tensor of torch. solt makes two for each picture and does not use them."""

    def view(self, *shape):
        return self


# solt asks for torch, a very large package, although it is not needed for arrays. Where it is not
# installed, a placeholder does while solt is imported.
placeholder = ModuleType("torch")
placeholder.tensor = lambda values: NoTensor()
placeholder.Tensor = placeholder.FloatTensor = NoTensor
if importlib.util.find_spec("torch") is None:
    sys.modules["torch"] = placeholder
import solt
import solt.transforms as slt

if sys.modules["torch"] is placeholder:
    del sys.modules["torch"]  # other libraries must not take it for torch

SIZE = (<WIDTH>, <HEIGHT>)  # width and height of the scans that the steps below are made for


def chance(probability, step):
    """The step, applied to that share of all scans."""
    step.p = probability  # set here, as some steps do not take it but heed it
    return step


def choose(count, options):
    """For each scan that many of the options, in any order."""
    chooser = solt.SelectiveStream(n=0)
    # Set here, as its constructor would switch off `ignore_fast_mode` in every option.
    chooser.transforms = options
    chooser.n = count
    return chooser


<STEPS>


def augment(pixels, seed):
    """One variant of a scan, (height, width, channels) uint8; the scan itself stays as it is."""
    if pixels.ndim != 3 or pixels.dtype != np.uint8 or pixels.shape[1::-1] != SIZE:
        raise ValueError(
            f"expected pixels of the shape ({SIZE[1]}, {SIZE[0]}, channels) and the type uint8, "
            f"not {pixels.shape} and {pixels.dtype}"
        )
    random.seed(int(seed))
    data = solt.DataContainer((np.array(pixels),), "I")
    for step in STEPS:
        data = step(data, return_torch=False)
    variant = data.data[0]
    if variant.shape != pixels.shape:
        variant = cv2.resize(variant, SIZE).reshape(pixels.shape)
    return np.ascontiguousarray(variant)


def seed_of_variant(seed, number):
    """The seed that ScanLab's command line draws for its variant of that number, from 0."""
    words = struct.pack("<3q", seed, 0, number)
    return int.from_bytes(hashlib.blake2b(words, digest_size=6).digest(), "little")


def read(path):
    """The picture as (height, width, channels): 1 channel if it is grey, else red, green, blue."""
    picture = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    if picture is None or picture.dtype != np.uint8 or (picture.shape + (1,))[2] not in (1, 3):
        sys.exit(f"{path} cannot be read; expected a grey or colour picture of 8 bits")
    if picture.ndim == 3 and (picture == picture[..., :1]).all():
        picture = picture[..., 0]
    return picture[..., None] if picture.ndim == 2 else cv2.cvtColor(picture, cv2.COLOR_BGR2RGB)


def write(path, pixels):
    if pixels.shape[2] == 3:
        pixels = cv2.cvtColor(pixels, cv2.COLOR_RGB2BGR)
    path.write_bytes(cv2.imencode(".png", pixels)[1].tobytes())


def main():
    parser = argparse.ArgumentParser(description="Write random variants of a scan as PNG files.")
    parser.add_argument("scan", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--count", type=int, default=10)
    parser.add_argument("--seed", type=int, default=0)
    given = parser.parse_args()
    pixels = read(given.scan)
    if pixels.shape[1::-1] != SIZE:
        size = f"{pixels.shape[1]} x {pixels.shape[0]}"
        sys.exit(f"{given.scan} has {size} pixels; expected {SIZE[0]} x {SIZE[1]}")
    given.folder.mkdir(parents=True, exist_ok=True)
    for number in range(given.count):
        variant = augment(pixels, seed_of_variant(given.seed, number))
        write(given.folder / f"{given.scan.stem}_{number + 1}.png", variant)


if __name__ == "__main__" and "__file__" in globals():  # run as a script, not in a notebook
    main()
'''
