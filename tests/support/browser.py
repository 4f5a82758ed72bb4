"""Pages in Debian's chromium, watched: whatever a page complains about fails the test."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Protocol

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Request,
    Response,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.support.parts import missing
from tests.support.servers import DEMO_PASSWORD, Server

PHONE = ViewportSize(width=360, height=740)
DESKTOP = ViewportSize(width=1280, height=900)
# Milliseconds for one step on a page: only what will never come is not waited for
_PATIENCE = 30_000
_SCREENSHOTS = Path(__file__).parents[2] / ".screenshots"
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # No page lives long enough to earn back the time its scripts' optimisation takes
    "--js-flags=--no-opt --no-maglev --always-sparkplug",
    # The program must work without anybody else's servers
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
_AXE = {
    "runOnly": {
        "type": "tag",
        "values": [
            "wcag2a",
            "wcag2aa",
            "wcag21a",
            "wcag21aa",
            "wcag22aa",
            "best-practice",
        ],
    },
    "resultTypes": ["violations"],
}
_HAS_AXE = "'axe' in window"
# What axe says of all that is well takes longer to hand over than to find out
_LOOK = """options => axe.run(options).then(({ violations }) => ({
  violations, over: document.documentElement.scrollWidth - innerWidth,
}))"""


class Complaints:
    """What the pages of a test complained about: the console, scripts, files that fail."""

    def __init__(self) -> None:
        self._heard: list[str] = []
        self._expected: list[str] = []

    def expect(self, pattern: str) -> None:
        """The test provokes this one, as when it takes the network away."""
        self._expected.append(pattern)

    @property
    def unexpected(self) -> list[str]:
        """Those that no pattern covers."""
        return [
            heard for heard in self._heard if not any(re.search(p, heard) for p in self._expected)
        ]

    def watch(self, context: BrowserContext) -> None:
        """Listen to every page of a context."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self._heard.append(f"script: {error.error}"))
        context.on("requestfailed", self._failed)
        context.on("response", self._answered)

    def _console(self, message: ConsoleMessage) -> None:
        # What could not be loaded is told by its answer; a page may itself be a 404 or a 422
        if message.type == "error" and not message.text.startswith("Failed to load resource"):
            self._heard.append(f"console: {message.text}")

    def _failed(self, request: Request) -> None:
        # Leaving a page, and a download, abort what is under way
        if request.failure != "net::ERR_ABORTED":
            self._heard.append(f"request: {request.url} {request.failure}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and not response.request.is_navigation_request():
            self._heard.append(f"answer: {response.status} {response.url}")


class OpenPage(Protocol):
    """What the fixture `open_page` gives."""

    def __call__(self, viewport: ViewportSize = ..., **options: Any) -> Page: ...


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark what runs in chromium, for `-m "not browser"`."""
    for item in items:
        if "browser" in getattr(item, "fixturenames", ()):
            item.add_marker("browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, where it can be had the one without windows, which takes a third less work.

    It is started for the first test that asks for it.
    """
    executable = shutil.which("chromium-headless-shell") or shutil.which("chromium")
    if executable is None:
        missing("Chromium", "on Debian: apt install chromium")
    expect.set_options(timeout=_PATIENCE)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=executable, args=_ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> Iterator[Complaints]:
    """Fails the test for what its pages complained about."""
    complaints = Complaints()
    yield complaints
    if complaints.unexpected:
        pytest.fail("The browser complained:\n" + "\n".join(complaints.unexpected), pytrace=False)


@pytest.fixture
def open_page(browser: Browser, live_server: Server, complaints: Complaints) -> Iterator[OpenPage]:
    """Opens pages as different people; `options` are playwright's for a context."""
    contexts: list[BrowserContext] = []

    def open_page(viewport: ViewportSize = PHONE, **options: Any) -> Page:
        settings: dict[str, Any] = {
            "locale": "nb-NO",
            "timezone_id": "Europe/Oslo",
            # What opens slowly moves away from under a click
            "reduced_motion": "reduce",
            **options,
        }
        context = browser.new_context(viewport=viewport, base_url=live_server.url, **settings)
        context.set_default_timeout(_PATIENCE)
        complaints.watch(context)
        contexts.append(context)
        return context.new_page()

    yield open_page
    for context in contexts:
        context.close()


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page on a phone, in bokmål, signed in nowhere."""
    return open_page()


def sign_in(page: Page, role: str, district: str = "stovner") -> None:
    """Sign in as the demo's user with that role; the page is then where this person begins."""
    page.goto("/sign-in")
    page.fill("input[name=email]", f"{role}@{district}.example")
    page.fill("input[name=password]", DEMO_PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(lambda url: not url.endswith("/sign-in"))


def bring_axe(page: Page) -> None:
    """To each page that is opened from now on: chromium then reads it once for all of them."""
    page.add_init_script(AXE_SCRIPT)


def assert_accessible(page: Page) -> None:
    """Axe finds nothing, WCAG 2.2 A and AA and its best practices; nothing scrolls sideways."""
    if not page.evaluate(_HAS_AXE):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate(_LOOK, _AXE)
    results = AxeResults(found)
    if results.violations_count:
        pytest.fail(f"{page.url}\n{results.generate_report()}", pytrace=False)
    assert found["over"] <= 0, f"{page.url} scrolls sideways by {found['over']} px"


def screenshot(page: Page, name: str) -> Path:
    """Keep a picture of the whole page in .screenshots/."""
    path = _SCREENSHOTS / f"{name}.png"
    page.screenshot(path=path, full_page=True)
    return path


def looked_at(page: Page, name: str) -> None:
    """Axe finds nothing and nothing is too wide, on a desk and a phone; the pictures are kept."""
    before = page.viewport_size
    for size, viewport in (("1280", DESKTOP), ("360", PHONE)):
        page.set_viewport_size(viewport)
        screenshot(page, f"{name}-{size}")
        assert_accessible(page)
    page.set_viewport_size(before or PHONE)
