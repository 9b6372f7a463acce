"""Every augmentation step, a row each. Forms, recipe files, checks and tests come from here."""

import reprlib
from difflib import get_close_matches
from typing import Any

from mlcore.augment.flaw_steps import FLAW_STEPS
from mlcore.augment.shape_steps import SHAPE_STEPS
from mlcore.augment.size_steps import SIZE_STEPS
from mlcore.augment.step import Step
from mlcore.augment.tone_steps import TONE_STEPS
from mlcore.errors import ScanLabError

STEPS: tuple[Step, ...] = SHAPE_STEPS + SIZE_STEPS + TONE_STEPS + FLAW_STEPS


def get(name: Any) -> Step:
    """The step of that name; `ScanLabError` tells which names come close."""
    names = [step.name for step in STEPS]
    if name in names:
        return STEPS[names.index(name)]
    near = get_close_matches(str(name).lower(), names, n=2) or names
    raise ScanLabError(f"there is no step {reprlib.repr(name)}; did you mean {' or '.join(near)}?")
