import json

import numpy as np
import onnx
import pytest
from PIL import Image

from mlcore.errors import ScanLabError
from mlcore.runs import folder
from tests import finished_runs
from tests.explain import networks


@pytest.fixture(autouse=True)
def run() -> folder.Run:
    run = finished_runs.make(side=networks.SIDE)
    onnx.save(networks.corners(), run.onnx_file)
    return run


@pytest.fixture
def scan(tmp_path):
    path = tmp_path / "scan.png"
    Image.fromarray(networks.scan()[..., 0]).save(path)
    return path


def test_an_explanation_is_a_picture_and_its_facts(answer, scan, tmp_path, run):
    out = tmp_path / "map.png"
    told = answer("explain", run.name, scan, "--label", "small", "--out", out, "--check")
    assert (told["run"], told["label"], told["method"]) == (run.name, "small", "hires-cam")
    assert told["faithfulness"]["faithful"]
    assert len(told["check"]["correlations"]) == len(told["check"]["shuffled"]) == 2
    assert "depends on what the network learnt" in told["check"]["sentence"]
    with Image.open(out) as picture:
        assert picture.size == (768, 384)
        pixels = np.asarray(picture)
    right = pixels[:, 384:].astype(int)
    orange = right[..., 0] - right[..., 2]
    assert orange[-40:, -40:].mean() > 50 > abs(orange[150:230, 150:230].mean())


def test_without_a_label_the_most_probable_one_is_explained(call, scan, tmp_path, run):
    told = call("explain", run.name, scan, "--out", tmp_path / "map.png", "--json").stdout
    facts = json.loads(told)
    shown = call("predict", run.name, scan, "--json").stdout
    labels = json.loads(shown)[0]["labels"]
    assert facts["label"] == max(labels, key=lambda name: labels[name]["probability"])
    said = call("explain", run.name, scan, "--out", tmp_path / "map.png").stdout
    assert f"{facts['label']}: probability" in said
    assert "Not a medical device" in said


def test_what_cannot_be_explained_is_told_in_one_sentence(call, scan, tmp_path, run):
    out = tmp_path / "map.png"
    with pytest.raises(ScanLabError, match="no label 'lung'; choose one of large, small"):
        call("explain", run.name, scan, "--label", "lung", "--out", out)
    (tmp_path / "bad.png").write_text("no picture")
    with pytest.raises(ScanLabError, match=r"bad\.png"):
        call("explain", run.name, tmp_path / "bad.png", "--out", out)
    with pytest.raises(ScanLabError, match=r"cannot be written"):
        call("explain", run.name, scan, "--out", tmp_path / "nowhere" / "map.png")
    finished_runs.serve(run)
    with pytest.raises(ScanLabError, match="Grad-CAM cannot explain this network; choose occ"):
        call("explain", run.name, scan, "--out", out, "--method", "grad-cam")
    assert not out.exists()
