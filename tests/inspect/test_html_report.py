import base64
import re
from html.parser import HTMLParser

import cv2
import numpy as np
import pytest

from mlcore.errors import ScanLabError
from mlcore.inspect import html_parts, html_report, inspection
from tests.inspect.made import people, stored

VOID = {"meta", "img"}


class Balanced(HTMLParser):
    """Fails where a tag is closed that is not open."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.found: list[tuple[str, dict]] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_startendtag(self, tag: str, attrs: list) -> None:
        self.found.append((tag, dict(attrs)))


@pytest.fixture
def page(tmp_path) -> str:
    pixels = people(30)
    pixels = np.concatenate([pixels, pixels[:2]])
    pixels[5:9] = 0
    truth = np.random.default_rng(0).integers(0, 2, (32, 2))
    data = stored(pixels, truth, labels=("edema", "<b>cyst"), facts={"source": "a & b"})
    html_report.write(data, inspection.run(data), tmp_path / "report.html")
    return (tmp_path / "report.html").read_text(encoding="utf-8")


def test_a_report_is_one_whole_page(page):
    parser = Balanced()
    parser.feed(page)
    assert parser.open == []
    tags = [tag for tag, _ in parser.found]
    assert tags.count("h1") == 1
    assert tags.count("h2") == 5


def test_a_report_fetches_nothing_and_runs_nothing(page):
    parser = Balanced()
    parser.feed(page)
    tags = {tag for tag, _ in parser.found}
    assert not tags & {"script", "link", "iframe", "a"}
    sources = [attrs["src"] for tag, attrs in parser.found if tag == "img"]
    assert len(sources) > 10
    assert all(source.startswith("data:image/png;base64,") for source in sources)
    assert not re.search(r"https?://|url\(|@import", page)


def test_names_cannot_become_markup(page):
    assert "<b>cyst" not in page
    assert "&lt;b&gt;cyst" in page
    assert "a &amp; b" in page


def test_findings_are_told_with_their_pictures(page):
    assert "Black: 4 scans (12 %) with every pixel 0" in page
    assert "4 scans are copies of each other" in page
    assert "<figcaption>0.png · train · " in page


def test_a_report_is_fit_to_print(page):
    assert "print-color-adjust: exact" in page
    assert "break-inside: avoid" in page


def test_a_report_that_cannot_be_written_is_refused(tmp_path):
    data = stored(people(3))
    with pytest.raises(ScanLabError, match="cannot be written to"):
        html_report.write(data, inspection.run(data), tmp_path / "none" / "report.html")


def test_large_scans_become_small_pictures_and_colour_keeps_its_order():
    scan = np.zeros((300, 300, 3), np.uint8)
    scan[..., 0] = 255
    source = re.search(r"base64,([^\"]+)", html_parts.figure(scan, "red"))[1]
    picture = cv2.imdecode(np.frombuffer(base64.b64decode(source), np.uint8), cv2.IMREAD_COLOR)
    assert picture.shape == (128, 128, 3)
    assert picture[5, 5].tolist() == [0, 0, 255]


def test_what_is_undefined_is_a_dash():
    assert html_parts.bar(np.nan, np.nan, np.nan) == html_parts.number(None) == "–"
    assert "–" in html_parts.shaded(np.nan)


def test_a_difference_is_red_above_blue_below_and_white_at_nothing():
    found = html_parts.difference(np.array([[2.0, 0], [-2, 1]]))
    assert found.tolist() == [[[255, 0, 0], [255, 255, 255]], [[0, 0, 255], [255, 128, 128]]]
