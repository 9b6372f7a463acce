"""What becomes of entirely black scans, which show nobody whatever their labels say."""

import numpy as np

from mlcore.clean.candidates import Candidates
from mlcore.clean.parameters import Values
from mlcore.inspect.wording import counted

KEPT = {"none": (), "one_absent": (0,), "one_present": (1,), "one_of_each": (0, 1)}
"""Treatment to the value that every label of each black scan gets that is kept."""


def drop(candidates: Candidates, values: Values) -> str:
    """Drop them; those kept are the first ones of the training part, where they remain."""
    found = candidates.kept & candidates.material.measured.black
    concerned = found & candidates.labelled & candidates.within(values["parts"])
    taught = np.flatnonzero(concerned & candidates.within("train"))
    kept = list(zip(taught, KEPT[values["keep"]], strict=False))
    for row, value in kept:
        candidates.targets[row] = value
        candidates.settled[row] = True
        concerned[row] = False
    candidates.drop(np.flatnonzero(concerned), "black")
    said = f"{counted(int(concerned.sum()), 'black scan')} dropped"
    for row, value in kept:
        said += f", {candidates.ids[row]} kept with every label {'present' if value else 'absent'}"
    if values["keep"] != "none" and not kept:
        said += ", none kept as there is none in the training part"
    left = int((found & candidates.kept).sum()) - len(kept)
    return said + (f"; {left:,} in other parts or without labels left" if left else "")
