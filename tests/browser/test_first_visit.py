"""What a newcomer sees first, in a real browser."""

import pytest

from mlcore.data import demo
from tests.browser.test_main_road import PAGES, opened

pytestmark = pytest.mark.browser


def test_no_page_asks_another_machine_for_anything(browser, server):
    demo.make(train=60, val=20, test=20)
    page = opened(browser, server)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    for name in PAGES:
        page.goto(f"{server}/{name}")
        page.locator("h1").wait_for()
        page.wait_for_timeout(1000)
    own = (server, server.replace("http", "ws"), "data:", "blob:")
    assert [url for url in asked if not url.startswith(own)] == []
    assert len(asked) > len(PAGES)


def test_the_start_button_is_on_the_first_screen(browser, server):
    demo.make(train=60, val=20, test=20)
    page = opened(browser, f"{server}/train")
    button = page.get_by_role("button", name="Start training")
    button.wait_for()
    page.wait_for_timeout(1000)
    box = button.bounding_box()
    assert box["y"] + box["height"] <= page.viewport_size["height"]
