"""The measurements run and say what they found; the figures themselves are for people."""

import os

import numpy as np
import pytest

from mlcore.augment import steps
from mlcore.bench import (
    albumentations_peer,
    augmented_training,
    augmenting,
    generated,
    importing,
    inspecting,
    peer,
)
from mlcore.bench.process import at_home, python
from mlcore.data import dataset


def test_generated_scans_have_the_flaws_that_are_planned():
    data = generated.store("made", 600, 32)
    planted = generated.plan(600)
    assert (len(planted.black), len(planted.exact), len(planted.near)) == (60, 3, 3)
    pixels = np.asarray(data.pixels).reshape(600, -1)
    assert np.flatnonzero(~pixels.any(axis=1)).tolist() == planted.black.tolist()
    assert (pixels[planted.exact] == pixels[planted.exact - 1]).all()
    away = np.abs(pixels[planted.near].astype(int) - pixels[planted.near - 1]).mean(axis=1)
    assert (away > 0).all()
    assert (data.targets[planted.near] == data.targets[planted.near - 1]).all()


def test_the_same_seed_gives_the_same_scans():
    one = generated.store("one", 50, 16)
    assert generated.store("two", 50, 16).fingerprint == one.fingerprint
    assert generated.store("three", 50, 16, seed=1).fingerprint != one.fingerprint


def test_the_inspection_of_files_is_measured_beside_its_peer(monkeypatch):
    monkeypatch.setattr(peer, "is_there", lambda: False)
    told = inspecting.files(400, 32)
    assert set(told) == {
        *("n", "side", "import_seconds", "inspect_seconds", "cpu_seconds"),
        *("megabytes", "found", "peer", "ratio"),
    }
    assert told["peer"] is told["ratio"] is None
    assert told["inspect_seconds"] > 0
    assert told["cpu_seconds"] is None or told["cpu_seconds"] > 0
    assert told["megabytes"] is None or 50 < told["megabytes"] < 1000
    assert told["found"] == {"black": 1, "exact": 1, "near": 1, "near_not_planted": 0}


def test_growth_is_measured_at_a_sixteenth_a_quarter_and_all():
    told = inspecting.straight(3200, 16)
    assert [of["n"] for of in told["sizes"]] == [200, 800, 3200]
    assert all(of["per_n_log_n"] > 0 for of in told["sizes"])
    assert dataset.names() == []


def test_the_import_is_measured_beside_decoding_alone():
    told = importing.files(100, 32)
    assert told["ratio"] == pytest.approx(told["import_seconds"] / told["pillow_seconds"], rel=0.2)
    assert dataset.names() == []


def test_training_is_measured_with_and_without_augmentation_in_turns():
    told = augmented_training.slower("tiny", "gentle", turns=3)
    assert (told["model"], told["recipe"], told["turns"]) == ("tiny", "gentle", 3)
    assert told["scans"] == pytest.approx(128, abs=25)
    assert told["plain"] > 0
    assert told["low"] <= told["slower"] <= told["high"]
    assert dataset.names() == []


def test_augmentation_is_measured_beside_plain_solt(monkeypatch):
    monkeypatch.setattr(albumentations_peer, "is_there", lambda: False)
    told = augmenting.applying(4, 32, repetitions=1)
    names = [row["name"] for row in told["recipes"]]
    assert names == [*(step.name for step in steps.STEPS), "gentle", "study"]
    for row in told["recipes"]:
        assert row["scanlab"] > 0
        assert row["solt"] > 0
        assert row["to_solt"] > 0
        assert row["albumentations"] is row["to_albumentations"] is None


def test_the_peer_has_a_transform_for_every_step():
    assert albumentations_peer.TRANSFORMS.keys() == {step.name for step in steps.STEPS}


def test_a_program_that_fails_is_told_with_its_last_words(tmp_path):
    with pytest.raises(RuntimeError, match="no data set 'nothing'"):
        python(["-m", "mlcore", "inspect", "nothing"], tmp_path)


@pytest.mark.skipif(not hasattr(os, "wait4"), reason="the system does not tell")
def test_the_memory_of_who_measures_is_not_that_of_what_is_measured(tmp_path):
    weight = np.ones(300 << 20, np.uint8)
    small = python(["-c", "print(1)"], tmp_path)
    assert small.megabytes < 100 < weight.nbytes / 2**20
    large = python(["-c", "x = bytearray(b'1') * (200 << 20); print(1)"], tmp_path)
    assert 200 < large.megabytes < 300


def test_another_store_is_used_for_a_while_only(tmp_path, home):
    generated.store("made", 20, 16)
    with at_home(tmp_path / "other"):
        assert dataset.names() == []
    assert dataset.names() == ["made"]
    assert home.is_dir()
