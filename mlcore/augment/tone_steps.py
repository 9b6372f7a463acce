"""Steps that change what pixels show, not where they lie."""

from mlcore.augment.parameters import Number, OneOf, Range
from mlcore.augment.step import MEASURE, Step, pixels, size_of

BLURS = {"median": "m", "gaussian": "g", "motion": "mo"}

TONE_STEPS = (
    Step(
        name="blur",
        title="Blur",
        help="Smooths the scan: by the median of the neighbours, by a Gaussian bell, or along a "
        "line, as if the patient had moved.",
        risk="Fine lines and small spots disappear first; a label resting on them becomes wrong.",
        parameters=(
            OneOf(
                name="method",
                title="Method",
                choices=tuple(BLURS),
                default="gaussian",
                help="How neighbouring pixels are merged.",
            ),
            Number(
                name="size",
                title="Neighbourhood",
                low=3,
                high=31,
                step=2,
                default=3,
                unit="pixels",
                help="Side of the square of neighbours; an odd number.",
            ),
            Range(
                name="sigma",
                title="Width of the bell",
                low=0.1,
                high=10,
                step=0.1,
                default=(0.5, 1),
                unit="pixels",
                help="Standard deviation of the Gaussian; other methods do not use it.",
            ),
        ),
        solt="Blur",
        arguments=lambda values, _: {
            "blur_type": BLURS[values["method"]],
            "k_size": values["size"],
            "gaussian_sigma": values["sigma"],
        },
        drawn=lambda values, state: (
            {"sigma": state["sigma"]} if values["method"] == "gaussian" else {}
        ),
    ),
    Step(
        name="cutout",
        title="CutOut",
        help="Blackens rectangles at random places.",
        risk="A finding under the black is gone while the label stays: 60 percent of the side is "
        "already a third of the picture, and often all of the body in it.",
        parameters=(
            size_of(15, "Side of each rectangle."),
            MEASURE,
            Number(
                name="count",
                title="How many",
                low=1,
                high=16,
                step=1,
                default=1,
                help="Rectangles in a scan; they may overlap.",
            ),
        ),
        solt="CutOut",
        arguments=lambda values, scan: {
            "cutout_size": pixels(values, scan),
            "n_cuts": values["count"],
        },
        drawn=lambda _, state: {
            "left": state["x"],
            "top": state["y"],
            "size": [state["cut_size_x"], state["cut_size_y"]],
        },
        window=pixels,
    ),
)
