"""Good scans are left alone, and the same scans made worse are found for what they are."""

from collections.abc import Callable

import cv2
import numpy as np
import pytest

from mlcore.data import importing
from mlcore.inspect import quality
from mlcore.inspect.quality import CHECKS
from tests.inspect.made import material, people, stored

SPOILT = 5
RNG = np.random.default_rng(0)


def noisy(scan: np.ndarray) -> np.ndarray:
    return (scan + RNG.normal(0, 30, scan.shape)).clip(0, 255)


def nearly_empty(scan: np.ndarray) -> np.ndarray:
    empty = np.zeros_like(scan)
    empty[30:40, 30:40] = scan[30:40, 30:40] + 1
    return empty


SPOILING: dict[str, Callable[[np.ndarray], np.ndarray]] = {
    "nearly_empty": nearly_empty,
    "dark": lambda scan: scan * 0.2,
    "bright": lambda scan: 180 + scan * 0.25,
    "low_contrast": lambda scan: 100 + scan * 0.12,
    "blurred": lambda scan: cv2.GaussianBlur(scan, (0, 0), 2),
    "noisy": noisy,
    "few_levels": lambda scan: scan // 40 * 40,
}


def rows_by_check(pixels: np.ndarray) -> dict[str, list[int]]:
    found = quality.findings(material(stored(pixels)))
    return {finding.check: sorted(finding.rows.tolist()) for finding in found}


def test_ordinary_scans_are_left_alone():
    assert rows_by_check(people(200)) == {}


def test_every_check_has_an_example_here():
    assert {check.name for check in CHECKS} == set(SPOILING)


@pytest.mark.parametrize("name", SPOILING)
def test_scans_made_worse_are_found_and_no_others(name):
    pixels = people(100)
    for i in range(SPOILT):
        pixels[i, ..., 0] = SPOILING[name](pixels[i, ..., 0].astype(np.float32))
    assert rows_by_check(pixels)[name] == list(range(SPOILT))


def test_what_all_scans_have_in_common_is_no_fault_of_one():
    dim = (people(100) * 0.2).astype(np.uint8)
    assert "dark" not in rows_by_check(dim)


def test_scans_that_show_nothing_are_told_apart_and_in_no_other_check():
    pixels = people(20)
    for row, value in enumerate((0, 0, 255, 77)):
        pixels[row] = value
    assert rows_by_check(pixels) == {"black": [0, 1], "blank": [2], "constant": [3]}


def test_black_scans_with_labels_are_a_fault_and_without_a_warning():
    pixels = np.concatenate([people(4), np.zeros((2, 64, 64, 1), np.uint8)])
    known = np.zeros((6, 2))
    (fault,) = quality.findings(material(stored(pixels, known)))
    assert (fault.severity, fault.facts) == ("fault", {"fraction": 0.333333, "labelled": 2})
    assert fault.sentence.startswith("Black: 2 scans (33 %) with every pixel 0; 2 of them have")
    known[4:] = np.nan
    (warning,) = quality.findings(material(stored(pixels, known)))
    assert (warning.severity, warning.facts["labelled"]) == ("warning", 0)
    assert warning.sentence == "Black: 2 scans (33 %) with every pixel 0."


def test_raw_value_score_and_mark_are_three_steps():
    pixels = people(50)
    pixels[3] = pixels[3] // 5
    pixels[7] = pixels[7] // 8
    of = material(stored(pixels)).measured
    dark = next(check for check in CHECKS if check.name == "dark")
    assert of.columns["bright_end"][3] == np.quantile(pixels[3], 0.99, method="inverted_cdf")
    scores = quality.score(of, dark)
    assert scores[3] == pytest.approx(of.columns["bright_end"][3] / 64)
    assert quality.mark(scores).tolist() == [7, 3]


def test_nothing_is_said_of_a_set_in_which_nothing_can_be_seen():
    assert rows_by_check(np.zeros((3, 16, 16, 1), np.uint8)) == {"black": [0, 1, 2]}


@pytest.mark.parametrize(("file", "most"), [("odir5k.zip", 0.012), ("nih1000.zip", 0.0)])
def test_few_real_scans_are_called_bad(shared, file, most):
    data = importing.import_data(shared / "data" / file)
    found = quality.findings(material(data))
    marked = {row for finding in found for row in finding.rows.tolist()}
    assert len(marked) <= most * len(data)
