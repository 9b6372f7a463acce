"""Steps that change how large the picture is; at the very end it has the scan's size again."""

from mlcore.augment.frame import Frame
from mlcore.augment.parameters import OneOf
from mlcore.augment.step import BORDER, BORDERS, MEASURE, Step, pixels, size_of

PLACES = {"centre": "c", "random": "r"}
INTERPOLATIONS = ("area", "bilinear", "bicubic", "lanczos", "nearest")

SIZE_STEPS = (
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
        drawn=lambda _, state, __: {"left": state["x"], "top": state["y"]},
        frame=lambda values, _, scan: Frame.of(pixels(values, scan)),
        window=pixels,
    ),
    Step(
        name="resize",
        title="Resize",
        help="Makes the picture as a whole smaller or larger. A recipe gives back every scan in "
        "its own size, so a smaller size costs detail: a scanner of a lower resolution.",
        risk="Fine lines and small spots disappear first; a label resting on them becomes wrong.",
        parameters=(
            size_of(60, "Of the resized picture."),
            MEASURE,
            OneOf(
                name="method",
                title="Method",
                choices=INTERPOLATIONS,
                default="area",
                help="How new pixels are made of old ones. Area is the mean of what they cover; "
                "the next three draw a line or curves through the neighbours; nearest copies one.",
            ),
        ),
        solt="Resize",
        arguments=lambda values, scan: {
            "resize_to": pixels(values, scan),
            "interpolation": values["method"],
        },
        frame=lambda values, _, scan: Frame.of(pixels(values, scan)),
    ),
)
