"""The Data page: findings, map, averages, similar scans, and cleaning."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from mlcore.clean import store
from mlcore.clean.cleaned import apply
from mlcore.clean.recipe import CleaningRecipe, Decision
from mlcore.data import dataset, demo
from mlcore.inspect import inspection
from mlcore.inspect.material import Material
from mlcore.inspect.measure import measure
from tests.pages.test_pages import button, opened, texts


@pytest.fixture
def data() -> dataset.DataSet:
    return demo.make(train=150, val=50, test=20)


def view(name: str) -> AppTest:
    app = opened("data")
    app.segmented_control(key="data_view").set_value(name).run()
    assert not app.exception, app.exception
    return app


def test_a_data_set_is_inspected_at_the_press_of_a_button(data):
    app = view("Findings")
    assert inspection.load(data) is None
    button(app, "Inspect now").click().run()
    assert not app.exception
    assert inspection.load(data).facts["black"]["count"] == len(data.facts["planted"]["black"])
    assert "with every pixel 0" in texts(app)


def test_a_finding_opens_the_scans_behind_it(data):
    found = inspection.run(data)
    app = view("Findings")
    shown = [each for each in app.toggle if each.label.startswith("Show the scans")]
    assert len(shown) == sum(len(each.rows) > 0 for each in found.findings)
    shown[0].set_value(True).run()
    assert not app.exception
    assert f"{len(found.findings[0].rows):,} scans" in texts(app)


def test_a_finding_leads_to_the_decision_that_settles_it(data):
    inspection.run(data)
    app = view("Findings")
    button(app, "Drop black scans").click().run()
    assert not app.exception
    assert app.segmented_control(key="data_view").value == "Clean"
    assert app.selectbox(key="decision").value == "drop_black"
    button(app, "Add to the recipe").click().run()
    assert list(app.dataframe[0].value["part"].unique()) == ["training", "validation", "test"]


@pytest.mark.parametrize(
    "name", ["Map", "Averages", "Similar", "Together", "Labels", "Black scans"]
)
def test_every_view_shows_an_inspected_data_set(data, name):
    inspection.run(data)
    app = view(name)
    assert not app.error
    assert app.subheader


def test_cleaning_shows_what_each_decision_does_can_be_undone_and_is_saved_as_a_view(data):
    black = len(data.facts["planted"]["black"])
    app = view("Clean")
    button(app, "Add to the recipe").click().run()
    assert f"{black:,} black scans dropped" in texts(app)
    assert f"**{len(data) - black:,}** of {len(data):,} scans stay" in texts(app)
    button(app, "Undo").click().run()
    assert "Add a decision" in texts(app)

    button(app, "Add to the recipe").click().run()
    app.text_input(key="clean_name").input("lit").run()
    button(app, "Save the cleaned data set").click().run()
    assert not app.exception
    saved = dataset.load("lit")
    assert len(saved) == len(data) - black
    assert not (Path(saved.folder) / "pixels.npy").exists()
    assert app.selectbox(key="dataset").value == "lit"


def test_a_data_set_can_be_deleted_but_not_under_a_cleaned_view_of_it(data):
    app = opened("data")
    assert app.selectbox(key="dataset").value == data.name
    button(app, "Delete this data set").click().run()
    assert not app.exception
    assert dataset.names() == []
    assert "Make the built-in data set" in texts(app)

    made = demo.make(train=60, val=20, test=10)
    recipe = CleaningRecipe((Decision("drop_black", {"keep": "none", "parts": "all"}),))
    store.save(apply(made, recipe, Material(made, measure(made))), "lit")
    app = opened("data")
    app.selectbox(key="dataset").set_value(made.name).run()
    button(app, "Delete this data set").click().run()
    assert "holds the pixels of lit" in app.error[0].value
    assert dataset.names() == [made.name, "lit"]


def test_an_inspection_can_be_taken_along_as_one_file(data):
    inspection.run(data)
    app = view("Findings")
    assert "Report to send (HTML)" in [each.label for each in app.get("download_button")]
