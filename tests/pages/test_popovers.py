"""What was opened to do something closes when it is done."""

from mlcore.data import dataset
from pages.parts import stored_data
from tests import scans
from tests.pages.test_pages import button, opened


def test_the_question_whether_to_delete_is_not_asked_of_the_next_data_set():
    scans.make("squares")
    scans.make("circles")
    app = opened("data")
    app.session_state[stored_data.DELETING] = True
    app.run()
    gone = app.selectbox(key="dataset").value
    button(app, "Delete this data set").click().run()
    assert not app.exception
    assert gone not in dataset.names()
    assert app.selectbox(key="dataset").value in dataset.names()
    assert app.session_state[stored_data.DELETING] is False
