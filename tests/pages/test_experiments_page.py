from mlcore.compare.committee import making
from mlcore.runs import folder, trash
from pages.parts import experiment_views
from tests import finished_runs, scans
from tests.compare.test_committee import member
from tests.pages.test_pages import button, opened, texts


def test_every_run_is_a_row_and_a_search_narrows_them():
    finished_runs.make("squares")
    finished_runs.make("circles")
    app = opened("experiments")
    assert len(app.dataframe[0].value) == 2
    app.text_input(key="experiments_search").input("circles tiny").run()
    assert app.dataframe[0].value["dataset"].tolist() == ["circles"]


def test_every_view_opens():
    scans.make(side=64)
    finished_runs.make()
    app = opened("experiments")
    for view in experiment_views.VIEWS:
        app.segmented_control(key="experiments_view").set_value(view).run()
        assert not app.exception, (view, app.exception)


def test_two_ticked_runs_become_a_committee_which_evaluate_then_opens():
    runs = [member(0), member(1)]
    app = opened("experiments")
    assert button(app, "Make it of 0 runs").disabled
    app.session_state["experiments_committee"] = making.make(runs).name
    app.run()
    assert "Evaluate and Predict have chosen it" in texts(app)
    assert app.dataframe[0].value["network"].tolist()[0] == "Committee of 2"
    assert app.session_state["model"] == folder.all_runs()[0].name


def test_importance_needs_ten_runs():
    finished_runs.make()
    app = opened("experiments")
    app.segmented_control(key="experiments_view").set_value("Importance").run()
    assert "at least 10 runs" in texts(app)


def test_a_deleted_run_comes_back_by_undo():
    run, _ = finished_runs.make(), finished_runs.make()
    trash.throw([run])
    app = opened("experiments")
    app.session_state["experiments_thrown"] = [run.name]
    app.run()
    assert "1 run deleted" in texts(app)
    button(app, "Undo").click().run()
    assert not app.exception
    assert len(folder.all_runs()) == 2
