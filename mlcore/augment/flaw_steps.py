"""Steps that spoil a scan: what it shows becomes softer, grainier or is gone."""

from mlcore.augment.parameters import Number, OneOf, Range
from mlcore.augment.step import MEASURE, Step, pixels, size_of

BLURS = {"median": "m", "gaussian": "g", "motion": "mo"}


def _shares(percent: tuple[float, float]) -> tuple[float, float]:
    return percent[0] / 100, percent[1] / 100


FLAW_STEPS = (
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
        drawn=lambda values, state, _: (
            {"sigma": state["sigma"]} if values["method"] == "gaussian" else {}
        ),
    ),
    Step(
        name="noise",
        title="Noise",
        help="Mixes the scan with grain. The grain is bright, so a dark ground becomes grey.",
        risk="Faint findings drown: above about 20 percent a label may rest on nothing visible.",
        parameters=(
            Range(
                name="strength",
                title="Strength",
                low=0,
                high=100,
                step=1,
                default=(2, 10),
                unit="percent",
                help="Share of the grain in the mixture; each scan draws its own.",
            ),
        ),
        solt="Noise",
        arguments=lambda values, _: {"gain_range": _shares(values["strength"])},
        drawn=lambda _, state, __: {"strength": 100 * state["gain"]},
    ),
    Step(
        name="salt-and-pepper",
        title="Salt and pepper",
        help="Makes single pixels white or black, as broken sensor elements do.",
        risk="Small bright or dark spots, such as calcifications, can no longer be told from it.",
        parameters=(
            Range(
                name="amount",
                title="Amount",
                low=0,
                high=100,
                step=0.5,
                default=(0.5, 3),
                unit="percent",
                help="Share of the pixels; each scan draws its own.",
            ),
            Range(
                name="salt",
                title="Salt",
                low=0,
                high=100,
                step=1,
                default=(50, 50),
                unit="percent",
                help="How many of these pixels are white; the others are black.",
            ),
        ),
        solt="SaltAndPepper",
        arguments=lambda values, _: {
            "gain_range": _shares(values["amount"]),
            "salt_p": _shares(values["salt"]),
        },
        drawn=lambda _, state, __: {
            "white": int(state["salt"].sum()),
            "black": int(state["pepper"].sum()),
        },
    ),
    Step(
        name="jpeg",
        title="JPEG",
        help="Stores the scan as a JPEG file and reads it again: blocks of 8 x 8 pixels lose "
        "detail.",
        risk="Below about 50 the blocks hide fine texture. Files that were JPEG once lost some "
        "already.",
        parameters=(
            Range(
                name="quality",
                title="Quality",
                low=0,
                high=100,
                step=1,
                default=(60, 90),
                help="From 1, hardly anything left, to 99; 100 leaves the scan as it is.",
            ),
        ),
        solt="JPEGCompression",
        arguments=lambda values, _: {"quality_range": values["quality"]},
        drawn=lambda _, state, __: {"quality": state["quality"]},
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
        drawn=lambda _, state, __: {
            "left": state["x"],
            "top": state["y"],
            "size": [state["cut_size_x"], state["cut_size_y"]],
        },
        window=pixels,
    ),
)
