"""A real browser and a dashboard over a filled database: one browser and one app for all tests
here, a fresh browser context for each.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from baqylau.app import App, open_app
from baqylau.settings import load
from tests import filled
from tests.site import served

SIZES = {"desktop": {"width": 1280, "height": 800}, "phone": {"width": 390, "height": 844}}


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Any]:
    """One browser for the module: while Playwright runs, no test of this thread can run an event
    loop of its own.
    """
    from playwright.sync_api import expect, sync_playwright

    expect.set_options(timeout=60_000)  # as below
    with sync_playwright() as player:
        # containers give no sandbox and a small /dev/shm
        flags = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"]
        browser = player.chromium.launch(executable_path=str(chromium), args=flags)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[App]:
    folder = tmp_path_factory.mktemp("browsed")
    with open_app(
        load(
            data=folder,
            database="",
            archive="",
            queue="memory:",
            outlets=folder / "none",
            dashboard_port=0,
        )
    ) as app:
        filled.fill(app)
        yield app


@pytest.fixture(scope="module")
def address(app: App) -> Iterator[str]:
    with served(app) as site:
        yield site.address


class Watched:
    """A browser page with every address it requested and every error or warning it reported."""

    def __init__(self, page: Any, address: str) -> None:
        self.page, self.address = page, address
        self.requested: list[str] = []
        self.errors: list[str] = []
        page.on("request", lambda x: self.requested.append(x.url))
        page.on("pageerror", lambda x: self.errors.append(str(x)))
        page.on(
            "console",
            lambda x: self.errors.append(x.text) if x.type in ("error", "warning") else None,
        )

    def open(self, path: str) -> Any:
        self.page.goto(self.address + path)
        return self.page

    def foreign_requests(self) -> list[str]:
        """Requested addresses that are not this dashboard's."""
        return [x for x in self.requested if urlsplit(x).netloc != urlsplit(self.address).netloc]


@pytest.fixture(params=list(SIZES))
def watched(request: pytest.FixtureRequest, browser: Any, address: str) -> Iterator[Watched]:
    """A page on a desktop and on a phone; whatever the test does, no request goes to another server
    and the browser reports no error or warning.
    """
    context = browser.new_context(
        viewport=SIZES[request.param], locale="ru-RU", timezone_id="Asia/Almaty"
    )
    context.set_default_timeout(60_000)  # a busy machine stands still for a while
    watched = Watched(context.new_page(), address)
    yield watched
    context.close()
    assert watched.requested
    assert watched.foreign_requests() == []
    assert watched.errors == []
