"""The Evaluate page: scores with all they are held against, views, decisions, and repair."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlcore.evaluate import answers, decisions, evaluation, looks
from mlcore.runs.folder import Run
from pages.parts.evaluate_views import VIEWS
from tests import finished_runs
from tests.evaluate.planted import demo_run
from tests.pages.test_pages import button, opened, texts


@pytest.fixture
def run() -> Run:
    run, _ = demo_run(0.3)
    evaluation.evaluate(run, resamples=200)
    return run


def view(name: str) -> AppTest:
    app = opened("evaluate")
    app.segmented_control(key="evaluate_view").set_value(name).run()
    assert not app.exception, app.exception
    return app


def test_every_score_stands_beside_its_interval_a_trivial_answer_and_the_ceiling(run):
    row = evaluation.stored(run, "val")["metrics"]["f1"]
    app = opened("evaluate")
    assert app.metric[0].value == f"{row['value']:.3f}"
    said = texts(app)
    assert f"95 %: {row['low']:.3f} to {row['high']:.3f}" in said
    assert f"trivial {row['trivial']:.3f}" in said
    assert f"ceiling {row['ceiling']:.3f}" in said


@pytest.mark.parametrize("name", list(VIEWS))
@pytest.mark.usefixtures("run")
def test_every_view_opens(name):
    app = view(name)
    assert not app.error


def test_a_run_without_an_evaluation_is_evaluated_when_it_is_opened():
    run, _ = demo_run(0.3)
    opened("evaluate")
    assert evaluation.stored(run, "val")["n"] == 240


def test_the_test_part_is_scored_on_request_only_and_the_look_is_counted(run):
    app = opened("evaluate")
    app.segmented_control(key="evaluate_split").set_value("test").run()
    assert "It tells the truth once" in texts(app)
    assert looks.count(run) == 0
    button(app, "Score the test part").click().run()
    assert not app.exception
    assert looks.count(run) == 1
    assert "scored on its test part **1** time." in texts(app)


def test_a_cell_of_the_confusion_opens_its_scans(run):
    app = view("Confusion")
    app.segmented_control(key="evaluate_cell").set_value("found").run()
    given = answers.of(run, "val")
    found = ((given.truth[:, 0] == 1) & (given.probability[:, 0] >= 0.4)).sum()
    assert f"{found:,} scans" in texts(app)


@pytest.mark.parametrize("content", [None, b"broken"])
def test_missing_or_broken_answers_are_named_and_can_be_computed_again(run, content):
    finished_runs.serve(run, labels=3)
    path = run.predictions_file("val")
    path.unlink()
    if content is not None:
        path.write_bytes(content)
    app = opened("evaluate")
    assert "predictions/val.npz" in app.error[0].value
    button(app, "Compute it again").click().run()
    assert not app.exception
    assert len(answers.of(run, "val")) == 240
    assert not app.error


def test_thresholds_that_are_kept_are_used_from_then_on(run):
    app = view("Thresholds")
    app.selectbox(key="lab_criterion").select("sensitivity").run()
    button(app, "Use these from now on").click().run()
    assert not app.exception
    kept = decisions.of(run)
    assert kept.rule["criterion"] == "sensitivity"
    assert "In use: Sensitivity at least 0.9, calibration" in texts(app)
    given = answers.of(run, "val")
    found = (given.probability >= kept.thresholds)[given.truth[:, 0] == 1, 0].mean()
    assert found >= 0.9
    button(app, "Back to those of the training").click().run()
    assert not decisions.are_chosen(run)


def test_a_label_that_is_never_called_present_is_told(run):
    decisions.save(run, decisions.Decisions(decisions.of(run).labels, np.array([0.5, 0.5, 1.5])))
    app = opened("evaluate")
    assert "**nodule** is never called present" in app.warning[0].value
