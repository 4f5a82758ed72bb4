"""By keyboard alone: counting a day, planning, putting days right; and taps faster than answers."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from playwright.sync_api import Locator, Page, expect

from core.calendar.counting_year import Period
from core.calendar.holidays_no import public_holidays
from tests.support.browser import PHONE
from tests.support.keyboard import Keyboard, SitDown

WEEKDAYS = ("Mandag", "Tirsdag", "Onsdag", "Torsdag", "Fredag", "Lørdag", "Søndag")

TAPS = 100
TAP = """async (taps) => {
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


def counted(page: Page, category: str) -> Locator:
    """Where the counter shows a total."""
    return page.locator(f"[data-total-for={category}]")


def saved(page: Page) -> None:
    """The presses have reached the server."""
    expect(page.locator("[data-saving]")).to_contain_text("lagret")


def says(page: Page, text: str) -> None:
    """A message about what was done."""
    expect(page.get_by_role("status").filter(has_text=text)).to_be_visible()


def today() -> date:
    """The server's day."""
    return datetime.now(ZoneInfo("Europe/Oslo")).date()


def add_day(keys: Keyboard, day: date) -> None:
    """From an activity's page to a single day, three to seven o'clock."""
    keys.follow("^Planlegg dager$")
    keys.follow("Legg til én dag i stedet")
    keys.date("Dato", day.isoformat())
    keys.time("Åpner", "1500")
    keys.time("Stenger", "1900")
    keys.send("Legg til dagen")
    says(keys.page, "Dagen er lagt til.")


def test_a_volunteer_counts_families_and_newcomers(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("counter", PHONE)
    page = keys.page
    keys.send("^Ingen kom$")
    says(page, "Lagret: Ingen kom.")
    page.context.set_offline(True)  # the counter stays where it is
    for role, name in (("link", "Stengt i dag"), ("button", "^Angre siste$")):
        keys.to(role, name)
        keys.press("Enter")
        expect(page.locator("[data-saving]")).to_contain_text("Dette krever nett.")
    page.context.set_offline(False)
    keys.send("^Angre siste$")  # what was pressed before this page was opened
    expect(page.get_by_text("Lagret: Ingen kom.")).to_have_count(0)
    keys.send("^Ingen kom$")
    saved(page)
    keys.tap("^En voksen til$")
    keys.tap("^En voksen til$")
    keys.press("Enter")  # the focus stays where it was, so that a press is one key
    keys.tap("^En voksen mindre$")
    expect(counted(page, "adult")).to_have_text("2")
    keys.tap(r"^2\+3$")
    expect(counted(page, "adult")).to_have_text("4")
    expect(counted(page, "child")).to_have_text("3")
    expect(page.locator("[data-announce]")).to_have_text("4 voksne, 3 barn")
    keys.tap("^Angre siste$")
    expect(counted(page, "adult")).to_have_text("2")
    expect(counted(page, "child")).to_have_text("0")
    keys.tap("^Én til: Nye voksne$")
    expect(counted(page, "new_adult")).to_have_text("1")
    saved(page)
    page.reload()
    expect(counted(page, "adult")).to_have_text("2")
    expect(counted(page, "new_adult")).to_have_text("1")


def test_a_volunteer_types_closes_and_opens_today(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("counter", PHONE)
    page = keys.page
    keys.follow("Skriv inn antall")
    keys.fill("^Voksne", "2.5")
    keys.send("Lagre tallene")
    assert "Voksne" in page.locator(".ds-error-summary").inner_text()
    keys.fill("^Voksne", "14")
    keys.fill("^Barn", "21")
    if page.get_by_label("Hvorfor rettes det?").count():  # the day's hours are over
        keys.fill("Hvorfor rettes det", "Talt på papir")
    keys.send("Lagre tallene")
    expect(counted(page, "adult")).to_have_text("14")
    keys.follow("Stengt i dag")
    keys.fill("Hvorfor er det stengt", "Ingen varme i huset")
    keys.send("Steng dagen")
    expect(page.get_by_text("Ingen varme i huset")).to_be_visible()
    keys.send("Åpne dagen igjen")
    expect(counted(page, "child")).to_have_text("21")


def test_an_activity_its_weeks_and_a_holiday_kept_open(at_the_keyboard: SitDown) -> None:
    coming = Period(today() + timedelta(1), today() + timedelta(366))
    holiday = min(public_holidays(coming))
    keys = at_the_keyboard("leader")
    page = keys.page
    keys.follow("^Tilbud$")
    keys.follow("^Lag et tilbud$")
    keys.fill("Navn", "Leksehjelp")
    keys.select("Hvem driver det", "Oslo")
    keys.choose("En rekke for én gruppe|gruppe")
    keys.send("Lag tilbudet")
    expect(page.locator("h1")).to_have_text("Planlegg dager")
    keys.tick(WEEKDAYS[holiday.weekday()])
    keys.time("Åpner", "1500")
    keys.time("Stenger", "1900")
    keys.date("Første dag", holiday.isoformat())
    keys.date("Siste dag", (holiday + timedelta(7)).isoformat())
    keys.send("Se datoene")
    keys.tick("Hold åpent")
    keys.send("Lagre planen")
    expect(page.locator(".day-row").first).to_contain_text("Planlagt")

    keys.follow("^Endre eller avlys")
    keys.follow("^Flytt$")
    keys.date("Dato", (holiday + timedelta(1)).isoformat())
    keys.send("Flytt dagen")
    says(page, "Dagen er flyttet.")
    keys.follow("^Endre eller avlys")
    keys.follow("^Steng$")
    keys.fill("Hvorfor", "Malerne er her")
    keys.send("Steng dagen")
    says(page, "Dagen er stengt.")
    keys.send("Åpne dagen igjen")
    says(page, "Dagen er åpen.")
    keys.follow("^Avlys dagen$")
    keys.send("Avlys dagen")  # without saying why
    keys.fill("Hvorfor", "Ingen til å ta imot")
    keys.send("Avlys dagen")
    says(page, "Dagen er avlyst.")
    history = page.get_by_role("table", name="Det som har skjedd med dagen")
    expect(history).to_contain_text("Malerne er her")
    expect(history).to_contain_text("Ingen til å ta imot")


def test_days_not_entered_a_zero_and_a_correction_with_its_history(
    at_the_keyboard: SitDown,
) -> None:
    keys = at_the_keyboard("leader")
    page = keys.page
    keys.follow("^Tilbud$")
    keys.follow("^Familiesenteret$")
    add_day(keys, today() - timedelta(20))
    keys.follow("^Før dagen")
    keys.fill("^Voksne", "0")
    keys.fill("^Barn", "0")
    keys.send("Lagre tallene")
    says(page, "Tallene er lagret.")
    expect(page.get_by_text("Holdt", exact=True).first).to_be_visible()

    keys.fill("^Voksne", "4")
    keys.send("Lagre tallene")  # without a reason
    expect(page.locator(".ds-error-summary")).to_be_focused()
    keys.follow_to_field("Hvorfor rettes")
    keys.type("To kom etter stengetid")
    keys.send("Lagre tallene")
    says(page, "Tallene er lagret.")
    history = page.get_by_role("table", name="Det som er ført")
    expect(history).to_contain_text("0 → 4")
    expect(history).to_contain_text("To kom etter stengetid")


def test_a_total_never_goes_back_under_fast_taps(at_the_keyboard: SitDown) -> None:
    page = at_the_keyboard("counter", PHONE).page
    seen = page.evaluate(TAP, TAPS)
    assert seen == sorted(seen)
    expect(counted(page, "child")).to_have_text(str(seen[0] + TAPS))
