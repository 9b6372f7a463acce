"""Steps that change how bright pixels are, each by the same curve for the whole scan."""

from mlcore.augment.parameters import Range
from mlcore.augment.step import Step

TONE_STEPS = (
    Step(
        name="brightness",
        title="Brightness",
        help="Makes every pixel brighter or darker by the same amount.",
        risk="What goes beyond black or white is lost. A label that rests on how bright tissue is "
        "in absolute terms, as in CT, becomes wrong.",
        parameters=(
            Range(
                name="change",
                title="Change",
                low=-255,
                high=255,
                step=1,
                default=(-20, 20),
                unit="grey values",
                help="Added to every pixel, of which 0 is black and 255 white.",
            ),
        ),
        solt="Brightness",
        arguments=lambda values, _: {"brightness_range": values["change"]},
        drawn=lambda _, state, __: {"change": state["brightness_fact"]},
    ),
    Step(
        name="contrast",
        title="Contrast",
        help="Multiplies every pixel, so that black stays black and bright tissue changes most.",
        risk="Above 1 bright tissue ends in plain white, and what was to be seen in it is gone.",
        parameters=(
            Range(
                name="factor",
                title="Factor",
                low=0,
                high=3,
                step=0.01,
                default=(0.85, 1.15),
                help="1 changes nothing, 0 is black.",
            ),
        ),
        solt="Contrast",
        arguments=lambda values, _: {"contrast_range": values["factor"]},
        drawn=lambda _, state, __: {"factor": state["contrast_mul"]},
    ),
    Step(
        name="gamma",
        title="Gamma",
        help="Brightens or darkens the middle greys, while black and white stay: another exposure "
        "or another screen.",
        risk="The mildest of the three; far from 1 dark or bright findings lose their contrast.",
        parameters=(
            Range(
                name="gamma",
                title="Gamma",
                low=0.1,
                high=5,
                step=0.01,
                default=(0.8, 1.25),
                help="Above 1 brightens, below 1 darkens; 1 changes nothing.",
            ),
        ),
        solt="GammaCorrection",
        arguments=lambda values, _: {"gamma_range": values["gamma"]},
        drawn=lambda _, state, __: {"gamma": state["gamma"]},
    ),
)
