"""Rules about learning too much or too little."""

from mlcore.runs.coach.facts import Facts, Said


def overfit(facts: Facts) -> Said | None:
    val, train = facts.losses("val"), facts.losses("train")
    if len(val) < 4:
        return None
    best = val.index(min(val))
    if len(val) - 1 - best < 2 or val[-1] < 1.1 * val[best] or train[-1] > train[best]:
        return None
    changes = (
        {} if facts.config.get("augmentation", "none") != "none" else {"augmentation": "gentle"}
    )
    more = "stronger augmentation" if not changes else "augmentation"
    return Said(
        f"Validation loss was best in epoch {best + 1} ({val[best]:.3f}) and is {val[-1]:.3f} "
        f"now, while training loss fell from {train[best]:.3f} to {train[-1]:.3f}: the network "
        "learns the training scans by heart.",
        f"Take the weights of epoch {best + 1}, where they are kept, or start again with {more}, "
        "fewer epochs or a smaller network.",
        changes,
    )


def underfit(facts: Facts) -> Said | None:
    val, train = facts.losses("val"), facts.losses("train")
    if facts.state != "finished" or len(val) < 3 or facts.dead:
        return None
    fell = (train[-3] - train[-1]) / train[-3]
    if fell < 0.04 or val[-1] > min(val):
        return None
    epochs = 2 * facts.epochs
    return Said(
        f"Both losses were still falling at the end: training {train[-3]:.3f} to {train[-1]:.3f}, "
        f"validation {val[-3]:.3f} to {val[-1]:.3f}, over the last two epochs.",
        f"It was not done learning. Continue for more epochs, or start again with {epochs}.",
        {"epochs": epochs},
    )


def too_good(facts: Facts) -> Said | None:
    auc = facts.seen.last("val_auc_macro")
    if auc is None or auc < 0.995 or facts.config.get("model") == "tiny":
        return None
    return Said(
        f"AUC on validation is {auc:.4f}, almost without a mistake.",
        "Real scans are seldom so easy. Look on the Data page for copies and patients that are "
        "in more than one part, and for marks that give the label away.",
    )
