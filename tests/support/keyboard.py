"""A person without a mouse: Tab, arrows, Enter, Space and letters, and the focus must be seen."""

import re
from pathlib import Path
from typing import Any, Protocol

import pytest
from playwright.sync_api import Download, Page, ViewportSize

from tests.support.browser import DESKTOP, OpenPage
from tests.support.servers import DEMO_PASSWORD

_PATIENCE = 120  # stops before we say that something cannot be reached
# Where the focus is, whether a ring shows it, and whether something lies over it
_LOOK = """() => {
  const element = document.activeElement;
  if (!element || element === document.body) return null;
  const rings = (one) => {
    const style = getComputedStyle(one);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };
  // A box to tick has the ring around its label, too; the link that skips to the content is there
  // only while it has the focus; and the browser rings its own parts of a date
  const field = element.matches("[type=checkbox], [type=radio]") && element.closest(".ds-field");
  const ringed = rings(field || element) || element.matches(".ds-skip-link, :not(:focus)");
  const points = [...element.getClientRects()].flatMap((box) => [
    [box.left + box.width / 2, box.top + box.height / 2],
    [box.left + 3, box.top + 3], [box.right - 3, box.bottom - 3]]);
  const seen = points.some(([x, y]) => {
    const top = document.elementFromPoint(x, y);
    return top && (element.contains(top) || top.contains(element));
  });
  window.stops ??= new Set();
  const again = window.stops.has(element);
  window.stops.add(element);
  return { ringed, seen, again, html: element.outerHTML.slice(0, 160) };
}"""
_IN_GROUP = """(name) => [...document.getElementsByName(document.activeElement.name)]
  .some((radio) => new RegExp(name).test(radio.labels[0].innerText))"""
# A page may put the focus on its answer; what stands before that is then behind whoever tabs on
_FROM_THE_START = """() => {
  window.stops = new Set();
  document.body.tabIndex = -1;
  document.body.focus();
  document.body.removeAttribute("tabindex");
}"""
_LEFT_OUT = """() => [...document.querySelectorAll(
    "a[href], button, input:not([type=hidden], [type=radio]), select, textarea, summary")]
  .filter((element) => element.checkVisibility({ visibilityProperty: true }) && !element.disabled)
  .filter((element) => !window.stops.has(element))
  .map((element) => element.outerHTML.slice(0, 160))"""


class Keyboard:
    """Drives a page. Roles and names are those chromium tells a screen reader.

    A date's role is "Date", a time's "InputTime" and a summary's "DisclosureTriangle".
    """

    def __init__(self, page: Page) -> None:
        self.page = page
        self._browser = page.context.new_cdp_session(page)
        # From now on the browser hands its dialogue for files to us; to ask only then is too late
        page.on("filechooser", lambda _dialogue: None)

    def press(self, *keys: str) -> None:
        """Press keys, one after another."""
        for key in keys:
            self.page.keyboard.press(key)

    def type(self, text: str) -> None:
        """Write where the focus is."""
        self.page.keyboard.type(text)

    def at(self) -> tuple[str, str]:
        """Role and name of what has the focus."""
        found = self._browser.send("Runtime.evaluate", {"expression": "document.activeElement"})
        wanted = {"objectId": found["result"]["objectId"], "fetchRelatives": False}
        node = self._browser.send("Accessibility.getPartialAXTree", wanted)["nodes"][0]
        role, name = (node.get(key, {}).get("value", "") for key in ("role", "name"))
        return role, re.sub(r"\s+", " ", name).strip()

    def tab(self, key: str = "Tab") -> dict[str, Any] | None:
        """One stop further; None is the browser's own frame. Fails where the focus is not seen."""
        self.press(key)
        stop: dict[str, Any] | None = self.page.evaluate(_LOOK)
        if stop is not None:
            assert stop["ringed"], f"{self.page.url}: no ring around {stop['html']}"
            assert stop["seen"], f"{self.page.url}: something hides {stop['html']}"
        return stop

    def to(self, role: str, name: str, *, back: bool = False) -> None:
        """Go on to the next element of that role whose name matches the pattern."""
        passed = []
        for _ in range(_PATIENCE):
            stop = self.tab("Shift+Tab" if back else "Tab")
            here = self.at() if stop else ("", "")
            passed.append(here)
            if here[0] == role and re.search(name, here[1]):
                return
        raise AssertionError(f"{self.page.url}: no way to the {role} {name}, past {passed}")

    def follow(self, name: str) -> None:
        """Open a link, and wait for its page."""
        self._enter("link", name)

    def send(self, name: str) -> None:
        """Press a button that brings another page."""
        self._enter("button", name)

    def tap(self, name: str) -> None:
        """Press a button that stays on the page."""
        self.to("button", name)
        self.press("Space")

    def unfold(self, name: str) -> None:
        """Open a details element."""
        self.to("DisclosureTriangle", name)
        self.press("Enter")

    def fill(self, name: str, text: str, role: str = "textbox") -> None:
        """Write in a field, instead of what is there."""
        self.to(role, name)
        self.press("Control+A")
        self.type(text)

    def date(self, name: str, day: str) -> None:
        """Write an ISO date, in the order of the browser's own language."""
        self.to("Date", name)
        year, month, date = day.split("-")
        for digits in (month + date + year, date + month + year):
            self.press("ArrowLeft", "ArrowLeft")
            self.type(digits)
            if self.page.evaluate("document.activeElement.value") == day:
                return
        raise AssertionError(f"{self.page.url}: {day} cannot be written in {name}")

    def time(self, name: str, clock: str) -> None:
        """Write a time after noon, as hhmm."""
        self.to("InputTime", name)
        self.type(clock)

    def tick(self, name: str) -> None:
        """Press a checkbox."""
        self.to("checkbox", name)
        self.press("Space")

    def choose(self, name: str) -> None:
        """Choose with the arrows, in the next group of radio buttons that has one of that name."""
        for _ in range(_PATIENCE):
            self.tab()
            if self.at()[0] != "radio" or not self.page.evaluate(_IN_GROUP, name):
                continue
            self.press("Space")  # a group in which nothing is chosen is entered without choosing
            while not re.search(name, self.at()[1]):
                self.press("ArrowDown")
            return
        raise AssertionError(f"{self.page.url}: no radio button {name}")

    def select(self, name: str, option: str) -> None:
        """Choose in a list by writing the beginning of what is wanted."""
        self.to("combobox", name)
        self.type(option)

    def follow_to_field(self, name: str) -> None:
        """From the summary of errors, by its link, to the field that the link names."""
        self.to("link", name)
        self.press("Enter")
        assert re.search(name, self.at()[1]), f"the link leads to {self.at()}"

    def upload(self, name: str, file: Path) -> None:
        """Open the browser's own dialogue for files, and choose one."""
        self.to("button", name)
        with self.page.expect_file_chooser() as dialogue:
            self.press("Space")
        dialogue.value.set_files(file)

    def download(self, name: str) -> Download:
        """Enter on a link that is a file."""
        self.to("link", name)
        with self.page.expect_download() as coming:
            self.press("Enter")
        return coming.value

    def walk(self) -> None:
        """Through the whole page and out of it again: all is reached, nothing holds the focus."""
        self.page.evaluate(_FROM_THE_START)
        for _ in range(_PATIENCE * 5):
            stop = self.tab()
            if stop is None:
                break
        else:
            raise AssertionError(f"{self.page.url}: the keyboard does not come out")
        left_out = self.page.evaluate(_LEFT_OUT)
        assert not left_out, f"{self.page.url}: never reached: {left_out}"

    def _enter(self, role: str, name: str) -> None:
        self.to(role, name)
        with self.page.expect_navigation():
            self.press("Enter")


class SitDown(Protocol):
    """What the fixture `at_the_keyboard` gives."""

    def __call__(self, role: str, viewport: ViewportSize = ...) -> Keyboard: ...


@pytest.fixture
def at_the_keyboard(open_page: OpenPage) -> SitDown:
    """Signs in as the demo's user with a role, by keyboard alone."""

    def sit_down(role: str, viewport: ViewportSize = DESKTOP) -> Keyboard:
        page = open_page(viewport)
        page.goto("/sign-in")
        keys = Keyboard(page)
        keys.fill("E-post", f"{role}@stovner.example")
        keys.fill("Passord", DEMO_PASSWORD)
        keys.send("Logg inn")
        return keys

    return sit_down
