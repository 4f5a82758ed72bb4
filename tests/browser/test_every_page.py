"""Every page a role reaches by links: axe finds nothing, no sideways scrolling, no error."""

import re
from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Page

from core.app import create_app
from core.config import Config
from tests.support.browser import DESKTOP, PHONE, OpenPage, assert_accessible, bring_axe, sign_in
from tests.support.keyboard import Keyboard
from tests.support.servers import Server

pytestmark = pytest.mark.slow

ROLES = ("admin", "district-admin", "leader", "coordinator", "staff", "counter", "viewer")
FILES = re.compile(r"\.(csv|xlsx|ics|json|svg)(\?|$)")
MOST_OF_A_KIND = 1
# The roles that have most pages, and between them every one
BY_KEYBOARD = {"admin", "leader"}
# At once: playwright's own ways to look bring their tools to each page, which takes longer
LOOK = """() => ({
  headings: document.querySelectorAll("h1").length,
  links: [...document.querySelectorAll("a[href]")].map((link) => link.href),
})"""


class Crawl:
    """Follows links once for each endpoint: two days of an activity are the same page."""

    def __init__(self, page: Page, server: Server, walked: set[str] | None) -> None:
        self._page = page
        bring_axe(page)
        self._keyboard = None if walked is None else Keyboard(page)
        self._walked = set() if walked is None else walked
        self._url = server.url
        app = create_app(Config(server.data, "sqlite://", "a key for tests"))
        self._addresses = app.url_map.bind("localhost")
        self._seen: dict[str, int] = {}
        self.names: list[str] = []

    def walk(self, start: str) -> None:
        """Visit everything from here."""
        waiting = deque([start])
        while waiting:
            path = waiting.popleft()
            if not self._is_new(path):
                continue
            answer = self._page.goto(path)
            assert answer is not None
            assert answer.status == 200, f"{answer.status} {path}"
            waiting.extend(self._check(path))

    def _is_new(self, path: str) -> bool:
        endpoint = self._endpoint(path)
        self._seen[endpoint] = self._seen.get(endpoint, 0) + 1
        return self._seen[endpoint] <= MOST_OF_A_KIND

    def _endpoint(self, path: str) -> str:
        endpoint, _values = self._addresses.match(urlsplit(path).path, method="GET")
        return str(endpoint)

    def _check(self, path: str) -> list[str]:
        """Look at the page; the paths it leads to."""
        assert_accessible(self._page)
        found = self._page.evaluate(LOOK)
        assert found["headings"] == 1, path
        endpoint = self._endpoint(path)
        if self._keyboard and endpoint not in self._walked:
            self._keyboard.walk()
            self._walked.add(endpoint)
        name = re.sub(r"[^a-z0-9]+", "-", urlsplit(path).path.strip("/")) or "start"
        self.names.append(name)
        return self._paths(found["links"])

    def _paths(self, links: list[str]) -> list[str]:
        paths = [link.removeprefix(self._url) for link in links if link.startswith(self._url)]
        # The link that skips to the content leads to the page it is on
        pages = [urldefrag(path).url for path in paths]
        return [path for path in pages if "lang=" not in path and not FILES.search(path)]


@pytest.fixture(scope="module")
def walked() -> set[str]:
    """The endpoints whose page somebody has gone through by keyboard."""
    return set()


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("look", ["phone-nb", "desktop-en"])
def test_every_page(
    open_page: OpenPage, live_server: Server, walked: set[str], role: str, look: str
) -> None:
    phone = look == "phone-nb"
    page = open_page(PHONE if phone else DESKTOP, color_scheme="light" if phone else "dark")
    sign_in(page, role)
    crawl = Crawl(page, live_server, walked if phone and role in BY_KEYBOARD else None)
    start = urlsplit(page.url).path
    if not phone:
        page.goto(f"{start}?lang=en")
    crawl.walk(start)
    assert crawl.names


@pytest.mark.parametrize(
    "path",
    [
        "/sign-in",
        "/stovner/pair",
        "/stovner/about/privacy",
        "/stovner/denne-uka",
        "/stovner/denne-uka?lang=ar",
        "/stovner/denne-uka/plakat?lang=ta",
        "/stovner/denne-uka/familiesenter?lang=ur",
    ],
)
def test_pages_for_all(open_page: OpenPage, path: str) -> None:
    page = open_page(PHONE)
    page.goto(path)
    assert_accessible(page)
