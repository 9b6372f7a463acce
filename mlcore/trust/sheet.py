"""All that is known about the answer to one scan, beside the answer."""

from dataclasses import dataclass
from typing import Any

import numpy as np

from mlcore.inspect.wording import percent
from mlcore.predict.predictor import Answer, Predictor
from mlcore.runs.folder import Run
from mlcore.trust import conformal, meaning, nearest, ready, stability
from mlcore.trust.conformal import ERROR, UNSURE, Band
from mlcore.trust.gate import Verdict
from mlcore.trust.meaning import Meaning
from mlcore.trust.nearest import Near
from mlcore.trust.stability import Stability


@dataclass(frozen=True)
class LabelSheet:
    """One label of one scan."""

    probability: float
    """Calibrated, as everywhere."""
    threshold: float
    answer: str | None
    """``yes``, ``no`` or ``unsure``; None where there are no validation answers."""
    reason: str
    """Why, in one sentence."""
    band: Band | None
    meaning: Meaning | None
    stability: Stability | None
    """None where nobody asked for it."""

    @property
    def positive(self) -> bool:
        return self.probability >= self.threshold

    def to_json(self, decided: bool) -> dict[str, Any]:
        parts = ("band", "meaning", "stability")
        found = {name: each and each.to_json() for name in parts if (each := getattr(self, name))}
        told = {"answer": self.answer, "reason": self.reason} if decided else {"answer": None}
        return told | {name: found.get(name) for name in parts}


@dataclass(frozen=True)
class Sheet:
    gate: Verdict | None
    """None where the training data are gone or have changed."""
    labels: dict[str, LabelSheet]
    nearest: tuple[Near, ...]
    error: float
    """The error rate that yes, no and unsure keep."""
    notes: tuple[str, ...]
    """Sentences about what cannot be said, and why."""

    @property
    def decided(self) -> bool:
        """Whether decisions should be shown: a scan outside the gate gets none until somebody
        insists."""
        return self.gate is None or self.gate.passed

    def to_json(self) -> dict[str, Any]:
        """``gate, decided, error, labels {label: {answer, reason, band, meaning, stability}},
        nearest [..], notes [..]``; outside the gate every ``answer`` is null."""
        return {
            "gate": self.gate and self.gate.to_json(),
            "decided": self.decided,
            "error": self.error,
            "labels": {name: each.to_json(self.decided) for name, each in self.labels.items()},
            "nearest": [near.to_json() for near in self.nearest],
            "notes": list(self.notes),
        }


def of(
    run: Run,
    predictor: Predictor,
    pixels: np.ndarray,
    error: float = ERROR,
    variants: int = 0,
    probability: np.ndarray | None = None,
) -> Sheet:
    """Of one scan ``(side, side, channels)`` uint8, as the network sees it.

    ``variants``: gently changed copies to ask about as well, such as `stability.VARIANTS`; that
    takes longer than all the rest. ``probability`` ``(labels,)``: the answer, where it is known.
    """
    conformal.check_error(error)
    given = ready.load(run)
    if probability is None:
        probability = predictor.probabilities(pixels[None])[0]
    moved = stability.of(predictor, pixels, variants) if variants else []
    verdict, near = None, []
    if given.gate:
        far = given.gate.familiar.distances(pixels[None])
        verdict = given.gate.verdict(pixels, far)
        near = nearest.nearest(given.gate.familiar, given.data, given.teaching, pixels, far)
    nothing = verdict is not None and verdict.kind == "empty"
    bands = conformal.bands(given.val, given.group, error) if given.val else []
    labels = {}
    for i, label in enumerate(predictor.labels):
        p = float(probability[i])
        band = bands[i] if bands else None
        labels[label] = LabelSheet(
            p,
            float(predictor.decisions.thresholds[i]),
            *_answer(given, i, band, p, nothing),
            band,
            None if nothing else _meaning(given, i, p),
            moved[i] if moved else None,
        )
    return Sheet(verdict, labels, tuple(near), error, given.missing)


def judged(run: Run, predictor: Predictor, answer: Answer, error: float = ERROR) -> Sheet | None:
    """Of an answer as it was given; None for a file that could not be read."""
    if answer.pixels is None:
        return None
    given = np.array([given.probability for given in answer.labels.values()], np.float32)
    return of(run, predictor, answer.pixels, error, probability=given)


def _meaning(given: ready.Ready, label: int, probability: float) -> Meaning | None:
    if given.val is None:
        return None
    return meaning.of(probability, given.val.probability[:, label], given.val.truth[:, label])


def _answer(
    given: ready.Ready, label: int, band: Band | None, probability: float, nothing: bool
) -> tuple[str | None, str]:
    """The answer and why; ``nothing``: to be seen on the scan, unlike on those that set bands."""
    if nothing:
        return UNSURE, "Yes and no were set on scans that show something; this one shows nothing."
    if band is None:
        return None, "There are no validation answers to judge it by."
    return band.answer(probability), _reason(given, label, band, probability)


def _reason(given: ready.Ready, label: int, band: Band, probability: float) -> str:
    """Why the band says what it says of this probability, and how often it was right so far."""
    no, yes = band.sets(np.float32(probability))
    if no != yes:
        had, far = ("without", "high") if yes else ("with", "low")
        why = f"At most {percent(band.error)} of validation scans {had} this label score so {far}"
        return f"{why}; {_so_far(given, label, band, yes)}."
    if band.caveat:
        return band.caveat
    if yes:
        return "Scans with this label and scans without it score like this."
    return "Few scans score like this, whether they have this label or not."


def _so_far(given: ready.Ready, label: int, band: Band, yes: bool) -> str:
    """``of the 90 answered yes, 31 had it``: of a rare label, many a yes is wrong all the same."""
    truth = given.val.truth[:, label]
    possible = band.sets(given.val.probability[:, label])
    alike = (possible[:, 1] == yes) & (possible[:, 0] != yes) & ~np.isnan(truth)
    had = int(truth[alike].sum())
    word = conformal.YES if yes else conformal.NO
    return f"of the {int(alike.sum()):,} answered {word}, {had or 'none'} had it"
