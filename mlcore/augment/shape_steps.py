"""Steps that move pixels: what lies where, in a picture of the same extent."""

import math
from typing import Any

from mlcore.augment.frame import Frame, Size
from mlcore.augment.parameters import Flag, Number, OneOf, Range, Value
from mlcore.augment.step import BORDER, BORDERS, Step, Values

AXES = {"left-right": 1, "up-down": 0, "both": -1}

GROW = Flag(
    name="grow",
    title="Let the picture grow",
    default=False,
    help="Off: what leaves the frame is cut away. On: the frame grows until it holds everything; "
    "later steps, or the resize at the very end, bring it back to the scan's size.",
)


def _ends(name: str, title: str, low: float, high: float, default: Value, help: str) -> Range:
    return Range(name=name, title=title, low=low, high=high, step=0.01, default=default, help=help)


def _percent(name: str, title: str, default: Value, help: str) -> Range:
    ends = {"low": -50, "high": 50, "step": 1, "unit": "percent"}
    return Range(name=name, title=title, default=default, help=help, **ends)


def _share(percent: tuple[float, float], side: int) -> tuple[float, float]:
    return percent[0] * side / 100, percent[1] * side / 100


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
        drawn=lambda _, state, __: {"angle": math.degrees(state["rot"])},
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
        drawn=lambda _, state, __: {"horizontal": state["shear_x"], "vertical": state["shear_y"]},
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
        drawn=lambda _, state, __: {"horizontal": state["scale_x"], "vertical": state["scale_y"]},
        frame=_scale_frame,
    ),
    Step(
        name="quarter-turn",
        title="Quarter turn",
        help="Turns the scan clockwise by quarters of a circle. Each pixel keeps its value; a scan "
        "that is not square is stretched to its own shape again.",
        risk="A position no scanner delivers, unless the scans have no top, as tissue under a "
        "microscope has none.",
        parameters=(
            Number(
                name="quarters",
                title="Quarters",
                low=1,
                high=3,
                step=1,
                default=1,
                help="1: a quarter to the right; 2: half a turn; 3: a quarter to the left.",
            ),
        ),
        solt="Rotate90",
        arguments=lambda values, _: {"k": values["quarters"]},
        frame=lambda values, frame, _: frame.swapped() if values["quarters"] % 2 else frame,
    ),
    Step(
        name="move",
        title="Move",
        help="Moves the scan within its frame.",
        risk="A finding near the edge can leave the frame while the label stays.",
        parameters=(
            _percent(
                "horizontal", "Sideways", (-5, 5), "Of the scan's width; above 0 to the right."
            ),
            _percent("vertical", "Up and down", (-5, 5), "Of the scan's height; above 0 down."),
            BORDER,
        ),
        solt="Translate",
        arguments=lambda values, scan: {
            "range_x": _share(values["horizontal"], scan[0]),
            "range_y": _share(values["vertical"], scan[1]),
            "padding": BORDERS[values["border"]],
        },
        drawn=lambda _, state, scan: {
            "horizontal": 100 * state["translate_x"] / scan[0],
            "vertical": 100 * state["translate_y"] / scan[1],
        },
    ),
    Step(
        name="perspective",
        title="Perspective",
        help="Shows the scan as if its plane were tilted, so that one side comes closer.",
        risk="Happens with photographs of skin or the retina, not with X-rays or slices. Sizes and "
        "proportions, which labels may rest on, differ within the scan.",
        parameters=(
            Range(
                name="tilt",
                title="Tilt",
                low=-40,
                high=40,
                step=1,
                default=(-15, 15),
                unit="percent",
                help="How much smaller or larger the middle of a side becomes; drawn once for left "
                "and right, once for top and bottom.",
            ),
            BORDER,
        ),
        solt="Projection",
        arguments=lambda values, scan: {
            "v_range": tuple(end / 50 / max(scan) for end in values["tilt"]),
            "padding": BORDERS[values["border"]],
        },
        drawn=lambda _, state, scan: {
            "sideways": 50 * max(scan) * float(state["transform_matrix"][2, 0]),
            "upright": 50 * max(scan) * float(state["transform_matrix"][2, 1]),
        },
    ),
)
