import numpy as np
import pytest

from mlcore.inspect import shortcuts
from mlcore.inspect.geometry import geometry
from tests import drawn


@pytest.fixture(scope="module")
def scans() -> np.ndarray:
    return drawn.scans(500)[0]


def test_the_geometry_of_a_bright_square_is_where_it_is():
    scan = np.zeros((1, 64, 64, 1), np.uint8)
    scan[0, 40:48, 8:16] = 100
    found = geometry(scan)
    assert found["centre_across"][0] == pytest.approx(12 / 64)
    assert found["centre_down"][0] == pytest.approx(44 / 64)
    assert found["extent"][0] == pytest.approx(np.sqrt(2 / 12) * 8 / 64, rel=0.02)
    assert found["border"][0] == 0
    scan[0, :2] = 200
    assert geometry(scan)["border"][0] == pytest.approx(200 * 128 / 496, rel=1e-4)


def test_a_black_scan_has_no_middle_and_scans_of_any_size_have_a_geometry():
    assert np.isnan(geometry(np.zeros((2, 64, 64, 1), np.uint8))["centre_down"]).all()
    assert geometry(np.full((2, 100, 100, 3), 9, np.uint8))["border"] == pytest.approx([9, 9])
    assert geometry(np.empty((0, 64, 64, 1), np.uint8))["border"].shape == (0,)


def test_a_frame_that_goes_with_a_label_is_found_and_chance_is_not(scans):
    rng = np.random.default_rng(1)
    truth = (rng.random((500, 3)) < 0.3).astype(np.float32)
    framed = np.flatnonzero(truth[:, 1])
    pixels = scans.copy()
    pixels[framed, :2] += rng.integers(20, 60, (len(framed), 1, 1, 1)).astype(np.uint8)
    (found,) = shortcuts.findings(drawn.store(pixels, truth))
    assert found.check == "shortcuts"
    assert found.severity == "warning"
    assert found.facts["label"] == "l1"
    best = found.facts["properties"][0]
    assert best["property"] == "border"
    assert best["low"] > 0.9
    assert sorted(found.rows) == framed.tolist()
    assert found.sentence.startswith(
        "l1 goes with one number alone, the brightness of the border: of a scan with it and one "
        "without, the one with it has the higher value in"
    )


def test_a_measurement_that_is_lower_with_a_label_is_found_with_those_scans_first(scans):
    rng = np.random.default_rng(2)
    truth = np.stack([np.arange(500) % 4 == 0, rng.random(500) < 0.5], axis=1).astype(np.float32)
    sharpness = rng.standard_normal(500) - 0.9 * truth[:, 0]
    data = drawn.store(scans, truth)
    (found,) = shortcuts.findings(data, {"sharpness": sharpness})
    assert found.severity == "note"
    assert found.facts["properties"][0]["auc"] == pytest.approx(0.26, abs=0.05)
    assert (np.diff(sharpness[found.rows]) >= 0).all()
    assert "has the lower value in" in found.sentence


def test_sizes_at_the_source_are_tried_where_the_table_has_them(scans):
    truth = (np.arange(500) % 3 == 0).astype(np.float32)[:, None]
    widths = np.where(truth[:, 0] == 1, 1024, 2048) + np.arange(500) % 7
    data = drawn.store(scans, truth, OriginalWidth=widths.astype(float), age=widths.astype(float))
    (found,) = shortcuts.findings(data)
    assert [row["property"] for row in found.facts["properties"]] == ["OriginalWidth"]


def test_black_scans_do_not_make_brightness_a_shortcut(scans):
    pixels = np.concatenate([scans, np.zeros_like(scans)])
    truth = np.repeat([[0.0], [1.0]], 500, axis=0)
    truth[:500] = np.arange(500)[:, None] % 2
    data = drawn.store(pixels, truth)
    assert shortcuts.findings(data, {"brightness": pixels.mean(axis=(1, 2, 3))}) == []
    assert shortcuts.properties(data).index.tolist() == list(range(500))


def test_a_label_of_a_few_scans_is_not_reported(scans):
    truth = np.zeros((500, 1))
    truth[:9] = 1
    data = drawn.store(scans, truth)
    assert shortcuts.findings(data, {"order": -np.arange(500)}) == []


def test_a_large_data_set_is_sampled_with_its_measurements(scans, monkeypatch):
    monkeypatch.setattr(shortcuts, "SAMPLE", 200)
    monkeypatch.setattr(shortcuts, "AT_ONCE", 64)
    truth = (np.arange(500) >= 250).astype(np.float32)[:, None]
    data = drawn.store(scans, truth)
    found = shortcuts.properties(data, {"order": np.arange(500)})
    assert len(found) == 200
    assert found["order"].tolist() == found.index.tolist()
    (only,) = shortcuts.findings(data, {"order": np.arange(500)})
    assert only.facts["properties"][0]["auc"] == 1


def test_data_without_scans_that_show_anything_have_no_shortcuts():
    data = drawn.store(np.zeros((40, 16, 16, 1), np.uint8), np.ones((40, 1)))
    assert shortcuts.findings(data) == []
