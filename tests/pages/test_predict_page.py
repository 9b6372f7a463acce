"""The Predict page with hand-made models."""

import numpy as np
import pytest
from streamlit.testing.v1 import AppTest

from mlcore.data import dataset
from pages.parts import pictures
from pages.parts.asking import Asked
from tests import finished_runs, scans, trusted
from tests.pages.test_pages import button, opened, texts
from tests.predict.test_inputs import packed, png


def dropped(name: str, content: bytes, kind: str = "application/zip"):
    app = opened("predict")
    app.file_uploader(key="scans").upload(name, content, kind).run()
    button(app, "I understand").click().run()
    assert not app.exception, app.exception
    return app


def picture(pixels: np.ndarray) -> bytes:
    return pictures.png(pixels, len(pixels))


def test_a_visitor_accepts_once_and_every_file_of_a_zip_has_an_answer_or_a_reason():
    scans.make()
    finished_runs.serve(finished_runs.make())
    app = opened("predict")
    files = packed({"a.png": png(204), "b.png": b"x", "c.png": png(3)})
    app.file_uploader(key="scans").upload("all.zip", files, "application/zip").run()
    assert "2 scans answered" not in texts(app)
    button(app, "I understand").click().run()
    assert not app.exception
    assert "2 scans answered" in texts(app)
    assert "b.png" in app.error[0].value
    button(app, "Pin as default").click().run()
    assert not app.exception
    assert button(app, "Unpin")


def test_many_bad_files_are_listed_each_with_its_reason():
    scans.make()
    finished_runs.serve(finished_runs.make())
    bad = {f"{i}.png": b"" for i in range(3)}
    app = dropped("all.zip", packed({"good.png": png(204), **bad}))
    assert app.expander[0].label == "3 of 4 files gave no answer"
    listed = app.expander[0].dataframe[0].value
    assert list(listed["reason"]) == ["the file is empty"] * 3
    assert not app.error


def test_the_table_holds_back_scores_of_scans_the_gate_refuses_until_somebody_insists():
    trusted.run()
    new = trusted.pixels(1, seed=4)[0]
    given = {"new": new, "odd": 255 - new, "black": np.zeros_like(new)}
    app = dropped("all.zip", packed({f"{k}.png": picture(v) for k, v in given.items()}))
    table = app.dataframe[0].value.set_index("file")
    table.index = [name.split("/")[-1] for name in table.index]
    assert table["like training scans"].to_dict() == {
        "new.png": "yes",
        "odd.png": "no",
        "black.png": "empty",
    }
    assert table["large"].notna().to_dict() == {
        "new.png": True,
        "odd.png": False,
        "black.png": False,
    }
    assert table["present"]["odd.png"] == "held back"
    app.toggle(key="insist_table").set_value(True).run()
    assert app.dataframe[0].value["large"].notna().all()


def test_a_second_model_answers_beside_the_first():
    first = trusted.run()
    trusted.run()
    known = picture(np.asarray(dataset.load("discs").pixels[3]))
    app = dropped("eye.png", known, "image/png")
    app.selectbox(key="second_model").set_value(first.name).run()
    assert not app.exception
    beside = app.dataframe[-1].value
    assert list(beside["label"]) == list(dataset.load("discs").labels)
    assert set(beside["same decision"]) == {"yes"}


def beside(strange: bool) -> None:
    from mlcore.predict import models
    from mlcore.runs import folder
    from pages.parts.beside import show_beside
    from pages.parts.pictures import png
    from tests import trusted

    first, second = folder.all_runs()
    new = trusted.pixels(1, seed=4)[0]
    scan = png(255 - new if strange else new, 32)
    given = [models.load(run).answer("eye.png", scan) for run in (first, second)]
    show_beside(first, given[0], second, given[1])


@pytest.mark.parametrize("strange", [False, True])
def test_a_second_model_is_not_heard_about_a_scan_that_is_strange_to_it(strange):
    trusted.run()
    trusted.run()
    app = AppTest.from_function(beside, args=(strange,), default_timeout=30).run()
    assert not app.exception
    assert len(app.dataframe) == (not strange)
    said = [each.value for each in app.warning]
    assert [("has nothing to say here" in text) for text in said] == [True] * strange


@pytest.mark.parametrize("late", [1, 3])
def test_a_run_of_the_page_that_lost_its_turn_adds_nothing(late):
    asked = Asked(("key",), 5)
    turn, done = asked.begin()
    assert done == 0
    for i in range(late):
        assert asked.add(turn, i)
    newer, done = asked.begin()
    assert done == late
    assert not asked.add(turn, "late")
    assert asked.add(newer, "next")
    assert asked.answers == [*range(late), "next"]
