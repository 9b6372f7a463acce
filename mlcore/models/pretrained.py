"""ImageNet weights for ready-made networks: fetched once, checked, kept. Worker only.

They are the files of ``keras.applications``. Keras' own way of fetching knows no time limit. A
machine without a network can be given the file by hand.
"""

import hashlib
import time
import urllib.error
import urllib.request
from pathlib import Path

import keras

from mlcore import atomic, paths
from mlcore.errors import ScanLabError
from mlcore.models.backbones import Backbone
from mlcore.models.registry import Network

ADDRESS = "https://storage.googleapis.com/tensorflow/keras-applications/"
PATIENCE = 5.0
"""Seconds without an answer or without a further byte."""
AT_MOST = 180.0
"""Seconds for the whole file: a training must begin, if need be at random."""
CHUNK = 1 << 20


def start_from_imagenet(model: keras.Model, network: Network, address: str = ADDRESS) -> str:
    """Give the ready-made part of every trunk its ImageNet weights; return a sentence for the log.

    Where they cannot be had the model stays as it is, and the sentence says why. Empty for a
    network that has no such part.
    """
    backbone = network.pretrained
    if backbone is None:
        return ""
    try:
        path = weights_file(backbone, address)
        for part in model.layers:
            if isinstance(part, keras.Model):
                part.load_weights(path)
    except (ScanLabError, OSError, ValueError) as problem:
        return f"{network.title} starts from random weights: {problem}"
    return f"{network.title} starts from ImageNet weights ({path.name})"


def weights_file(backbone: Backbone, address: str = ADDRESS) -> Path:
    """The file with the weights, fetched unless it is here already.

    Raises `ScanLabError` where it cannot be fetched, in `AT_MOST` seconds, or is not the right one.
    """
    path = paths.weights() / Path(backbone.weights).name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic.replacing(path) as temporary:
            _fetch(address + backbone.weights, temporary)
            _check(temporary, backbone)
    else:
        _check(path, backbone)
    return path


def _fetch(url: str, target: Path) -> None:
    end = time.monotonic() + AT_MOST
    try:
        with urllib.request.urlopen(url, timeout=PATIENCE) as answer, open(target, "wb") as file:
            while chunk := answer.read1(CHUNK):
                file.write(chunk)
                if time.monotonic() > end:
                    raise TimeoutError(f"not finished after {AT_MOST:.0f} seconds")
    except (OSError, urllib.error.URLError) as problem:
        reason = getattr(problem, "reason", problem)
        raise ScanLabError(
            f"the ImageNet weights could not be fetched from {url} ({reason}); connect to the "
            f"network, or put the file into {paths.weights()}"
        ) from problem


def _check(path: Path, backbone: Backbone) -> None:
    with open(path, "rb") as file:
        found = hashlib.file_digest(file, lambda: hashlib.md5(usedforsecurity=False)).hexdigest()
    if found != backbone.md5:
        raise ScanLabError(
            f"the file of the ImageNet weights {path.name} has MD5 {found}, expected "
            f"{backbone.md5}; delete it and start again"
        )
