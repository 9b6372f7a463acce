"""Rules about learning at all: dead, diverging, too large steps."""

from typing import Any

from mlcore.models import registry
from mlcore.runs import state
from mlcore.runs.coach.facts import Facts, Said, epochs

STEADY = "cnn-2"
"""Small, quick, with batch normalisation: on 6,392 fundus photographs it learnt within two epochs
where the deep CNN-5 gave one answer to all (docs/decisions.md)."""


def no_number(facts: Facts) -> Said | None:
    if facts.state != "failed" or "no longer a number" not in facts.error:
        return None
    return Said(
        f"At learning rate {facts.rate:g} the loss grew until it was no number any more.",
        f"Start again with learning rate {facts.rate / 10:g}.",
        {"learning_rate": facts.rate / 10},
    )


def dead(facts: Facts) -> Said | None:
    if not facts.dead:
        return None
    spread = max(facts.seen.of_labels("val_spread").values())
    floor = facts.seen.trivial.get("loss")
    beside = (
        "" if floor is None else f", where answering how common each label is gives {floor:.3f}"
    )
    if registry.get(facts.config["model"]).normalised:
        changes: dict[str, Any] = {"learning_rate": facts.rate / 10}
        try_ = f"Start again with learning rate {facts.rate / 10:g} instead of {facts.rate:g}."
    else:
        changes = {"model": STEADY}
        try_ = (
            f"Start again with a network that has batch normalisation, such as {STEADY.upper()}, "
            "which keeps the signal of the scan alive from layer to layer."
        )
    return Said(
        f"After {epochs(facts.epochs)} the network gives every validation scan the same answer: "
        f"its probabilities differ by {spread:.4f} (standard deviation) at most. The loss is "
        f"{facts.losses('val')[-1]:.3f}{beside}.",
        "Nothing of a scan reaches the answers any more, and more epochs seldom change that. "
        f"{try_}",
        changes,
    )


def diverging(facts: Facts) -> Said | None:
    losses = facts.losses("train")
    if len(losses) < 2 or facts.dead or losses[-1] < 1.2 * min(losses):
        return None
    best = losses.index(min(losses)) + 1
    return Said(
        f"The training loss rose from {min(losses):.3f} in epoch {best} to {losses[-1]:.3f} in "
        f"epoch {len(losses)}: the network unlearns.",
        f"Stop, and start again with learning rate {facts.rate / 10:g} instead of {facts.rate:g}.",
        {"learning_rate": facts.rate / 10},
    )


def rate_too_high(facts: Facts) -> Said | None:
    losses, floor = facts.losses("train"), facts.seen.trivial.get("loss")
    if len(losses) < 2 or floor is None or not facts.plain or facts.dead or diverging(facts):
        return None
    if losses[-1] < 1.05 * floor:
        return None
    return Said(
        f"After {epochs(facts.epochs)} the training loss is {losses[-1]:.3f}; answering how common "
        f"each label is, without looking, gives {floor:.3f}.",
        f"The steps are too large to settle. Start again with learning rate {facts.rate / 10:g} "
        f"instead of {facts.rate:g}.",
        {"learning_rate": facts.rate / 10},
    )


def learns_little(facts: Facts) -> Said | None:
    auc = facts.seen.best("train_auc_macro")
    if facts.state not in state.ENDED or facts.epochs < 5 or auc is None or auc > 0.6 or facts.dead:
        return None
    return Said(
        "Even on the scans it learnt from, the network orders scans hardly better than chance: "
        f"AUC {auc:.2f} at best, where guessing gets .50.",
        "Try another network or a learning rate ten times larger, and look on the Data page "
        "whether the labels fit the scans.",
        {"learning_rate": min(facts.rate * 10, 10.0)},
    )
