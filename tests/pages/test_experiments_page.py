from mlcore.runs import folder, trash
from pages.parts import experiment_views
from tests import finished_runs, scans
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
