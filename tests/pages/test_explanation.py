"""The part of a page that explains an answer, on a page of its own."""

import onnx
import pytest
from streamlit.testing.v1 import AppTest

from mlcore.runs import folder
from tests import finished_runs
from tests.explain import networks


def page():
    import io

    from PIL import Image

    from mlcore.predict import models
    from mlcore.runs import folder
    from pages.parts import explanation
    from tests.explain import networks

    run = folder.get("latest")
    predictor = models.load_waiting(run)
    buffer = io.BytesIO()
    Image.fromarray(networks.scan()[..., 0]).save(buffer, "PNG")
    explanation.show(run, predictor, predictor.answer("scan.png", buffer.getvalue()))


@pytest.fixture(autouse=True)
def run() -> folder.Run:
    run = finished_runs.make(side=networks.SIDE)
    onnx.save(networks.corners(), run.onnx_file)
    return run


def words(app: AppTest) -> str:
    return " ".join(each.value for kind in (app.markdown, app.caption) for each in kind)


def test_a_map_is_shown_explained_and_tested():
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    assert not app.error
    _, method = app.selectbox
    assert method.options == ["Occlusion", "RISE", "HiResCAM", "Grad-CAM", "LayerCAM"]
    assert method.value == "hires-cam"
    assert "Blue places speak against" in words(app)
    assert "Covering the hottest 10 % of the scan takes the probability from" in words(app)
    assert "weights shuffled" not in words(app)

    app.button[0].click().run()
    assert "With all weights shuffled, the map agrees" in words(app)

    app.selectbox[0].select("small")
    app.selectbox[1].select("grad-cam").run()
    assert "Orange places speak for small;" in words(app)
    assert "weights shuffled" not in words(app), "each map is tested for itself"


def test_maps_of_all_labels_stand_side_by_side_the_most_probable_first():
    app = AppTest.from_function(page, default_timeout=60).run()
    app.toggle(key="explain_all").set_value(True).run()
    assert not app.exception
    captions = [each.proto.imgs[0].caption for each in app.get("image")]
    assert {text.split(" · ")[0] for text in captions[-2:]} == {"large", "small"}
    shares = [float(text.split(" · ")[1].removesuffix(" %")) for text in captions[-2:]]
    assert shares == sorted(shares, reverse=True)


def test_a_network_without_convolutions_is_offered_what_fits_it(run):
    finished_runs.serve(run)
    app = AppTest.from_function(page, default_timeout=60).run()
    assert not app.exception
    assert app.selectbox[1].options == ["Occlusion", "RISE"]
    assert app.selectbox[1].value == "occlusion"
