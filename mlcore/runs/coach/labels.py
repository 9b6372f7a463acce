"""Rules about single labels: thresholds, and labels with few scans."""

from mlcore.runs.coach.facts import Facts, Said, listed

FAR = 0.25
"""A best threshold this far from .5 is worth a word."""
FEW = 20
"""With fewer scans of a label than this, its validation score jumps by chance."""


def never_yes(facts: Facts) -> Said | None:
    share = facts.seen.of_labels("val_answered_yes")
    threshold = facts.seen.of_labels("val_threshold")
    never = [
        label for label, each in share.items() if each == 0 and facts.seen.present.get(label, 0)
    ]
    if not never or facts.epochs < 2 or facts.dead:
        return None
    shown = listed(
        f"{label} ({facts.seen.present[label]} scans have it; best threshold "
        f"{threshold.get(label, 0.5):.2f})"
        for label in never
    )
    return Said(
        f"At threshold .5 the network never says yes to {shown}.",
        "Rare labels get small probabilities. Use the threshold that is chosen on the validation "
        "part, as predictions here do, before you change the training.",
    )


def far_threshold(facts: Facts) -> Said | None:
    f1, tuned = facts.seen.of_labels("val_f1"), facts.seen.of_labels("val_f1_tuned")
    threshold = facts.seen.of_labels("val_threshold")
    yes = facts.seen.of_labels("val_answered_yes")
    far = [
        label
        for label in threshold
        if abs(threshold[label] - 0.5) > FAR
        and tuned.get(label, 0) - f1.get(label, 0) > 0.05
        and yes.get(label)
    ]
    if not far or facts.epochs < 2 or facts.dead:
        return None
    shown = listed(
        f"{label} {f1.get(label, 0):.2f} at .5, {tuned[label]:.2f} at {threshold[label]:.2f}"
        for label in far
    )
    return Said(
        f"F1 depends much on the threshold: {shown}.",
        "Judge by the curve of the best threshold, and predict with the thresholds of the model, "
        "not with one half.",
    )


def few(facts: Facts) -> Said | None:
    counts = {label: n for label, n in facts.seen.present.items() if 0 < n < FEW}
    if not counts or not facts.epochs:
        return None
    shown = listed(f"{label} {n}" for label, n in counts.items())
    return Said(
        f"Few validation scans have the label: {shown}. One scan more or less "
        "moves such a score visibly.",
        "Do not choose between networks by these labels alone; a larger validation part helps.",
    )
