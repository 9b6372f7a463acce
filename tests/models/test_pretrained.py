"""Weights are fetched from a server of the test's own, which may be silent, wrong or gone."""

import hashlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

from mlcore import paths
from mlcore.errors import ScanLabError
from mlcore.models import registry
from mlcore.models.backbones import MOBILENET_V3

FILE = Path(MOBILENET_V3.weights).name
MOBILENET = registry.get("mobilenet-v3")


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture(scope="module")
def pretrained() -> ModuleType:
    from mlcore.models import pretrained

    return pretrained


@pytest.fixture
def server(tmp_path: Path) -> Iterator[str]:
    """The address of a server that offers ``tmp_path / "offered"``."""
    (tmp_path / "offered/mobilenet_v3").mkdir(parents=True)
    handler = partial(Quiet, directory=str(tmp_path / "offered"))
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


def offer(tmp_path: Path, content: bytes) -> str:
    """Put a file on the server; its MD5."""
    (tmp_path / "offered" / MOBILENET_V3.weights).write_bytes(content)
    return hashlib.md5(content, usedforsecurity=False).hexdigest()


def test_a_file_is_fetched_once_and_kept(pretrained, server, tmp_path):
    backbone = replace(MOBILENET_V3, md5=offer(tmp_path, b"weights"))
    path = pretrained.weights_file(backbone, server)
    assert path == paths.weights() / FILE
    assert path.read_bytes() == b"weights"
    assert pretrained.weights_file(backbone, "http://127.0.0.1:1/") == path, "asks nobody again"
    assert [each.name for each in paths.weights().iterdir()] == [FILE]


def test_another_file_under_that_name_is_refused_and_not_kept(pretrained, server, tmp_path):
    offer(tmp_path, b"something else")
    with pytest.raises(ScanLabError, match=r"has MD5 .* expected d3e8ec802a04aa4fc771ee12a9a9b836"):
        pretrained.weights_file(MOBILENET_V3, server)
    assert list(paths.weights().iterdir()) == []


def test_a_file_that_is_not_offered_is_told_with_what_to_do(pretrained, server):
    with pytest.raises(ScanLabError, match=r"could not be fetched from .* put the file into"):
        pretrained.weights_file(MOBILENET_V3, server)


def test_a_server_that_never_answers_is_given_up(pretrained, monkeypatch):
    monkeypatch.setattr(pretrained, "PATIENCE", 0.1)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(ScanLabError, match="timed out"):
            pretrained.weights_file(MOBILENET_V3, address)


def test_a_file_that_takes_too_long_is_given_up(pretrained, server, tmp_path, monkeypatch):
    offer(tmp_path, b"weights")
    monkeypatch.setattr(pretrained, "AT_MOST", -1.0)
    with pytest.raises(ScanLabError, match="not finished after"):
        pretrained.weights_file(MOBILENET_V3, server)


@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")  # Keras' own
def test_every_trunk_starts_from_the_fetched_weights(pretrained, server, tmp_path):
    import keras

    from mlcore.models import build

    keras.utils.set_random_seed(1)
    learnt = build.build(MOBILENET, 32, 1, 1, "shared", "sigmoid")
    part = next(layer for layer in learnt.layers if isinstance(layer, keras.Model))
    part.save_weights(tmp_path / "learnt.weights.h5")
    content = (tmp_path / "learnt.weights.h5").read_bytes()
    backbone = replace(
        MOBILENET_V3,
        weights="mobilenet_v3/kept.weights.h5",
        md5=hashlib.md5(content, usedforsecurity=False).hexdigest(),
    )
    (tmp_path / "offered" / backbone.weights).write_bytes(content)
    network = replace(MOBILENET, layers=(backbone, *MOBILENET.layers[1:]))
    model = build.build(network, 64, 3, 2, "separate", "sigmoid")
    told = pretrained.start_from_imagenet(model, network, server)
    assert told == "MobileNetV3-Small starts from ImageNet weights (kept.weights.h5)"
    trunks = [layer for layer in model.layers if isinstance(layer, keras.Model)]
    assert len(trunks) == 2
    for trunk in trunks:
        for kept, given in zip(part.get_weights(), trunk.get_weights(), strict=True):
            np.testing.assert_array_equal(kept, given)


def test_without_a_network_it_starts_at_random_and_says_so(pretrained):
    import keras

    from mlcore.models import build

    keras.utils.set_random_seed(0)
    model = build.build(MOBILENET, 32, 1, 1, "shared", "sigmoid")
    before = model.get_weights()
    told = pretrained.start_from_imagenet(model, MOBILENET, "http://127.0.0.1:1/")
    assert told.startswith("MobileNetV3-Small starts from random weights: the ImageNet weights")
    for kept, now in zip(before, model.get_weights(), strict=True):
        np.testing.assert_array_equal(kept, now)


def test_a_network_of_scanlabs_own_rows_needs_no_weights(pretrained):
    assert pretrained.start_from_imagenet(None, registry.get("scan-net")) == ""
