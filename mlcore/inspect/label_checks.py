"""What is to be known and what is wrong about the labels, before any pixel is looked at."""

import numpy as np
import pandas as pd

from mlcore.data.dataset import DataSet
from mlcore.inspect.finding import Finding
from mlcore.inspect.label_sets import label_sets
from mlcore.inspect.material import Material
from mlcore.inspect.prevalence import drift
from mlcore.inspect.statistics import label_counts
from mlcore.inspect.wording import counted, listed, percent, scans

FEWEST = {"train": 10, "val": 5, "test": 5}
"""Scans with and without a label. From fewer than 10 a rule with even one free number is not learnt
(Peduzzi et al., "A simulation study of the number of events per variable", 1996); among fewer than
5 a single scan moves the recall by more than 20 points."""
NOTHING = np.empty(0, np.int64)


def findings(material: Material) -> list[Finding]:
    """Sets of labels, labels that are unknown, rare, or more frequent in one part than another."""
    data, counts = material.data, label_counts(material.data)
    return [*_sets(data), *_unknown(data), *_rare(data, counts), *_drift(data, counts)]


def _sets(data: DataSet) -> list[Finding]:
    found = label_sets(data.labels, data.targets)
    if not found.commonest:
        return []
    often, count = found.commonest[0]
    return [
        Finding(
            check="label_sets",
            severity="note",
            sentence=(
                f"A scan has {found.cardinality:.2f} of {counted(len(data.labels), 'label')} on "
                f"average ({percent(found.density)}), in {counted(found.distinct, 'combination')}; "
                f"the commonest is {' with '.join(often) or 'none of them'}, with {scans(count)}."
            ),
            rows=NOTHING,
            facts={
                "scans": found.scans,
                "cardinality": round(found.cardinality, 4),
                "density": round(found.density, 4),
                "distinct": found.distinct,
                "commonest": [[list(names), times] for names, times in found.commonest],
            },
        )
    ]


def _unknown(data: DataSet) -> list[Finding]:
    found = []
    blank = np.isnan(data.targets)
    for split, size in data.split_sizes().items():
        rows = data.rows(split)
        rows = rows[blank[rows].any(axis=1)]
        if not len(rows):
            continue
        none = int(blank[rows].all(axis=1).sum())
        held_back = split == "test" and none == size
        said = (
            f"All {scans(size)} of the test part are without labels: answers to them can be made "
            "but not scored."
            if held_back
            else f"{scans(len(rows))} of the {split} part lack labels, {none:,} of them all; what "
            "is unknown is neither present nor absent, and is left out of learning and scores."
        )
        unknown = dict(zip(data.labels, map(int, blank[rows].sum(axis=0)), strict=True))
        severity = "note" if held_back or none < size else "fault"
        facts = {"split": split, "none": none, "labels": unknown}
        found.append(Finding("unknown_labels", severity, said, rows, facts=facts))
    return found


def _rare(data: DataSet, counts: pd.DataFrame) -> list[Finding]:
    """Labels that cannot be learnt or scored; not in a part where nothing is known of them."""
    fewer = counts[["present", "absent"]].min(axis=1)
    known = counts["present"] + counts["absent"] > 0
    few = counts[known & (fewer < counts["split"].map(FEWEST))].assign(fewer=fewer)
    return [_too_few(data, split, of.sort_values("fewer")) for split, of in few.groupby("split")]


def _too_few(data: DataSet, split: str, few: pd.DataFrame) -> Finding:
    """``few``: rows of `label_counts` of one part, rarest first."""
    wanting = [
        f"{row.label} ({row.fewer} {'present' if row.present <= row.absent else 'absent'})"
        for row in few.itertuples()
    ]
    rarer = np.where(few["present"] <= few["absent"], 1, 0)
    columns = [data.labels.index(label) for label in few["label"]]
    rows = data.rows(split)
    rows = rows[(data.targets[rows][:, columns] == rarer).any(axis=1)]
    purpose, effect = (
        ("learn", "will be guesswork")
        if split == "train"
        else ("score", "are undefined or move by leaps")
    )
    return Finding(
        check="rare_labels",
        severity="fault" if few["fewer"].min() == 0 else "warning",
        sentence=(
            f"Too few scans of the {split} part to {purpose} {listed(wanting)}: fewer than "
            f"{FEWEST[split]}; {'answers' if split == 'train' else 'scores'} {effect}."
        ),
        rows=rows,
        facts={
            "split": split,
            "labels": dict(zip(few["label"], map(int, few["fewer"]), strict=True)),
        },
    )


def _drift(data: DataSet, counts: pd.DataFrame) -> list[Finding]:
    found = drift(counts)
    if not len(found):
        return []
    first = found.iloc[0]
    more = f" ({counted(len(found) - 1, 'more difference')} like it)" if len(found) > 1 else ""
    rows = data.rows(first["split"])
    return [
        Finding(
            check="prevalence_drift",
            severity="warning",
            sentence=(
                f"{first['label']} is present in {percent(first['prevalence'])} of the "
                f"{first['split']} part but in {percent(first['in_train'])} of train, which chance "
                f"does not explain{more}; thresholds and scores will not carry over."
            ),
            rows=rows[data.targets[rows, data.labels.index(first["label"])] == 1],
            facts={"differences": found.round(6).to_dict("records")},
        )
    ]
