"""What a newcomer does, clicked in a real browser."""

import re

import numpy as np
import pytest
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from mlcore.data import demo
from mlcore.runs import folder, state
from pages.parts import shell

pytestmark = pytest.mark.browser

PAGES = tuple(path.removesuffix(".py").replace("home", "") for path in shell.PAGES)
SIZES = {"desktop": (1440, 900), "phone": (390, 844)}


def opened(browser: Browser, address: str, size: str = "desktop", scheme: str = "light") -> Page:
    width, height = SIZES[size]
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)
    page = context.new_page()
    page.set_default_timeout(60_000)
    page.goto(address)
    expect(page.locator("h1")).to_be_visible(timeout=60_000)
    return page


def test_the_main_road_from_training_to_an_answer(browser, server, tmp_path):
    demo.make(train=600, val=200, test=50)
    page = opened(browser, f"{server}/train")
    page.get_by_role("spinbutton", name="Epochs").fill("6")
    page.get_by_role("spinbutton", name="Epochs").press("Enter")
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_text(re.compile(r"Epoch \d of 6"))).to_be_visible(timeout=60_000)

    second = opened(browser, f"{server}/train")
    seen = second.get_by_text(re.compile(r"Epoch \d of 6|^finished$"))
    expect(seen.first).to_be_visible(timeout=30_000)
    page.reload()
    expect(page.get_by_text(re.compile("finished$"))).to_be_visible(timeout=90_000)
    expect(page.locator(".js-plotly-plot").nth(1)).to_be_visible(timeout=60_000)
    (run,) = folder.all_runs()
    assert state.state(run) == "finished"
    assert len(run.epochs()) == 6

    page.get_by_role("link", name="Ask this model about a scan").click()
    page.get_by_role("button", name="Try sample scans").click()
    page.get_by_role("button", name="I understand").click()
    expect(page.get_by_text(re.compile(r"3 scans answered in \d+ ms"))).to_be_visible(
        timeout=60_000
    )

    good, bad = tmp_path / "good.png", tmp_path / "bad.png"
    Image.fromarray(np.full((80, 70), 60, np.uint8)).save(good)
    bad.write_bytes(b"not a picture")
    page.locator("input[type=file]").set_input_files([good, bad])
    expect(page.get_by_text(re.compile("1 scan answered"))).to_be_visible(timeout=60_000)
    said = page.get_by_test_id("stAlertContentError")
    expect(said.first).to_have_text(re.compile("bad.png: not a"))
    expect(said.nth(1)).to_have_text(re.compile("of one grey value throughout"))


def test_a_run_started_in_one_tab_can_be_stopped_in_another(browser, server):
    demo.make(train=1500, val=200, test=20)
    page = opened(browser, f"{server}/train")
    page.get_by_role("spinbutton", name="Epochs").fill("500")
    page.get_by_role("spinbutton", name="Epochs").press("Enter")
    page.get_by_role("button", name="Start training").click()
    expect(page.get_by_text(re.compile(r"Epoch \d+ of 500"))).to_be_visible(timeout=60_000)
    other = opened(browser, f"{server}/train")
    # While a page is drawn, Streamlit's own header has a button of that name.
    other.get_by_test_id("stMain").get_by_role("button", name="Stop").click()
    expect(page.get_by_text(re.compile("stopped$"))).to_be_visible(timeout=60_000)
    assert state.state(folder.all_runs()[0]) == "stopped"


@pytest.mark.parametrize("size", list(SIZES))
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_is_wider_than_its_screen_or_shows_an_error(browser, server, size, scheme):
    demo.make(train=60, val=20, test=20)
    for name in PAGES:
        page = opened(browser, f"{server}/{name}", size, scheme)
        page.wait_for_timeout(1500)
        wide = page.evaluate("document.scrollingElement.scrollWidth - window.innerWidth")
        assert wide <= 1, f"{name or 'home'} is {wide} pixels too wide"
        assert page.get_by_test_id("stException").count() == 0
        assert page.get_by_test_id("stAlertContentError").count() == 0
        page.context.close()
