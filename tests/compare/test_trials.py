"""Duel, the study's table and two runs, over finished runs with made-up answers."""

import json
from dataclasses import replace

import numpy as np
import pytest

from mlcore import atomic
from mlcore.compare import duel, repeats_of, run_table, study_table, two_runs
from mlcore.errors import ScanLabError
from mlcore.evaluate import looks
from mlcore.runs import folder, state, summaries
from mlcore.runs.folder import Run
from mlcore.train.config import TrainConfig
from tests.finished_runs import LABELS, keep_answers

CONFIG = TrainConfig("squares", model="tiny", epochs=2)


def trained(config: TrainConfig, skill: float, seconds: float = 1.0) -> Run:
    """A finished run whose answers know ``skill`` of the truth, give or take its seed's luck."""
    run = folder.create(config.to_json())
    lines = [
        {"kind": "epoch", "epoch": epoch, "seconds": seconds, "images_per_second": 9.0, "val": {}}
        for epoch in (1, 2)
    ]
    run.metrics_file.write_text("".join(json.dumps(line) + "\n" for line in lines))
    state.mark_launched(run)
    state.write_status(run, "finished")
    card = {"labels": list(LABELS), "thresholds": dict.fromkeys(LABELS, 0.5), "dataset": "squares"}
    atomic.write_json(run.folder / "model.json", card)
    truth = (np.random.default_rng(0).random((300, 2)) < 0.4).astype(np.float32)
    noise = np.random.default_rng([config.seed, int(skill * 100)]).normal(0, 1, truth.shape)
    p = 1 / (1 + np.exp(-(skill * (2 * truth - 1) + noise)))
    for split in ("val", "test"):
        keep_answers(run, truth, p.astype(np.float32), split)
    return run


def several(config: TrainConfig, skill: float, seconds: float = 1.0) -> list[Run]:
    return [trained(replace(config, seed=seed), skill, seconds) for seed in range(3)]


def test_two_seeds_of_one_setting_cannot_be_told_apart_whatever_they_score():
    one, two = trained(CONFIG, 0.5), trained(replace(CONFIG, seed=1), 3.0)
    found = two_runs.compare(one, two, draws=200)
    assert found.same_settings
    assert found.to_json()["verdict"] == "cannot tell"
    assert "only the seed differs" in found.sentences[0]
    assert found.models.mean.verdict == "better"


def test_a_better_setting_is_called_better_when_its_repeats_say_so():
    poor = several(CONFIG, 0.5)
    good = several(replace(CONFIG, learning_rate=0.002), 3.0)
    found = two_runs.compare(poor[0], good[1], draws=200)
    assert found.runs == (3, 3)
    assert found.differing == {"learning_rate": (0.001, 0.002)}
    assert (found.judged_by, found.verdict) == ("settings", "better")
    assert two_runs.compare(good[1], poor[0], draws=200).verdict == "worse"


def test_without_repeats_the_verdict_is_about_the_models_and_says_so():
    one, two = trained(CONFIG, 0.5), trained(replace(CONFIG, batch=16), 3.0)
    found = two_runs.compare(one, two, draws=200)
    assert (found.judged_by, found.verdict) == ("models", "better")
    assert "train both with three repeats or more" in found.sentences[0]
    rows, told = found.disagreements(0), found.models.disagreements[0]
    assert len(rows) == told.only_first + told.only_second > 0


def test_a_comparison_on_the_test_part_is_a_look_at_it():
    one, two = trained(CONFIG, 0.5), trained(replace(CONFIG, batch=16), 3.0)
    two_runs.compare(one, two, draws=100)
    assert looks.count(one) == 0
    two_runs.compare(one, two, "test", draws=100)
    assert (looks.count(one), looks.count(two)) == (1, 1)


def test_repeats_have_equal_settings_and_other_seeds():
    first, second, third = several(CONFIG, 1.0)
    trained(replace(CONFIG, batch=16), 1.0)
    assert {run.name for run in repeats_of.repeats(first)} == {first.name, second.name, third.name}


def test_a_duel_says_per_label_who_wins():
    several(replace(CONFIG, group="duel-1/shared"), 0.5)
    several(replace(CONFIG, group="duel-1/separate", sharing="separate"), 3.0, seconds=3.0)
    found = duel.report("duel-1")
    assert found["arms"]["separate"]["seconds"] == 6.0
    assert set(found["verdicts"]) == set(LABELS)
    assert set(found["verdicts"].values()) == {"better learnt alone: the others hurt it"}
    assert found["equal_time"] == []
    several(replace(CONFIG, epochs=6, group="duel-1/equal-time"), 3.0)
    assert set(duel.report("duel-1")["verdicts"].values()) == {"cannot tell"}


def test_a_duel_that_is_not_there_is_told():
    with pytest.raises(ScanLabError, match="no run belongs to group 'duel-9'"):
        duel.report("duel-9")


def test_the_studys_table_keeps_both_kinds_of_score_apart():
    several(replace(CONFIG, group="study-1/cnn-2"), 1.0)
    several(replace(CONFIG, group="study-1/fcnn-1"), 2.0)
    found = study_table.report("study-1")
    assert [row["name"] for row in found["rows"]] == ["fcnn-1", "cnn-2"]
    assert [row["published"] for row in found["rows"]] == [0.86, 0.87]
    row = found["rows"][0]
    for name in study_table.SHOWN:
        assert row[name]["low"] < row[name]["value"] < row[name]["high"]
        assert 0 < row[name]["spread"] < 0.1
    assert row["average_precision"] != row["study_f1"]
    assert found["families"]["FCNN"]["f1"] == pytest.approx(row["f1"]["value"], abs=1e-6)
    page = study_table.markdown(found)
    assert "| FCNN-1 | 0.86 | 0." in page
    assert "| linear SVC on pixels | 0.877 |" in page


def test_a_network_that_is_not_of_the_study_is_refused():
    with pytest.raises(ScanLabError, match="'cnn-9' is none of the study's networks"):
        study_table.chosen(["cnn-9"])


def test_repeats_become_one_row_with_their_spread():
    several(CONFIG, 1.0)
    trained(replace(CONFIG, batch=16), 1.0)
    table = run_table.of(summaries.every())
    assert len(table) == 4
    table["f1_tuned_macro"] = [0.9, 0.3, 0.2, 0.1]
    rows = run_table.repeats(table)
    assert rows["runs"].tolist() == [1, 3]
    assert rows["mean"].tolist() == pytest.approx([0.9, 0.2])
    assert rows["spread"].iloc[1] == pytest.approx(0.1)
    varying = run_table.varying(summaries.every())
    assert list(varying) == ["run", "batch", "seed"]
    assert run_table.telling(varying, 2) == ["seed", "batch"]
    assert run_table.telling(varying.assign(twice=varying["batch"] * 2), 3) == ["seed", "batch"]
    assert table["settings"].tolist()[0] == "epochs 2, batch 16"
