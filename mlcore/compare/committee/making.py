"""A committee of several runs as a run folder, which everybody reads like any finished run.

Combined are the probabilities that the networks themselves give, before any calibration chosen for
a member; thresholds and calibration can be chosen for the committee as for any run. Weights that
are fitted are fitted on all validation scans for the model that answers, while the validation
answers that are kept come from weights fitted on other scans, so that their scores do not flatter.
Nothing of a member is read later: it may be deleted.
"""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from mlcore import atomic
from mlcore.compare.committee import members, merging, methods
from mlcore.compare.committee.methods import Combination
from mlcore.errors import ScanLabError
from mlcore.evaluate import background
from mlcore.evaluate.answers import Answers
from mlcore.metrics import thresholds
from mlcore.progress import Progress, silent
from mlcore.runs import folder, results, state
from mlcore.runs.folder import Run
from mlcore.train import part_scores, predictions
from mlcore.train.config import TrainConfig

VERSION = 1


def make(
    runs: Sequence[Run],
    method: str = "average",
    weights: Sequence[float] | None = None,
    progress: Progress = silent,
) -> Run:
    """The committee, finished; ``weights`` go with the method ``weighted`` alone.

    `ScanLabError` where the runs cannot answer together, `NotReady` while a member's model is being
    prepared.
    """
    if method not in methods.BY_NAME:
        raise ScanLabError(f"method is {method!r}; expected {', '.join(methods.BY_NAME)}")
    if weights is not None and method != "weighted":
        raise ScanLabError(f"weights were given but method is {method}; choose the method weighted")
    cards = members.checked(runs)
    labels = tuple(cards[0]["labels"])
    given = {split: members.answers_of(runs, split) for split in ("val", "test")}
    served, val = _fitted(runs, method, weights, given["val"], len(labels), progress)
    asked = replace(TrainConfig.from_json(runs[0].config), group="", repeats=1).to_json()
    best = np.full(len(labels), thresholds.DEFAULT)
    if val is not None:
        best = thresholds.best_f1(given["val"][0].truth, val)
    kept = {"val": val, "test": _combined(served, given["test"])}
    card = {
        "version": 1,
        "network": f"committee of {len(runs)}",
        **{key: cards[0].get(key) for key in members.SAME},
        "thresholds": dict(zip(labels, best.tolist(), strict=True)),
        "parameters": sum(each.get("parameters", 0) for each in cards),
        "members": [run.name for run in runs],
    }
    told = {
        "version": VERSION,
        "members": card["members"],
        "method": method,
        "fitted": methods.BY_NAME[method].learns and weights is None,
        **_weights(card["members"], labels, served),
        **_sums(runs),
        "val": None if val is None else part_scores.told(given["val"][0].truth, val, labels),
    }
    progress("merging", 0, 1)
    made = folder.create_filled(asked, partial(_fill, runs, served, card, told, given, kept))
    progress("merging", 1, 1)
    return made


def _fill(
    runs: Sequence[Run],
    served: Combination,
    card: dict[str, Any],
    told: dict[str, Any],
    given: dict[str, list[Answers] | None],
    kept: dict[str, np.ndarray | None],
    made: Run,
) -> None:
    atomic.write_json(made.folder / "committee.json", told)
    for split, probability in kept.items():
        if probability is not None:
            of = given[split][0]
            predictions.write(made, split, of.ids, of.group, of.truth, probability)
    merging.save(made.onnx_file, [run.onnx_file for run in runs], served, card)
    atomic.write_json(made.folder / "model.json", card)
    state.mark_launched(made)
    state.write_status(made, "finished", note="")


def _fitted(
    runs: Sequence[Run],
    method: str,
    weights: Sequence[float] | None,
    val: list[Answers] | None,
    labels: int,
    progress: Progress,
) -> tuple[Combination, np.ndarray | None]:
    """What answers from now on, and the answers to validation."""
    row = methods.BY_NAME[method]
    if weights is not None:
        served = methods.given(weights, len(runs), labels)
        return served, _combined(served, val)
    if not row.learns:
        served = row.fit(np.empty((0, labels)), np.empty((len(runs), 0, labels)))
        return served, _combined(served, val)
    if val is None:
        raise ScanLabError(
            f"method {method} fits weights on validation scans, and these runs have none; use the "
            "method average or give weights"
        )
    probability = np.stack([each.probability for each in val])
    together = background.grouped(background.of(runs[0], progress), val[0])
    served = row.fit(val[0].truth, probability)
    return served, methods.out_of_fold(row.fit, val[0].truth, probability, together)


def _combined(served: Combination, given: list[Answers] | None) -> np.ndarray | None:
    return None if given is None else served.apply(np.stack([each.probability for each in given]))


def _weights(names: list[str], labels: tuple[str, ...], served: Combination) -> dict[str, Any]:
    """For JSON: a number a member, or a number a member and label."""
    if not served.of_logits:
        return {"weights": dict(zip(names, served.weights[:, 0].tolist(), strict=True))}
    each = [dict(zip(labels, row, strict=True)) for row in served.weights.tolist()]
    heights = dict(zip(labels, served.heights.tolist(), strict=True))
    return {"weights": dict(zip(names, each, strict=True)), "heights": heights}


def _sums(runs: Sequence[Run]) -> dict[str, Any]:
    each = [results.of(run) for run in runs]
    return {name: round(sum(one[name] for one in each), 2) for name in ("epochs", "seconds")}
