"""Ready-made recipes."""

from dataclasses import dataclass
from difflib import get_close_matches

from mlcore.augment.recipe import Choose, Recipe, StepUse
from mlcore.errors import ScanLabError


@dataclass(frozen=True)
class Preset:
    name: str
    title: str
    help: str
    recipe: Recipe


MIRRORED = {"border": "reflect", "grow": True}
OTHER_LIGHT = (
    StepUse("contrast", 1, {"factor": (0.8, 1.2)}),
    StepUse("brightness", 1, {"change": (-30, 30)}),
)
STRONG = (
    StepUse("rotate", 0.9, {"angle": (-30, 30)}),
    StepUse("scale", 0.6, {"horizontal": (0.85, 1.15), "vertical": (0.85, 1.15)}),
    *OTHER_LIGHT,
)


def _side_of_64(pixels: float) -> dict[str, float]:
    return {"size": pixels / 64 * 100}


PRESETS: tuple[Preset, ...] = (
    Preset("none", "None", "Every scan as it is.", Recipe()),
    Preset(
        "gentle",
        "Gentle",
        "What differs from one visit to the next: a slightly turned, slanted, larger or smaller, "
        "a slightly softer picture. Nothing is mirrored and nothing is cut out.",
        Recipe(
            (
                StepUse("rotate", 0.7, {"angle": (-8, 8)}),
                StepUse("shear", 0.3, {"horizontal": (-0.05, 0.05), "vertical": (-0.05, 0.05)}),
                StepUse("scale", 0.5, {"horizontal": (0.94, 1.06), "vertical": (0.94, 1.06)}),
                StepUse("blur", 0.2, {"method": "gaussian", "size": 3, "sigma": (0.3, 0.7)}),
            )
        ),
    ),
    Preset(
        "strong",
        "Strong",
        "For long trainings, in which a network would learn its scans by heart: clearly turned, "
        "larger or smaller, brighter or darker. Nothing is mirrored.",
        Recipe(STRONG),
    ),
    Preset(
        "strong-mirrored",
        "Strong, mirrored",
        "The same, and half of the scans are mirrored left to right: for scans whose sides mean "
        "the same, such as photographs of eyes, not for chests.",
        Recipe((StepUse("flip", 0.5, {"axis": "left-right"}), *STRONG)),
    ),
    Preset(
        "any-way-up",
        "Any way up",
        "Mirrored left to right and upside down, turned up to 45 degrees, larger or smaller, "
        "brighter or darker: for long trainings on scans that have no side and no upright, such "
        "as photographs of eyes, not for chests.",
        Recipe(
            (
                StepUse("flip", 0.5, {"axis": "left-right"}),
                StepUse("flip", 0.5, {"axis": "up-down"}),
                StepUse("rotate", 0.9, {"angle": (-45, 45)}),
                StepUse("scale", 0.7, {"horizontal": (0.8, 1.2), "vertical": (0.8, 1.2)}),
                *OTHER_LIGHT,
            )
        ),
    ),
    Preset(
        "study",
        "The study's",
        "Turned up to a quarter, mirrored, slanted, blurred, and with three of: a black square of "
        "40, of 50, of 10 of 64 pixels, nothing, nothing. It erases most of many scans.",
        Recipe(
            (
                StepUse("rotate", 1, {"angle": (-90, 90), **MIRRORED}),
                StepUse("flip", 0.5, {"axis": "left-right"}),
                StepUse("flip", 0.5, {"axis": "up-down"}),
                StepUse(
                    "shear", 0.5, {"horizontal": (-0.3, 0.3), "vertical": (-0.8, 0.8), **MIRRORED}
                ),
                StepUse(
                    "scale",
                    0.5,
                    {"horizontal": (0.8, 1.3), "vertical": (0.8, 1.3), "same": False, **MIRRORED},
                ),
                StepUse("pad", 1, {"size": 100, "border": "reflect"}),
                StepUse("crop", 1, {"size": 100, "place": "random"}),
                StepUse("blur", 0.5, {"method": "median", "size": 7}),
                Choose(
                    3,
                    (
                        StepUse("cutout", 1, _side_of_64(40)),
                        StepUse("cutout", 1, _side_of_64(50)),
                        StepUse("cutout", 1, _side_of_64(10)),
                        None,
                        None,
                    ),
                ),
            )
        ),
    ),
)


def get(name: str) -> Preset:
    """The preset of that name; `ScanLabError` tells which names there are."""
    names = [preset.name for preset in PRESETS]
    if name in names:
        return PRESETS[names.index(name)]
    near = get_close_matches(name.lower(), names, n=1) or names
    raise ScanLabError(f"there is no preset {name!r}; did you mean {' or '.join(near)}?")
