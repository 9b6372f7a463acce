"""The table of decisions that a cleaning recipe can hold; forms, files and docs follow it."""

import reprlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from mlcore.clean import black_scans, by_hand, copies, resplitting
from mlcore.clean.candidates import Candidates
from mlcore.clean.parameters import (
    AS_NOW,
    LabelValue,
    OneOf,
    Parameter,
    Seed,
    Share,
    Text,
    Texts,
    Values,
)
from mlcore.errors import ScanLabError


@dataclass(frozen=True, kw_only=True)
class Kind:
    """A row of the table."""

    name: str
    title: str
    help: str
    """What it does to the data, and why one may want that."""
    parameters: tuple[Parameter, ...] = ()
    settles: tuple[str, ...] = ()
    """Checks of an inspection whose findings it is for."""
    carry_out: Callable[[Candidates, Values], str]
    """Change the candidates; return what was done, as words to read after a colon."""

    def values(self, given: Mapping[str, Any]) -> dict[str, Any]:
        """All parameters, checked, with defaults where ``given`` has none."""
        names = [parameter.name for parameter in self.parameters]
        for name in given:
            if name not in names:
                near = get_close_matches(str(name), names, n=1) or names or ["no other key"]
                raise ScanLabError(
                    f"decision {self.name!r} has no parameter {reprlib.repr(name)}; "
                    f"expected {' or '.join(near)}"
                )
        return {parameter.name: self._value(parameter, given) for parameter in self.parameters}

    def _value(self, parameter: Parameter, given: Mapping[str, Any]) -> Any:
        if parameter.name not in given and parameter.default is None:
            raise ScanLabError(
                f"decision {self.name!r} has no {parameter.name}; expected {parameter.expected}"
            )
        try:
            return parameter.checked(given.get(parameter.name, parameter.default))
        except ScanLabError as problem:
            raise ScanLabError(f"decision {self.name!r}: {problem}") from problem


PARTS = OneOf(
    name="parts",
    title="In",
    choices={
        "all": "every part",
        "train": "the training part only, so that runs on cleaned and uncleaned data are scored "
        "on the same scans",
    },
    default="all",
    help="Where scans are dropped.",
)

KINDS = (
    Kind(
        name="drop_black",
        title="Drop black scans",
        help="Scans without a pixel above 0 show nobody, yet carry labels: a model can only learn "
        "how often each label is present. Keeping one teaches what a black scan is to mean. Black "
        "scans without any known label stay, since a competition asks for an answer to them.",
        parameters=(
            OneOf(
                name="keep",
                title="Keep",
                choices={
                    "none": "drop all of them",
                    "one_absent": "keep one in the training part, every label absent",
                    "one_present": "keep one in the training part, every label present",
                    "one_of_each": "keep two in the training part, every label of one absent and "
                    "of the other present",
                },
                default="none",
                help="The study tried the first, the second and the last.",
            ),
            PARTS,
        ),
        settles=("black",),
        carry_out=black_scans.drop,
    ),
    Kind(
        name="merge_exact_duplicates",
        title="Merge exact copies",
        help="Of scans with equal pixels one is kept: that of the test part before that of the "
        "validation part before that of the training part, so that nothing is scored that was "
        "learnt from. Its labels come from all copies. Scans of one grey value, which show nobody, "
        "and scans without any known label, on which nothing is scored, are left alone.",
        parameters=(
            OneOf(
                name="labels",
                title="Labels",
                choices={
                    "majority": "what most copies say; unknown where as many say present as absent",
                    "unanimous": "what all copies say; unknown where they contradict each other",
                    "own": "those of the scan that is kept",
                },
                default="majority",
                help="Copies whose labels are blank have no say, except in their own.",
            ),
        ),
        settles=("exact_duplicates",),
        carry_out=copies.merge,
    ),
    Kind(
        name="drop_contradictions",
        title="Drop contradictions",
        help="Drops every scan of a group with equal pixels in which a label is present and "
        "absent, as nobody can tell which is right. After merging there are none left.",
        parameters=(PARTS,),
        settles=("contradictions", "ceiling"),
        carry_out=copies.drop_contradictions,
    ),
    Kind(
        name="drop_near_duplicates",
        title="Drop near copies",
        help="Of scans that look almost alike (brighter, shifted by a pixel, saved again) one is "
        "kept, with its own labels: test before validation before training. Exact copies that "
        "were not merged before count too.",
        settles=("near_duplicates", "near_contradictions", "image_leaks"),
        carry_out=copies.drop_near,
    ),
    Kind(
        name="exclude",
        title="Exclude scans",
        help="Drops single scans that you have looked at.",
        parameters=(
            Texts(name="ids", title="Scans", help="Ids; 'part/id' where two parts share one."),
            Text(name="reason", title="Reason", default="not wanted", help="For the record."),
        ),
        carry_out=by_hand.exclude,
    ),
    Kind(
        name="set_label",
        title="Set a label",
        help="Corrects one label of one scan that you have looked at.",
        parameters=(
            Text(name="id", title="Scan", help="Its id; 'part/id' where two parts share one."),
            Text(name="label", title="Label", help="Which of its labels is wrong."),
            LabelValue(name="value", title="Value", help="What it should be."),
        ),
        carry_out=by_hand.set_label,
    ),
    Kind(
        name="resplit",
        title="Split anew",
        help="Shares all scans out again so that every label has its share in every part and the "
        "scans of one patient, copies and near copies are all in the same part. Do it last: what "
        "is dropped later is missing from its part.",
        parameters=(
            Share(name="val", title="Validation", default=AS_NOW, help="For choosing thresholds."),
            Share(name="test", title="Test", default=AS_NOW, help="For the final score."),
            Seed(name="seed", title="Seed", default=0, help="Another seed, another split."),
            OneOf(
                name="unlabelled_test",
                title="Test scans without labels",
                choices={
                    "stays": "stay in the test part, as in a competition, and do not count in the "
                    "shares",
                    "moves": "are shared out like all others",
                },
                default="stays",
                help="Scans of the test part of which no label is known.",
            ),
        ),
        settles=("patient_leaks", "prevalence_drift"),
        carry_out=resplitting.resplit,
    ),
)

SETTLED_BY = {check: kind for kind in KINDS for check in kind.settles}
"""From a check of an inspection to the decision for what it finds."""
BY_NAME = {kind.name: kind for kind in KINDS}


def get(name: Any) -> Kind:
    """The kind of that name; `ScanLabError` names the nearest instead."""
    if isinstance(name, str) and name in BY_NAME:
        return BY_NAME[name]
    near = get_close_matches(str(name), BY_NAME, n=1)
    raise ScanLabError(
        f"there is no decision {reprlib.repr(name)}; expected {' or '.join(near or BY_NAME)}"
    )
