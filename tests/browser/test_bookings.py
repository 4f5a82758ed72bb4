"""Booking in a real browser: a term with a clash, a refusal with its way out, by every hand."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar
from playwright.sync_api import Page, ViewportSize, expect

from core.calendar.counting_year import Period
from core.calendar.holidays_no import public_holidays
from tests.support.browser import DESKTOP, PHONE, OpenPage, assert_accessible, sign_in
from tests.support.keyboard import SitDown

OSLO = ZoneInfo("Europe/Oslo")
TIMES = ("17:00", "19:00")
BOOK, FREE_CHECK = "Bestill lokalet", "Se om det er ledig"
MOVE = "Flytt til"


def term(number: int) -> list[date]:
    """Six Tuesdays ahead; each test has a term of its own, for they share the server."""
    today = datetime.now(OSLO).date()
    first = today + timedelta((1 - today.weekday()) % 7, weeks=3 + 7 * number)
    return [first + timedelta(weeks=n) for n in range(6)]


def sunday() -> date:
    """One on which the family centre is open, and has its first right."""
    day = datetime.now(OSLO).date() + timedelta(days=8)
    while day.weekday() != 6 or day in public_holidays(Period(day, day)):
        day += timedelta(days=1)
    return day


def prepare(open_page: OpenPage, days: list[date]) -> None:
    """The third date is in the autumn holiday, and the women's network has the fourth."""
    page = open_page(DESKTOP)
    sign_in(page, "district-admin")
    page.goto("/stovner/calendar/notes")
    page.fill("[name=name]", "Høstferie")
    page.check("[name=kind][value=school-free]")
    page.fill("[name=first]", f"{days[2] - timedelta(days=1)}")
    page.fill("[name=last]", f"{days[2] + timedelta(days=3)}")
    page.get_by_role("button", name="Legg til dagene").click()
    expect(page.get_by_text("Dagene er lagret.")).to_be_visible()
    where = f"activity=foreldrekafe&place=laven&day={days[3]}"
    page.goto(f"/stovner/bookings/new?{where}&starts={TIMES[0]}&ends={TIMES[1]}")
    page.get_by_role("button", name=BOOK).click()
    expect(page.get_by_text("Lokalet er ditt.")).to_be_visible()


def decided(page: Page, days: list[date]) -> None:
    """Every date has its own word, and nothing is saved yet."""
    expect(page.locator("h1")).to_have_text("6 datoer")
    rows = page.locator("main tbody tr")
    assert [rows.nth(n).locator(".ds-tag").inner_text() for n in range(6)] == [
        *["ledig"] * 3, "kan ikke fås", *["ledig"] * 2
    ]  # fmt: skip
    expect(rows.nth(2).locator("th")).to_contain_text("Høstferie")
    expect(rows.nth(3)).to_contain_text("Foreldrekafé (Bydel Stovner) har Låven")


def followed(page: Page, days: list[date]) -> dict[date, str]:
    """What a calendar program reads of the barn at the address on the page: when it begins."""
    address = page.locator("dd a.long-address").first.get_attribute("href")
    assert address
    answer = page.request.get(address)
    assert answer.headers["content-type"].startswith("text/calendar")
    begins = [
        one["dtstart"].dt.astimezone(OSLO)
        for one in Calendar.from_ical(answer.body()).events
        if str(one["location"]) == "Låven" and str(one["status"]) == "CONFIRMED"
    ]
    return {one.date(): f"{one:%H:%M}" for one in begins if days[0] <= one.date() <= days[-1]}


def assert_moved(page: Page, days: list[date]) -> None:
    """All six are there; the fourth alone is at another time, or on another day."""
    found = followed(page, days)
    kept = days[:3] + days[4:]
    assert len(found) == 6
    assert [found.pop(day) for day in kept] == [TIMES[0]] * 5
    assert (days[3], TIMES[0]) not in found.items()


@pytest.mark.parametrize(("viewport", "number"), [(DESKTOP, 0), (PHONE, 1)], ids=["desk", "phone"])
def test_a_coordinator_books_a_term_and_moves_the_date_that_clashes(
    open_page: OpenPage, viewport: ViewportSize, number: int
) -> None:
    days = term(number)
    prepare(open_page, days)
    page = open_page(viewport)
    sign_in(page, "coordinator")
    page.goto(f"/stovner/rooms/?place=laven&day={days[0]}")
    assert_accessible(page)
    free = page.get_by_role("link", name="Ledig 08.00–22.00")
    free.nth(0 if viewport is PHONE else 1).click()
    assert page.input_value("[name=place]") == "laven"
    assert page.input_value("[name=day]") == f"{days[0]}"
    assert page.input_value("[name=starts]") == "08:00"
    page.select_option("[name=activity]", "foreldrekafe")
    page.fill("[name=starts]", TIMES[0])
    page.fill("[name=ends]", TIMES[1])
    expect(page.locator("[data-word]")).to_contain_text("Låven er ledig")
    page.fill("[name=until]", f"{days[-1]}")
    assert_accessible(page)
    page.get_by_role("button", name=BOOK).click()
    decided(page, days)
    assert_accessible(page)
    clash = page.locator("main tbody tr").nth(3).locator("select")
    clash.select_option(label=clash.locator("option", has_text=MOVE).first.inner_text())
    page.get_by_role("button", name="Bestill datoene").click()
    expect(page.get_by_text("6 datoer er bestilt.")).to_be_visible()
    assert_accessible(page)
    page.goto("/stovner/rooms/?activity=foreldrekafe")
    page.get_by_role("link", name="Følg i din egen kalender").click()
    make = page.get_by_role("button", name="Lag en adresse")
    if make.count():
        make.click()
    assert_accessible(page)
    assert_moved(page, days)


def test_the_same_by_keyboard_alone(open_page: OpenPage, at_the_keyboard: SitDown) -> None:
    days = term(2)
    prepare(open_page, days)
    keys = at_the_keyboard("coordinator")
    keys.follow("^Kalender$")
    keys.follow("^Se rommene$")
    keys.follow("^Bestill lokale$")
    keys.select("^Tilbud$", "Foreldre")
    keys.select("^Lokale$", "Låven")
    keys.date("^Dato$", f"{days[0]}")
    keys.time("^Fra$", "1700")
    keys.time("^Til$", "1900")
    keys.date("^Hver uke", f"{days[-1]}")
    keys.send(f"^{BOOK}$")
    decided(keys.page, days)
    keys.select(f"{days[3].day}\\. ", MOVE)
    keys.send("^Bestill datoene$")
    expect(keys.page.get_by_text("6 datoer er bestilt.")).to_be_visible()
    keys.follow("^Kalender$")
    keys.follow("^Se rommene$")
    keys.select("^Lokale$", "Låven")
    keys.send("^Vis$")
    keys.follow("^Følg i din egen kalender$")
    keys.send("^Lag en adresse$")
    assert_moved(keys.page, days)


@pytest.mark.parametrize(("viewport", "people"), [(DESKTOP, "60"), (PHONE, "61")])
def test_a_refusal_gives_every_reason_and_one_press_takes_another(
    open_page: OpenPage, viewport: ViewportSize, people: str
) -> None:
    page = open_page(viewport)
    sign_in(page, "coordinator")
    page.goto(f"/stovner/bookings/new?activity=foreldrekafe&place=hvitt-hus-stue&day={sunday()}")
    page.fill("[name=starts]", "15:00")
    page.fill("[name=ends]", "18:00")
    page.fill("[name=people]", people)
    refusal = page.locator("[data-word] .ds-alert")
    expect(refusal).to_contain_text("Du kan ikke bestille Stua i Hvitt hus")
    offers = page.locator("[data-word] section form button")
    expect(offers).to_have_count(3)  # while it is filled in, too
    assert_accessible(page)
    with page.expect_navigation():
        page.get_by_role("button", name=BOOK).click()
    for reason in (
        "Familiesenteret (Oslo Røde Kors) har Stua i Hvitt hus",
        "Oslo Røde Kors har fortrinnsrett her søndager kl. 15.00–19.00 (sambruksavtale)",
        "Det er plass til 40 personer",
    ):
        expect(refusal).to_contain_text(reason)
    assert page.input_value("[name=people]") == people
    assert_accessible(page)
    expect(offers).to_have_count(3)
    place = offers.nth(1).inner_text().rpartition(", ")[2]
    offers.nth(1).click()
    expect(page.get_by_text("Lokalet er ditt.")).to_be_visible()
    expect(page.locator("main dl")).to_contain_text(place)
    assert_accessible(page)


def test_a_refusal_is_answered_by_keyboard_alone(at_the_keyboard: SitDown) -> None:
    keys = at_the_keyboard("coordinator")
    keys.follow("^Kalender$")
    keys.follow("^Se rommene$")
    keys.follow("^Bestill lokale$")
    keys.select("^Tilbud$", "Foreldrekaf")
    keys.select("^Lokale$", "Stua")
    keys.date("^Dato$", f"{sunday() + timedelta(weeks=1)}")
    keys.time("^Fra$", "1500")
    keys.time("^Til$", "1800")
    keys.send(f"^{FREE_CHECK}$")
    expect(keys.page.locator("[data-word]")).to_contain_text("fortrinnsrett")
    # What is typed, and the form's secret, stand in no address
    assert keys.page.url.endswith("/bookings/new")
    keys.send(r"^(Man|Tirs|Ons|Tors|Fre|Lør|Søn)dag \d+\. ")
    expect(keys.page.get_by_text("Lokalet er ditt.")).to_be_visible()


def test_an_answer_that_comes_while_one_tabs_leaves_the_button_in_sight(
    open_page: OpenPage,
) -> None:
    page = open_page(ViewportSize(width=1280, height=1500))
    sign_in(page, "coordinator")
    asked = f"activity=foreldrekafe&place=hvitt-hus-stue&day={sunday() + timedelta(weeks=1)}"
    page.goto(f"/stovner/bookings/new?{asked}")
    button = page.get_by_role("button", name=BOOK)
    end = button.evaluate("button => Math.ceil(button.getBoundingClientRect().bottom)")
    page.set_viewport_size(
        ViewportSize(width=1280, height=end + 20)
    )  # what is not scrolled, nothing anchors
    page.fill("[name=starts]", "15:00")
    page.fill("[name=ends]", "18:00")
    button.focus()
    expect(page.locator("[data-word]")).to_contain_text("fortrinnsrett")
    expect(button).to_be_in_viewport(ratio=1)
