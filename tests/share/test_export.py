"""Exported models stand alone and answer as ScanLab does."""

import io
import json
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile

import numpy as np
import onnx
import pytest
from PIL import Image

from mlcore.errors import ScanLabError
from mlcore.evaluate import decisions
from mlcore.evaluate.decisions import Decisions
from mlcore.predict.predictor import Predictor
from mlcore.share import export
from tests import finished_runs

CURVES = {
    "temperature": ({"temperature": 1.7}, None),
    "platt": ({"slope": 0.8, "height": 0.4}, {"slope": 2.0, "height": -0.1}),
    "isotonic": ({"from": [0.1, 0.5, 0.9], "to": [0.0, 0.2, 1.0]}, None),
}

SERVING = """
import server
from http.server import ThreadingHTTPServer
at = ThreadingHTTPServer(("127.0.0.1", 0), server.Handler)
print(at.server_port, flush=True)
at.serve_forever()
"""


def posted(address, body):
    request = urllib.request.Request(address, body)
    try:
        with urllib.request.urlopen(request, timeout=20) as response:
            return response.status, json.load(response)
    except urllib.error.HTTPError as refused:
        return refused.code, json.load(refused)


def chosen(method):
    run = finished_runs.make()
    finished_runs.serve(run)
    limits = np.array([0.25, 0.75])
    decisions.save(run, Decisions(finished_runs.LABELS, limits, method, CURVES[method]))
    return run


@pytest.mark.parametrize("method", list(CURVES))
def test_the_example_answers_as_scanlab_does(tmp_path, method):
    run = chosen(method)
    rng = np.random.default_rng(3)
    pictures = {
        "grey.png": rng.integers(0, 255, (40, 30), np.uint8),
        "small.png": rng.integers(0, 255, (9, 9), np.uint8),
        "colour.png": rng.integers(0, 255, (20, 33, 3), np.uint8),
    }
    for name, pixels in pictures.items():
        Image.fromarray(pixels).save(tmp_path / name)
    out = tmp_path / "model"
    export.write(run, "onnx", out)
    files = [str(tmp_path / name) for name in pictures]
    ran = subprocess.run(
        [sys.executable, "-E", "-s", "predict.py", *files], cwd=out, capture_output=True, text=True
    )
    assert ran.returncode == 0, ran.stderr
    told, predictor = json.loads(ran.stdout), Predictor(run)
    for file in files:
        for label, own in predictor.answer(file, (tmp_path / file).read_bytes()).labels.items():
            assert told[file][label]["probability"] == pytest.approx(own.probability, abs=1e-6)
            assert told[file][label]["positive"] == own.positive


def test_the_onnx_file_and_the_card_beside_it_hold_what_was_decided(tmp_path):
    run = chosen("platt")
    export.write(run, "onnx", tmp_path / "model.zip")
    with zipfile.ZipFile(tmp_path / "model.zip") as packed:
        names, beside = packed.namelist(), json.loads(packed.read("model.json"))
        inside = onnx.load_from_string(packed.read("model.onnx")).metadata_props
    assert {
        "README.md",
        "predict.py",
        "scan.py",
        "server.py",
        "Dockerfile",
        "requirements.txt",
    } < set(names)
    assert beside["thresholds"] == {"large": 0.25, "small": 0.75}
    assert beside["curves"]["small"] == {"slope": 2.0, "height": -0.1}
    assert {p.key: json.loads(p.value) for p in inside} == {"scanlab": beside}


def test_the_example_and_the_server_are_short_and_are_python():
    for kind in export.FORMATS:
        text = export.example.PREDICT.format(imports=kind.imports, load=kind.load, ask=kind.ask)
        compile(text, "predict.py", "exec")
        assert sum(bool(line) for line in text.splitlines()) <= 15
    compile(export.example.SCAN, "scan.py", "exec")
    compile(export.example.SERVER, "server.py", "exec")


def test_the_server_answers_as_scanlab_does_and_refuses_in_a_sentence(tmp_path):
    run = chosen("platt")
    export.write(run, "onnx", tmp_path / "model")
    starting = [sys.executable, "-E", "-s", "-c", SERVING]
    with subprocess.Popen(starting, cwd=tmp_path / "model", stdout=subprocess.PIPE) as server:
        try:
            to = f"http://127.0.0.1:{int(server.stdout.readline())}/predict"
            scan = io.BytesIO()
            Image.fromarray(np.full((9, 9), 40, np.uint8)).save(scan, "PNG")
            told = posted(to, scan.getvalue())[1]
            own = Predictor(run).answer("scan.png", scan.getvalue()).labels
            assert told["large"]["probability"] == pytest.approx(own["large"].probability, abs=1e-6)
            status, refusal = posted(to, b"junk")
            assert (status, refusal["error"][:18]) == (422, "this is no picture")
            assert posted(to, b"")[0] == 413
        finally:
            server.terminate()


def test_what_is_in_the_way_and_what_is_missing_are_told(tmp_path):
    run = chosen("platt")
    with pytest.raises(ScanLabError, match="already there"):
        export.write(run, "onnx", tmp_path)
    with pytest.raises(ScanLabError, match="no Keras file; export it with --format onnx"):
        export.write(run, "keras", tmp_path / "keras")
    with pytest.raises(ScanLabError, match="cannot be written"):
        export.write(run, "onnx", tmp_path / "no" / "such.zip")
