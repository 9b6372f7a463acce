"""The case sheet and the list of feedback, as people see them."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlcore.data import dataset
from mlcore.trust import feedback
from tests import trusted
from tests.pages.test_pages import button, opened, texts


def sheet(kind: str) -> None:
    import numpy as np

    from mlcore.data import dataset
    from mlcore.predict import models
    from mlcore.runs import folder
    from pages.parts import case_sheet
    from pages.parts.pictures import png
    from tests import trusted

    run = folder.get("latest")
    predictor = models.load(run)
    new = trusted.pixels(1, seed=4)[0]
    scan = {"new": new, "strange": 255 - new, "black": np.zeros_like(new)}.get(kind)
    data = dataset.load("discs")
    if kind == "known":
        scan = np.asarray(data.pixels[3])
    case_sheet.show(run, predictor, predictor.answer("eye.png", png(scan, 32)), data)


@pytest.fixture
def run():
    return trusted.run()


def shown(kind: str) -> AppTest:
    app = AppTest.from_function(sheet, args=(kind,), default_timeout=30).run()
    assert not app.exception, app.exception
    return app


def html(app: AppTest) -> str:
    return " ".join(block.proto.body for block in app.get("html"))


@pytest.mark.usefixtures("run")
def test_a_new_scan_gets_a_card_a_label_and_five_neighbours():
    app = shown("new")
    said = html(app)
    assert app.success[0].value == "This scan looks like the training scans."
    assert said.count('<div class="case-label ') == 2
    assert said.count("<figure") == 5
    assert "Of 20 validation scans with such a score" in said
    assert "gently changed copies the score" in said
    assert "asked is 90 %" in texts(app)


@pytest.mark.usefixtures("run")
def test_a_lower_error_rate_changes_the_check():
    app = shown("new")
    app.segmented_control(key="case_error").set_value(0.2).run()
    assert "asked is 80 %" in texts(app)


@pytest.mark.parametrize("kind", ["strange", "black"])
@pytest.mark.usefixtures("run")
def test_outside_the_gate_answers_are_shown_to_who_insists_only(kind):
    app = shown(kind)
    assert app.error[0].value.endswith("No decision is shown.")
    assert "case-label" not in html(app)
    app.toggle[0].set_value(True).run()
    assert not app.exception
    assert '<div class="case-label ' in html(app)


@pytest.mark.usefixtures("run")
def test_a_training_scan_is_marked():
    app = shown("known")
    assert "identical to 1 training scan" in app.warning[0].value
    assert '<span class="same">identical</span>' in html(app)


@pytest.mark.usefixtures("run")
def test_what_is_right_is_kept_and_can_be_corrected_on_the_data_page():
    data = dataset.load("discs")
    app = shown("known")
    right = {label: 1 - int(data.targets[3][i]) for i, label in enumerate(data.labels)}
    for control in app.segmented_control[-2:]:
        control.set_value("present" if right[control.label] else "absent")
    button(app, "Keep what is right").click().run()
    assert "Kept." in app.success[-1].value
    (told,) = feedback.given()
    assert (told.right, told.name, told.pixels) == (right, "eye.png", False)

    page = opened("data")
    page.segmented_control(key="data_view").set_value("Feedback").run()
    assert not page.exception
    button(page, "Correct it in the cleaning recipe").click().run()
    recipe = page.session_state["recipe_discs"]
    assert [(d.name, d.values["id"], d.values["value"]) for d in recipe.decisions] == [
        ("set_label", "train/3.png", right[label]) for label in data.labels
    ]
    button(page, "Forget this").click().run()
    assert feedback.given() == []


def test_a_strange_scan_is_listed_with_its_picture_if_that_was_kept(run):
    scan = trusted.pixels(1, seed=9)[0]
    feedback.give(run, scan, {"large": 0.5, "small": 0.1}, {"large": 1}, "x", keep_pixels=True)
    page = opened("data")
    page.segmented_control(key="data_view").set_value("Feedback").run()
    assert not page.exception
    assert "Not a scan of this data set" in texts(page)
    assert np.isfinite(feedback.given()[0].time)
