"""What numbers mean, in sentences that need no statistics."""

from collections.abc import Iterator, Mapping
from typing import Any

from mlcore.share.facts import Facts

USE = (
    "To study how well networks learn to tell these labels on these scans, to compare settings, "
    "and to sort scans for a person who looks at each of them."
)
NOT_A_DEVICE = (
    "Not a medical device: its answers are for study, not for diagnosis, and no decision about a "
    "person may rest on them."
)
TERMS = {
    "F1": "one number for how many of the present labels are found and how many of those called "
    "present are right; 1 is perfect.",
    "Average precision": "how well scans with the label are ranked above those without, whatever "
    "the threshold; guessing gets the share of scans that have it.",
    "AUC": "how often a scan with the label gets a higher probability than one without; guessing "
    "gets 0.5.",
    "95 %": "where the score would lie with other scans of the same kind.",
    "Trivial": "the best that an answer scores which never looks at the scan.",
    "Linear": "what a simple model on 128 numbers a scan scores.",
    "Ceiling": "the best any model can score, as scans that are equal in every pixel have "
    "different labels.",
    "Threshold": "from this probability on a label is called present.",
}


def headline(facts: Facts) -> str:
    f1 = facts.result["metrics"]["f1"]
    verdict = _verdict(f1)
    return (
        f"{facts.network} {verdict} on {facts.result['n']:,} {facts.part} scans of "
        f"{facts.run.config.get('dataset')}: mean F1 {number(f1['value'])}{_around(f1)}, where "
        f"answers without looking reach {number(f1['trivial'])}."
    )


def each_label(facts: Facts) -> dict[str, str]:
    """Label to what it finds and what it says wrongly, in tens of scans."""
    return {label: _of_label(facts.counts[label]) for label in facts.labels}


def limits(facts: Facts) -> Iterator[str]:
    """What a reader must keep in mind, the gravest first."""
    never = [k for k, c in facts.counts.items() if not c["found"] + c["false_alarm"]]
    if never:
        yield f"It never calls {listed(never)} present at these thresholds."
    few = {k: c["found"] + c["missed"] for k, c in facts.counts.items()}
    rare = [f"{label} ({n})" for label, n in few.items() if n < 30]
    if rare:
        yield f"Few scans show {listed(rare)}, so scores of these labels are little more than luck."
    for label, row in facts.result["metrics"]["f1"]["per_label"].items():
        if row["low"] is not None and row["trivial"] is not None and row["low"] <= row["trivial"]:
            yield f"By F1 it may be no better on {label} than an answer without looking."
    if facts.split == "val":
        yield (
            "Thresholds were chosen on these very scans, so F1 is a little optimistic; the test "
            "part tells the truth."
        )
    if facts.ground is None:
        yield (
            "The data set is gone or has changed, so copies, groups, the ceiling and the linear "
            "model are unknown."
        )
    if facts.decisions.method == "none":
        yield "Its probabilities were not calibrated: 0.7 need not mean 7 in 10."
    card = facts.run.model_card
    yield (
        f"It sees scans at {card['side']} × {card['side']} pixels and was tried on scans of this "
        "one data set only: other machines, hospitals or people may give other scores."
    )


def number(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def between(row: Mapping[str, Any]) -> str:
    return "–" if row["low"] is None else f"{row['low']:.3f} to {row['high']:.3f}"


def listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"


def _verdict(f1: Mapping[str, Any]) -> str:
    if f1["value"] is None:
        return "cannot be judged"
    low = f1["low"] if f1["low"] is not None else f1["value"]
    trivial = f1["trivial"] or 0.0
    if low <= trivial:
        return "may be no better than guessing"
    if f1["linear"] is not None and low <= f1["linear"]:
        return "is better than guessing, but not clearly better than a simple linear model"
    if f1["linear"] is not None:
        return "is clearly better than guessing and than a simple linear model"
    return "is clearly better than guessing"


def _around(row: Mapping[str, Any]) -> str:
    return "" if row["low"] is None else f" (95 %: {between(row)})"


def _of_label(cells: Mapping[str, int]) -> str:
    present, called = cells["found"] + cells["missed"], cells["found"] + cells["false_alarm"]
    if not present:
        return "No scan here has it, so nothing can be said."
    found = f"Of 10 scans that have it, about {_tens(cells['found'], present)} are found"
    if not called:
        return f"{found}; it is never called present."
    return f"{found}; of 10 called present, about {_tens(cells['found'], called)} have it."


def _tens(part: int, whole: int) -> str:
    return f"{10 * part / whole:.0f}"
