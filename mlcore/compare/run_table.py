"""All runs as one table to sort and filter, and repeats of a setting as one row each."""

from collections.abc import Sequence

import pandas as pd

from mlcore.compare import repeats_of
from mlcore.runs.summaries import Summary
from mlcore.train import options
from mlcore.train.options import DEFAULTS

SCORES = {
    "f1_tuned_macro": "F1",
    "average_precision_macro": "Average precision",
    "auc_macro": "AUC",
}
"""Score of a summary to its title; means of labels on validation."""


def of(summaries: Sequence[Summary]) -> pd.DataFrame:
    """A row a run: ``run, star, state, dataset, model, network`` (the title of the model), ``seed,
    epochs, seconds``, the last and best ``SCORES``, ``settings`` (not at their default, in words),
    ``tags, note, archived, group``, and ``setting``, equal for repeats."""
    rows = []
    for each in summaries:
        asked = {name: each.settings.get(name, default) for name, default in DEFAULTS.items()}
        config = asked | {"dataset": each.dataset, "fingerprint": each.fingerprint}
        if each.members:
            config["committee"] = each.run
        rows.append(
            {
                "run": each.run,
                "star": bool(each.marks.get("star")),
                "state": each.state,
                "dataset": each.dataset,
                "model": each.model,
                "network": each.network,
                "seed": None if each.members else asked["seed"],
                "epochs": each.epochs,
                "seconds": each.seconds,
                **{name: getattr(each, name) for name in SCORES},
                **{f"best_{name}": each.best.get(name) for name in SCORES},
                "settings": f"of {', '.join(each.members)}" if each.members else in_words(asked),
                "tags": list(each.marks.get("tags", [])),
                "note": each.marks.get("note", ""),
                "archived": bool(each.marks.get("archived")),
                "group": each.settings.get("group", ""),
                "setting": repeats_of.of_config(config | {"epochs": each.planned}),
            }
        )
    columns = list(rows[0]) if rows else ["run"]
    found = pd.DataFrame(rows, columns=columns)
    scores = [name for name in found if name.removeprefix("best_") in SCORES]
    kinds = dict.fromkeys(scores, float) | ({"seed": "Int64"} if rows else {})
    return found.astype(kinds)


def in_words(asked: dict) -> str:
    """Options that are not at their default; network, seed and repeats have places of their own."""
    return ", ".join(
        f"{name} {options.get(name).shown(value)}"
        for name, value in options.differing(asked).items()
        if name not in ("model", "seed", "repeats")
    )


def repeats(table: pd.DataFrame, score: str = "f1_tuned_macro") -> pd.DataFrame:
    """A row a setting: ``network, dataset, settings, runs, mean, spread, lowest, highest``; spread
    is the standard deviation between seeds, NaN for one run."""
    scored = table[table[score].notna()]
    if not len(scored):
        return pd.DataFrame(columns=["network", "dataset", "settings", "runs", "mean", "spread"])
    grouped = scored.groupby("setting", sort=False)
    found = grouped.agg(
        network=("network", "first"),
        dataset=("dataset", "first"),
        settings=("settings", "first"),
        runs=("run", "size"),
        mean=(score, "mean"),
        spread=(score, "std"),
        lowest=(score, "min"),
        highest=(score, "max"),
    )
    return found.sort_values("mean", ascending=False).reset_index(drop=True)


def varying(summaries: Sequence[Summary]) -> pd.DataFrame:
    """``run`` and a column for each option that has more than one value among these runs, those
    left out that are committees."""
    rows = [
        {"run": each.run}
        | {name: each.settings.get(name, default) for name, default in DEFAULTS.items()}
        for each in summaries
        if not each.members
    ]
    found = pd.DataFrame(rows, columns=["run", *DEFAULTS])
    keep = [name for name in found if name == "run" or found[name].astype(str).nunique() > 1]
    return found[keep]


def telling(settings: pd.DataFrame, most: int) -> list[str]:
    """At most so many columns of `varying`, those with the most values first; of settings that
    divide the runs alike, as they were changed together, the first only."""
    found: dict[tuple[int, ...], str] = {}
    for name in settings.columns.drop("run"):
        found.setdefault(tuple(pd.factorize(settings[name].astype(str))[0]), name)
    return [found[codes] for codes in sorted(found, key=max, reverse=True)][:most]
