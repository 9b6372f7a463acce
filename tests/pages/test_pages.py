"""Every page through the real entry point: without data, with data, and with a trained model."""

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from streamlit.testing.v1 import AppTest

from mlcore.augment import library, presets
from mlcore.data import dataset
from mlcore.predict import models
from mlcore.runs import folder, state
from mlcore.train import jobs
from mlcore.train.config import TrainConfig
from tests import finished_runs, scans

ENTRY = Path(__file__).resolve().parents[2] / "pages" / "dashboard.py"
PAGES = (
    *("home", "data", "augment", "architectures", "train"),
    *("experiments", "evaluate", "predict", "submit"),
)
TITLES = dict(zip(PAGES, ("ScanLab", *(page.capitalize() for page in PAGES[1:])), strict=True))


def opened(page: str) -> AppTest:
    app = AppTest.from_file(str(ENTRY), default_timeout=60).run()
    if page != "home":
        app = app.switch_page(f"{page}.py").run()
    assert not app.exception, app.exception
    return app


def button(app: AppTest, label: str):
    return next(each for each in app.button if each.label == label)


def texts(app: AppTest) -> str:
    return " ".join(
        each.value for kind in (app.markdown, app.info, app.caption, app.success) for each in kind
    )


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_without_any_data(page):
    assert opened(page).title[0].value == TITLES[page]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_opens_with_data(page):
    scans.make(side=64)
    app = opened(page)
    assert app.title[0].value == TITLES[page]
    assert not app.error


def test_the_home_page_makes_the_next_step_its_one_large_button():
    assert [each.label for each in opened("home").button] == ["Open the data"]
    scans.make()
    assert [each.label for each in opened("home").button] == ["Train a network"]
    finished_runs.make()
    app = opened("home")
    assert app.button[0].label == "Ask about a scan"


def test_without_data_training_sends_the_visitor_to_the_data_page():
    assert "There is no data set yet" in texts(opened("train"))


def test_the_data_page_counts_what_is_there():
    scans.make(train=60, val=30, test=10)
    app = opened("data")
    assert [metric.value for metric in app.metric[:3]] == ["100", "2", "16×16"]


def test_a_broken_zip_is_refused_in_one_sentence():
    app = opened("data")
    app.text_input(key="import_path").input("/nowhere/scans.zip").run()
    assert not app.exception
    assert len(app.error) == 1
    assert "/nowhere/scans.zip" in app.error[0].value


def test_the_gallery_shows_the_chosen_label_only():
    data = scans.make()
    app = opened("data")
    app.segmented_control(key="data_view").set_value("Gallery").run()
    app.selectbox(key="gallery_label").select("large").run()
    assert not app.exception
    expected = int((data.targets[:, 0] == 1).sum())
    assert f"{expected} scans" in texts(app)


def test_a_network_that_is_too_large_says_which_side_works():
    app = opened("architectures")
    app.selectbox(key="network").select("cnn-5").run()
    app.select_slider(key="side").set_value(32).run()
    assert "smallest side is **54**" in app.error[0].value


def test_the_architectures_begin_with_the_form_of_the_chosen_scans():
    scans.make(side=40, channels=3)
    app = opened("architectures")
    assert app.select_slider(key="side").value == 40
    assert app.segmented_control(key="channels").value == 3
    assert app.number_input(key="labels").value == len(scans.LABELS)


def test_a_file_that_is_no_zip_is_refused_in_one_sentence():
    app = opened("data")
    app.file_uploader(key="upload").upload("notes.txt", b"hello", "text/plain").run()
    assert not app.exception
    assert [each.value for each in app.error] == [
        "notes.txt is not a readable ZIP; expected a folder or a ZIP, try packing it again"
    ]


def test_the_chosen_data_set_is_in_the_address_and_may_be_gone():
    scans.make(name="one")
    scans.make(name="two", side=32)
    app = AppTest.from_file(str(ENTRY), default_timeout=60).run()
    app.query_params["dataset"] = "two"
    app.switch_page("train.py").run()
    assert app.selectbox(key="dataset").value == "two"
    dataset.delete("two")
    app.run()
    assert not app.exception
    assert not app.error
    assert app.selectbox(key="dataset").value == "one"


def test_starting_a_network_too_large_for_the_scans_is_refused_before_it_starts():
    scans.make(side=32)
    app = opened("train")
    app.selectbox(key="train_model").select("cnn-4").run()
    button(app, "Start training").click().run()
    assert not app.exception
    assert "at least 49" in app.error[0].value
    assert folder.all_runs() == []


def test_a_choice_is_kept_when_the_page_changes():
    scans.make()
    app = opened("train")
    app.number_input(key="train_epochs").set_value(3).run()
    app.switch_page("data.py").run()
    app.switch_page("train.py").run()
    assert app.number_input(key="train_epochs").value == 3


def test_from_start_button_to_answers():
    scans.make(side=64)
    app = opened("train")
    app.number_input(key="train_epochs").set_value(2).run()
    app.number_input(key="train_batch").set_value(20).run()
    button(app, "Start training").click().run()
    assert not app.exception
    assert not app.error, app.error[0].value
    (run,) = folder.all_runs()
    assert run.config["epochs"] == 2
    assert jobs.wait(run) == "finished", run.log_file.read_text()
    models.load_waiting(run)

    again = opened("train")
    assert "finished" in texts(again)
    assert again.selectbox(key="run").value == run.name

    image = io.BytesIO()
    Image.fromarray(np.full((64, 64), 90, np.uint8)).save(image, "PNG")
    app = opened("predict")
    uploads = app.file_uploader(key="scans")
    uploads.upload("good.png", image.getvalue(), "image/png")
    uploads.upload("bad.png", b"broken", "image/png").run()
    button(app, "I understand").click().run()
    assert not app.exception
    assert "bad.png" in app.error[0].value
    assert "good.png · as the network sees it" in texts(app)
    assert "1 scan answered" in texts(app)


def test_a_lost_run_is_shown_as_lost_with_a_way_on():
    scans.make()
    run = folder.create(TrainConfig("squares", model="tiny").to_json())
    state.mark_launched(run)
    os.utime(run.folder / "launch", (0, 0))
    app = opened("train")
    assert "Nothing has been heard of this training" in app.warning[0].value
    assert button(app, "Resume")
    assert dataset.exists("squares")


def test_the_training_form_offers_presets_and_saved_recipes():
    scans.make(side=64)
    library.save("mine", presets.get("gentle").recipe)
    app = opened("train")
    recipes = next(each for each in app.selectbox if each.label == "Augmentation")
    assert recipes.options == [*(preset.title for preset in presets.PRESETS), "mine"]
    recipes.select("mine").run()
    library.delete("mine")
    app.run()
    assert not app.exception
    recipes = next(each for each in app.selectbox if each.label == "Augmentation")
    assert recipes.value == "none"
