"""Steps that move pixels: what lies where."""

import math
from typing import Any

from mlcore.augment.frame import Frame, Size
from mlcore.augment.parameters import Flag, OneOf, Range, Value
from mlcore.augment.step import MEASURE, Step, Values, pixels, size_of

BORDERS = {"black": "z", "reflect": "r"}
AXES = {"left-right": 1, "up-down": 0, "both": -1}
PLACES = {"centre": "c", "random": "r"}

BORDER = OneOf(
    name="border",
    title="Border",
    choices=tuple(BORDERS),
    default="black",
    help="What fills the places where the picture has nothing: black, or its own mirror image.",
)
GROW = Flag(
    name="grow",
    title="Let the picture grow",
    default=False,
    help="Off: what leaves the frame is cut away. On: the frame grows until it holds everything; "
    "later steps, or the resize at the very end, bring it back to the scan's size.",
)


def _ends(name: str, title: str, low: float, high: float, default: Value, help: str) -> Range:
    return Range(name=name, title=title, low=low, high=high, step=0.01, default=default, help=help)


def _warp(values: Values) -> dict[str, Any]:
    return {"padding": BORDERS[values["border"]], "ignore_fast_mode": values["grow"]}


def _scale_frame(values: Values, frame: Frame, _: Size) -> Frame:
    ends = values["horizontal"] + (() if values["same"] else values["vertical"])
    return frame.scaled(min(ends), max(ends)) if values["grow"] else frame


def _shear_frame(values: Values, frame: Frame, _: Size) -> Frame:
    slant = max(abs(end) for end in values["horizontal"] + values["vertical"])
    return frame.scaled(1, 1 + slant) if values["grow"] else frame


SHAPE_STEPS = (
    Step(
        name="rotate",
        title="Rotate",
        help="Turns the scan around its centre, clockwise.",
        risk="A few degrees happen in practice and change no label; a quarter turn shows a "
        "position no scanner delivers.",
        parameters=(
            Range(
                name="angle",
                title="Angle",
                low=-180,
                high=180,
                step=0.5,
                default=(-10, 10),
                unit="degrees",
                help="Each scan draws an angle between the two.",
            ),
            BORDER,
            GROW,
        ),
        solt="Rotate",
        arguments=lambda values, _: {"angle_range": values["angle"], **_warp(values)},
        drawn=lambda _, state: {"angle": math.degrees(state["rot"])},
        frame=lambda values, frame, _: frame.turned() if values["grow"] else frame,
    ),
    Step(
        name="flip",
        title="Flip",
        help="Mirrors the scan.",
        risk="Organs change sides: a label that depends on left and right, or on what lies above, "
        "becomes wrong.",
        parameters=(
            OneOf(
                name="axis",
                title="Direction",
                choices=tuple(AXES),
                default="left-right",
                help="Which sides are exchanged; both is half a turn.",
            ),
        ),
        solt="Flip",
        arguments=lambda values, _: {"axis": AXES[values["axis"]]},
    ),
    Step(
        name="shear",
        title="Shear",
        help="Slants the scan, as if pushed sideways at its top.",
        risk="Up to about 0.1 it is like a patient who lies a little askew; beyond that shapes and "
        "proportions, which labels may rest on, are no longer those of a body.",
        parameters=(
            _ends(
                "horizontal", "Sideways", -1, 1, (-0.1, 0.1), "Pixels sideways per pixel of height."
            ),
            _ends("vertical", "Up and down", -1, 1, (-0.1, 0.1), "Pixels down per pixel of width."),
            BORDER,
            GROW,
        ),
        solt="Shear",
        arguments=lambda values, _: {
            "range_x": values["horizontal"],
            "range_y": values["vertical"],
            **_warp(values),
        },
        drawn=lambda _, state: {"horizontal": state["shear_x"], "vertical": state["shear_y"]},
        frame=_shear_frame,
    ),
    Step(
        name="scale",
        title="Scale",
        help="Makes the scan larger or smaller around its centre.",
        risk="A label that rests on a size, such as an enlarged heart, can become wrong; what is "
        "enlarged beyond the frame is cut away.",
        parameters=(
            _ends("horizontal", "Width", 0.2, 3, (0.9, 1.1), "Factor for the width; 1 keeps it."),
            _ends("vertical", "Height", 0.2, 3, (0.9, 1.1), "Factor for the height; 1 keeps it."),
            Flag(
                name="same",
                title="Keep proportions",
                default=True,
                help="The factor drawn for the width serves for the height too.",
            ),
            BORDER,
            GROW,
        ),
        solt="Scale",
        arguments=lambda values, _: {
            "range_x": values["horizontal"],
            "range_y": values["vertical"],
            "same": values["same"],
            **_warp(values),
        },
        drawn=lambda _, state: {"horizontal": state["scale_x"], "vertical": state["scale_y"]},
        frame=_scale_frame,
    ),
    Step(
        name="pad",
        title="Pad",
        help="Adds a border until the picture has the given size. A recipe gives back every scan "
        "in its own size, so without a later crop the scan appears smaller.",
        risk="None by itself; the scan has fewer pixels left to show what a label rests on.",
        parameters=(size_of(110, "Of the padded picture."), MEASURE, BORDER),
        solt="Pad",
        arguments=lambda values, scan: {
            "pad_to": pixels(values, scan),
            "padding": BORDERS[values["border"]],
        },
        frame=lambda values, frame, scan: frame.padded(pixels(values, scan)),
    ),
    Step(
        name="crop",
        title="Crop",
        help="Cuts a piece out of the picture. A recipe gives back every scan in its own size, so "
        "a smaller piece is enlarged.",
        risk="A finding near the edge can be cut away while the label stays.",
        parameters=(
            size_of(90, "Of the piece that is kept."),
            MEASURE,
            OneOf(
                name="place",
                title="Place",
                choices=tuple(PLACES),
                default="random",
                help="Where the piece is taken from.",
            ),
        ),
        solt="Crop",
        arguments=lambda values, scan: {
            "crop_to": pixels(values, scan),
            "crop_mode": PLACES[values["place"]],
        },
        drawn=lambda _, state: {"left": state["x"], "top": state["y"]},
        frame=lambda values, _, scan: Frame.of(pixels(values, scan)),
        window=pixels,
    ),
)
