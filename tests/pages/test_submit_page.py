"""The Submit page: a valid file to download, and each of its views."""

import numpy as np
import pytest

from mlcore import paths
from pages.parts.submit_views import VIEWS
from tests import finished_runs, scans
from tests.pages.test_pages import opened, texts


@pytest.fixture
def run():
    scans.make()
    run = finished_runs.make()
    truth, probability = finished_runs.answers()
    finished_runs.keep_answers(run, truth, probability)
    finished_runs.keep_answers(run, np.full_like(truth, np.nan), probability, "test")
    rows = "".join(f"{i}.png,0,0\n" for i in range(60))
    (paths.datasets() / "squares" / "sample_submission.csv").write_text("id,large,small\n" + rows)
    return run


@pytest.mark.usefixtures("run")
def test_the_sample_of_the_data_is_filled_in():
    app = opened("submit")
    assert "The file is valid." in [each.value for each in app.success]
    assert app.dataframe[1].value.shape == (8, 3)


@pytest.mark.parametrize("name", list(VIEWS))
@pytest.mark.usefixtures("run")
def test_every_view_opens(name):
    app = opened("submit")
    app.segmented_control(key="submit_view").set_value(name).run()
    assert not app.exception
    assert not app.error


@pytest.mark.usefixtures("run")
def test_luck_is_said_in_words():
    app = opened("submit")
    app.segmented_control(key="submit_view").set_value("How much is luck").run()
    assert "in half of all deals" in texts(app)


def test_runs_are_compared_by_their_titles_not_their_folders(run):
    other = finished_runs.make()
    finished_runs.keep_answers(other, *finished_runs.answers())
    app = opened("submit")
    app.segmented_control(key="submit_view").set_value("How much is luck").run()
    (offered,) = app.multiselect(key="shake_others").options
    assert offered not in (run.name, other.name)
    (second,) = {run.name, other.name} - {app.selectbox(key="model").value}
    app.multiselect(key="shake_others").set_value([second]).run()
    assert not app.exception
    assert "by chance it would be 50 %" in texts(app)
    shown = app.dataframe[-1].value["run"]
    assert len(set(shown)) == 2
    assert not {run.name, other.name} & set(shown)
