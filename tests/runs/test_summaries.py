"""Many runs in few numbers, read once."""

import json
from dataclasses import replace

import pytest

from mlcore import paths
from mlcore.runs import folder, results, state, summaries
from mlcore.runs.summaries import Summary
from tests import finished_runs

VAL = {"f1_macro": 0.5, "f1_tuned_macro": 0.75, "average_precision_macro": 0.25}


def scored(epoch: int = 1) -> folder.Run:
    run = finished_runs.make()
    line = {"kind": "epoch", "epoch": epoch, "seconds": 2.0, "images_per_second": 30.0, "val": VAL}
    run.metrics_file.write_text(json.dumps(line) + "\n")
    return run


def test_a_summary_says_what_a_list_shows():
    run = scored()
    (summary,) = summaries.every()
    assert summary == summaries.of(run)
    assert summary.state == "finished"
    assert (summary.epochs, summary.planned, summary.seconds) == (1, 1, 2.0)
    assert (summary.f1_tuned_macro, summary.average_precision_macro) == (0.75, 0.25)
    assert summary.has_model
    assert summary.title.startswith("Tiny on squares · F1 0.75 · ")


def test_a_run_that_did_not_change_is_not_read_again(monkeypatch: pytest.MonkeyPatch):
    scored()
    before = summaries.every()
    monkeypatch.setattr(results, "of", lambda _: pytest.fail("read again"))
    assert summaries.every() == before


def test_a_change_is_seen_and_a_deleted_run_is_gone():
    run, other = scored(), scored()
    summaries.every()
    with open(run.metrics_file, "a") as file:
        file.write(run.metrics_file.read_text())
    seen = {summary.run: summary.epochs for summary in summaries.every()}
    assert seen == {run.name: 2, other.name: 1}
    folder.delete(other)
    assert [summary.run for summary in summaries.every()] == [run.name]


def test_the_state_is_always_that_of_now():
    run = folder.create({"epochs": 3})
    assert summaries.every()[0].state == "queued"
    state.mark_launched(run)
    assert summaries.every()[0].state == "running"


@pytest.mark.parametrize("text", ["", "[]", '{"version": 0}'])
def test_a_broken_or_old_store_of_summaries_is_made_anew(text):
    run = scored()
    (paths.runs() / ".summaries.json").write_text(text)
    assert [summary.run for summary in summaries.every()] == [run.name]
    assert json.loads((paths.runs() / ".summaries.json").read_text())["runs"]


def test_runs_of_one_minute_have_titles_of_their_own():
    first = Summary(
        "20260101-100000-aaaa", "queued", 0, 1, 0, None, "d", "cnn-4", False, *[None] * 3
    )
    second, later = (
        replace(first, run=name) for name in ("20260101-100030-bbbb", "20260101-110000-cccc")
    )
    assert summaries.titles([first, second, later]) == {
        first.run: "CNN-4 on d · 01.01. 10:00 · aaaa",
        second.run: "CNN-4 on d · 01.01. 10:00 · bbbb",
        later.run: "CNN-4 on d · 01.01. 11:00",
    }
