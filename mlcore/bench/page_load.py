"""How long the dashboard's page takes to be there in a real browser, where Playwright is
installed."""

import importlib.util
import json
import shutil
import sys
import time

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
BROWSERS = ("chromium", "google-chrome")
PATIENCE = 60_000
"""Milliseconds."""


def is_there() -> bool:
    return _browser() is not None and importlib.util.find_spec("playwright") is not None


def seconds(address: str, times: int, pause: float) -> list[float]:
    """From the address to the page's title on the screen, each time as a new visitor."""
    from playwright.sync_api import sync_playwright

    taken = []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=_browser(), args=FLAGS)
        for _ in range(times):
            visit = browser.new_context()
            page = visit.new_page()
            started = time.perf_counter()
            page.goto(address, timeout=PATIENCE)
            page.locator("h1").first.wait_for(timeout=PATIENCE)
            taken.append(round(time.perf_counter() - started, 2))
            visit.close()
            time.sleep(pause)
        browser.close()
    return taken


def _browser() -> str | None:
    return next(filter(None, map(shutil.which, BROWSERS)), None)


if __name__ == "__main__":
    # A program of its own: a browser's driver wants no other threads beside it.
    address, times, pause = sys.argv[1:]
    print(json.dumps(seconds(address, int(times), float(pause))))
