"""Each rule of the coach on a made-up history: it speaks when it should, with the run's numbers."""

from typing import Any

import pandas as pd
import pytest

from mlcore.runs.coach import notes
from mlcore.runs.coach.facts import Facts
from mlcore.runs.coach.rules import RULES
from mlcore.runs.history import History

HEALTHY = {
    "train_loss": 0.5,
    "val_loss": 0.5,
    "train_auc_macro": 0.8,
    "val_auc_macro": 0.8,
    "train_f1:edema": 0.6,
    "val_f1:edema": 0.6,
    "val_f1_tuned:edema": 0.62,
    "val_spread:edema": 0.2,
    "val_threshold:edema": 0.45,
    "val_answered_yes:edema": 0.3,
}
FLOOR = 0.6


def facts(
    *epochs: dict[str, Any],
    state: str = "running",
    error: str = "",
    present: int = 100,
    **config: Any,
) -> Facts:
    """A run of so many epochs; each differs from a healthy one in what is given."""
    rows = [HEALTHY | {"epoch": i} | epoch for i, epoch in enumerate(epochs, start=1)]
    seen = History(
        pd.DataFrame(rows),
        pd.DataFrame(),
        10,
        trivial={"loss": FLOOR},
        present={"edema": present},
        prevalence={"edema": 0.3},
    )
    return Facts(seen, {"learning_rate": 1e-3, "model": "cnn-5"} | config, state, error)


def losses(train: list[float], val: list[float]) -> list[dict[str, float]]:
    return [{"train_loss": t, "val_loss": v} for t, v in zip(train, val, strict=True)]


DEAD = {"val_spread:edema": 0.0004, "val_answered_yes:edema": 0.0, "val_loss": 0.61}
CASES: dict[str, tuple[Facts, list[str], dict[str, Any]]] = {
    "no_number": (
        facts(state="failed", error="the loss is no longer a number at step 3", learning_rate=1.0),
        ["learning rate 1 ", "learning rate 0.1"],
        {"learning_rate": 0.1},
    ),
    "dead": (
        facts(DEAD),
        ["After 1 epoch ", "0.0004", "0.610", "0.600", "batch normalisation, such as CNN-2"],
        {"model": "cnn-2"},
    ),
    "diverging": (
        facts(*losses([0.5, 0.4, 0.9], [0.5, 0.4, 1.2])),
        ["from 0.400 in epoch 2 to 0.900 in epoch 3", "0.0001 instead of 0.001"],
        {"learning_rate": 1e-4},
    ),
    "rate_too_high": (
        facts(*losses([0.7, 0.66], [0.7, 0.66])),
        ["After 2 epochs", "0.660", "0.600", "0.0001"],
        {"learning_rate": 1e-4},
    ),
    "learns_little": (
        facts(*[{"train_auc_macro": 0.53}] * 5, state="finished"),
        ["AUC 0.53", "ten times larger"],
        {"learning_rate": 1e-2},
    ),
    "overfit": (
        facts(*losses([0.5, 0.4, 0.3, 0.2], [0.5, 0.45, 0.5, 0.6])),
        ["epoch 2 (0.450)", "0.600 now", "0.400 to 0.200", "weights of epoch 2"],
        {"augmentation": "gentle"},
    ),
    "underfit": (
        facts(*losses([0.6, 0.5, 0.45], [0.6, 0.52, 0.48]), state="finished"),
        ["0.600 to 0.450", "0.600 to 0.480", "start again with 6"],
        {"epochs": 6},
    ),
    "too_good": (facts({"val_auc_macro": 0.999}), ["0.9990", "more than one part"], {}),
    "never_yes": (
        facts({}, {"val_answered_yes:edema": 0.0, "val_threshold:edema": 0.12}),
        ["edema (100 scans", "0.12"],
        {},
    ),
    "far_threshold": (
        facts({}, {"val_threshold:edema": 0.1, "val_f1:edema": 0.2}),
        ["edema 0.20 at .5, 0.62 at 0.10"],
        {},
    ),
    "few": (facts({}, present=7), ["edema 7"], {}),
}


def said(given: Facts) -> dict[str, notes.Note]:
    return {note.rule: note for note in notes.look(given)}


def test_every_rule_has_a_case():
    assert list(CASES) == [rule.name for rule in RULES]


@pytest.mark.parametrize("rule", CASES)
def test_a_rule_quotes_the_numbers_of_the_run_and_names_a_remedy(rule):
    given, quoted, changes = CASES[rule]
    note = said(given)[rule]
    for text in quoted:
        assert text in f"{note.sentence} {note.remedy}"
    assert note.changes == changes


def test_a_healthy_run_is_left_alone():
    assert said(facts({}, {}, {}, state="finished")) == {}
    assert said(facts()) == {}


def test_of_a_dead_network_nothing_else_is_said():
    assert list(said(facts(DEAD, DEAD, DEAD, state="finished"))) == ["dead"]


@pytest.mark.parametrize("model", ["cnn-2", "scan-net", "resnet-50", "convnext", "vit"])
def test_a_dead_network_with_normalisation_is_told_of_smaller_steps(model):
    note = said(facts(DEAD, model=model))["dead"]
    assert "learning rate 0.0001 instead of 0.001" in note.remedy
    assert note.changes == {"learning_rate": 1e-4}


@pytest.mark.parametrize("model", ["vgg-16", "alexnet", "rnn-1"])
def test_a_dead_network_without_normalisation_is_told_of_one_that_has_it(model):
    assert said(facts(DEAD, model=model))["dead"].changes == {"model": "cnn-2"}


@pytest.mark.parametrize(
    "asked", [{"class_weights": "inverse"}, {"label_smoothing": 0.05}, {"loss": "focal"}]
)
def test_a_loss_that_is_not_trained_is_not_held_against_answering_without_looking(asked):
    rows = losses([0.7, 0.66], [0.7, 0.66])
    assert "rate_too_high" in said(facts(*rows))
    assert "rate_too_high" not in said(facts(*rows, **asked))


def test_a_small_step_back_is_no_overfitting():
    assert "overfit" not in said(facts(*losses([0.5, 0.4, 0.3, 0.2], [0.5, 0.45, 0.46, 0.47])))


def test_a_run_with_augmentation_is_told_of_a_stronger_one():
    given = facts(*losses([0.5, 0.4, 0.3, 0.2], [0.5, 0.45, 0.5, 0.6]), augmentation="steps: []")
    note = said(given)["overfit"]
    assert "stronger augmentation" in note.remedy
    assert note.changes == {}


def test_a_run_without_validation_part_can_be_read():
    rows = [{"epoch": 1, "train_loss": 0.7, "train_f1:edema": 0.1}] * 3
    seen = History(pd.DataFrame(rows), pd.DataFrame(), 3)
    assert notes.look(Facts(seen, {}, "finished")) == []
