"""The Predict page with a hand-made model."""

from tests import finished_runs, scans
from tests.pages.test_pages import button, opened, texts
from tests.predict.test_inputs import packed, png


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
