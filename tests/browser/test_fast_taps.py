"""Many taps in a row, while the answers to the first ones come in."""

from playwright.sync_api import expect

from tests.browser.test_keyboard_days import counted
from tests.support.browser import PHONE
from tests.support.keyboard import SitDown

_TAPS = 100
_TAP = """async (taps) => {
  const total = document.querySelector("[data-total-for=child]");
  const more = document.querySelector("[value='child:1']");
  const seen = [Number(total.textContent)];
  const watch = new MutationObserver(() => seen.push(Number(total.textContent)));
  watch.observe(total, { childList: true });
  for (let tap = 0; tap < taps; tap++) {
    more.click();
    await new Promise((go_on) => setTimeout(go_on, 7));
  }
  return seen;
}"""


def test_a_total_never_goes_back(at_the_keyboard: SitDown) -> None:
    page = at_the_keyboard("counter", PHONE).page
    seen = page.evaluate(_TAP, _TAPS)
    assert seen == sorted(seen)
    expect(counted(page, "child")).to_have_text(str(seen[0] + _TAPS))
