"""The pages and secret addresses of the feeds of bookings."""

import re

import pytest
from icalendar import Calendar

from core.accounts.roles import Role
from core.testing.factories import make_district, make_place
from tests.core.web.counter_kit import Browser, Town
from tests.core.web.counter_kit import town as town

PAGE = "/stovner/rooms/feeds/"
HOUSE = PAGE + "place/hvitt-hus"


def addresses(browser: Browser) -> list[str]:
    """What the page offers: bookings, and the whole."""
    return re.findall(r"href=\"http://localhost(/stovner/rooms/feeds/[^\"]+\.ics)\"", browser.page)


@pytest.fixture
def reader(town: Town) -> Browser:
    """Somebody who sees the calendar, and has had an address made for the house."""
    leader = town.browser(Role.LEADER)
    leader.get("/stovner/bookings/new")
    leader.post(
        "/stovner/bookings/new",
        activity="familiesenter",
        place="hvitt-hus",
        day="2026-11-24",
        starts="18:00",
        ends="20:00",
    )
    browser = town.browser(Role.VIEWER)
    browser.get(PAGE + "?place=hvitt-hus&lang=en")
    browser.post(HOUSE)
    return browser


def test_anybody_with_the_address_follows_the_bookings(town: Town, reader: Browser) -> None:
    program = town.browser().client
    bookings, whole = addresses(reader)
    answer = program.get(bookings)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    events = {str(one["dtstart"].dt): one for one in Calendar.from_ical(answer.data).events}
    assert str(events["2026-11-24 17:00:00+00:00"]["location"]) == "Hvitt hus"
    assert b"A leader" not in answer.data
    again = program.get(bookings, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    second = Calendar.from_ical(program.get(whole).data).events
    assert "Første juledag" in {str(one["summary"]) for one in second}


def test_a_renewed_address_ends_the_old_one(town: Town, reader: Browser) -> None:
    program, old = town.browser().client, addresses(reader)
    assert "Renew" not in reader.page
    assert reader.post(HOUSE + "/renew").status_code == 403
    admin = town.browser(Role.DISTRICT_ADMIN)
    admin.get(PAGE + "?place=hvitt-hus&lang=en")
    assert addresses(admin) == old
    admin.post(HOUSE + "/renew")
    new = addresses(admin)
    assert [program.get(one).status_code for one in old] == [404, 404]
    assert [program.get(one).status_code for one in new] == [200, 200]


def test_another_district_does_not_know_it(town: Town, reader: Browser) -> None:
    with town.platform.database.platform_writing() as shared:
        other = make_district(shared, "grorud").id
    with town.platform.database.writing(other) as session:
        make_place(session)
    there = addresses(reader)[0].replace("/stovner/", "/grorud/")
    assert town.browser().client.get(there).status_code == 404


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_is_not_there_and_who_may_not(town: Town) -> None:
    viewer = town.browser(Role.VIEWER)
    assert "Choose what to follow" in viewer.get(PAGE + "?lang=en").text
    for kind in ("place", "organisation", "activity"):
        assert viewer.get(f"{PAGE}?{kind}=nowhere").status_code == 404
        viewer.get("/stovner/account")
        assert viewer.post(f"{PAGE}{kind}/nowhere").status_code == 404
    anybody = town.browser()
    for path in ("guess/bookings.ics", "guess/whole.ics", "guess/other.ics"):
        assert anybody.get(PAGE + path).status_code == 404
    assert town.browser(Role.COUNTER).get(PAGE).status_code == 403


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_rooms_lead_to_the_feeds_of_what_is_chosen(town: Town) -> None:
    viewer = town.browser(Role.VIEWER)
    viewer.get("/stovner/rooms/")
    assert "/rooms/feeds" not in viewer.page
    for page in ("/stovner/rooms/?place=hvitt-hus", "/stovner/rooms/hvitt-hus/month"):
        viewer.get(page)
        assert "/stovner/rooms/feeds/?place=hvitt-hus" in viewer.page
