"""The rooms' calendar: a week, a day and a month, as people read them and go on from them."""

import re
from datetime import date, time
from html import unescape
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
from sqlalchemy import select

from core.accounts.roles import Role
from core.db.ids import new_id
from core.places.models import OpeningHours, Place
from core.schedules.models import OccurrenceState
from core.testing.factories import LONG_AGO, make_occurrence, make_place
from tests.core.web.counter_kit import Browser, Town
from tests.core.web.counter_kit import town as town

TUESDAY = date(2026, 11, 24)
WEEK = "/stovner/rooms/?day=2026-11-24"
DAY = "/stovner/rooms/day?day=2026-11-24"
MONTH = "/stovner/rooms/hvitt-hus/month?day=2026-11-24"


def book(browser: Browser, activity: str, place: str, starts: str, ends: str) -> None:
    """A booking on the Tuesday."""
    answer = browser.post(
        "/stovner/bookings/new",
        activity=activity,
        place=place,
        day=f"{TUESDAY}",
        starts=starts,
        ends=ends,
    )
    assert answer.status_code == 200, browser.text


@pytest.fixture
def booked(town: Town) -> Browser:
    """The family centre has the house from 18 to 20, the babies the barn from 10 to 12.

    What an administrator sees, who reads English.
    """
    with town.platform.database.writing(town.district) as session:
        make_place(session, "laven")
    admin = town.browser(Role.DISTRICT_ADMIN)
    admin.get("/stovner/bookings/new?lang=en")
    book(admin, "familiesenter", "hvitt-hus", "18:00", "20:00")
    book(admin, "babytreff", "laven", "10:00", "12:00")
    return admin


def hrefs(browser: Browser, text: str) -> list[str]:
    """Where the links with that text lead."""
    found = re.findall(rf"<a [^>]*href=\"([^\"]+)\"[^>]*>{text}</a>", browser.page)
    return [unescape(one) for one in found]


@pytest.mark.parametrize("page", [WEEK, DAY, MONTH + "&lang=en"])
def test_a_block_tells_time_activity_and_organisation(booked: Browser, page: str) -> None:
    booked.get(page)
    assert "18.00–20.00 Familiesenter Oslo Rode Kors" in booked.text
    assert len(hrefs(booked, "18.00–20.00 Familiesenter")) == 1


@pytest.mark.parametrize("page", [WEEK, DAY])
def test_what_waits_is_told_in_words(town: Town, booked: Browser, page: str) -> None:
    booked.get("/stovner/places/laven/rules/new?kind=approval")
    booked.post("/stovner/places/laven/rules/new?kind=approval", weekdays="1")
    leader = town.browser(Role.LEADER)
    leader.get("/stovner/bookings/new")
    book(leader, "familiesenter", "laven", "14:00", "16:00")
    booked.get(page)
    assert "14.00–16.00 Familiesenter Oslo Rode Kors (waits)" in booked.text
    assert booked.text.count("(waits)") == 1


@pytest.mark.parametrize(
    ("chosen", "house", "barn"),
    [
        ("place=hvitt-hus", True, False),
        ("place=laven", False, True),
        ("organisation=oslo-rode-kors", True, False),
        ("organisation=bydel-stovner", False, True),
        ("activity=familiesenter", True, False),
        ("activity=babytreff&place=laven", False, True),
        ("activity=babytreff&place=hvitt-hus", False, False),
        ("place=&organisation=&activity=", True, True),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_filters_leave_out_the_rest(booked: Browser, chosen: str, house: bool, barn: bool) -> None:
    for page in (WEEK, DAY):
        booked.get(f"{page}&{chosen}")
        assert ("18.00–20.00 Familiesenter" in booked.text) is house
        assert ("10.00–12.00 Babytreff" in booked.text) is barn


@pytest.mark.parametrize("page", [WEEK, DAY, MONTH])
def test_free_time_begins_a_booking_there(booked: Browser, page: str) -> None:
    booked.get(page)
    first = next(href for href in hrefs(booked, "Free 08.00–18.00") if "place=hvitt-hus" in href)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(first).query).items()}
    assert asked == {
        "place": "hvitt-hus", "day": f"{TUESDAY}", "starts": "08:00", "ends": "18:00"
    }  # fmt: skip
    booked.get(urljoin(page, first))
    assert '<option selected value="hvitt-hus">' in booked.page
    for field, value in (("day", f"{TUESDAY}"), ("starts", "08:00"), ("ends", "18:00")):
        assert re.search(rf'<input[^>]*name="{field}"[^>]*value="{value}"', booked.page)


@pytest.mark.parametrize("page", [WEEK, DAY, MONTH.replace("hvitt-hus", "laven")])
@pytest.mark.parametrize(
    ("kind", "values", "told"),
    [
        ("buffer", {"before": "60", "after": "30"}, ["08.00–17.00", "20.30–22.00"]),
        ("companion", {"place": "hvitt-hus"}, ["08.00–18.00", "20.00–22.00"]),
    ],
)
def test_free_time_is_free_beside_what_others_keep(
    town: Town, page: str, kind: str, values: dict[str, str], told: list[str]
) -> None:
    """Time for clearing, and a room that comes along."""
    with town.platform.database.writing(town.district) as session:
        make_place(session, "laven")
    admin = town.browser(Role.DISTRICT_ADMIN)
    admin.get("/stovner/bookings/new?lang=en")
    seen = values.get("place", "laven")
    admin.get(f"/stovner/places/laven/rules/new?kind={kind}")
    admin.post(f"/stovner/places/laven/rules/new?kind={kind}", **values)
    book(admin, "familiesenter", "laven", "18:00", "20:00")

    admin.get(page.replace("laven", seen))
    day = f"place={seen}&day={TUESDAY}"
    free = [one for one in re.findall(r'href="([^"]*)">Free', admin.page) if day in unescape(one)]
    times = [parse_qs(urlsplit(unescape(one)).query) for one in free]
    assert [f"{one['starts'][0]}–{one['ends'][0]}".replace(":", ".") for one in times] == told
    for one in told:
        assert f"Free {one}" in admin.text


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_reader_sees_free_time_and_has_nothing_to_press(town: Town, booked: Browser) -> None:
    viewer = town.browser(Role.VIEWER)
    viewer.get(WEEK + "&lang=en")
    assert "Free 08.00–18.00" in viewer.text
    assert "/bookings/new" not in viewer.page


@pytest.mark.parametrize("page", [WEEK, DAY, MONTH])
def test_closed_time_is_told_with_its_reason(town: Town, booked: Browser, page: str) -> None:
    with town.platform.database.writing(town.district) as session:
        house = session.scalars(select(Place.id).where(Place.slug == "hvitt-hus")).one()
        make_occurrence(
            session,
            town.activity,
            TUESDAY,
            state=OccurrenceState.CLOSED,
            reason="Vannlekkasje",
            place_id=house,
        )
    booked.get(page)
    assert "11.00–16.00 Familiesenter: closed (Vannlekkasje)" in booked.text


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_weekday_without_hours_is_closed_and_nothing_is_free(town: Town, booked: Browser) -> None:
    with town.platform.database.writing(town.district) as session:
        barn = session.scalars(select(Place.id).where(Place.slug == "laven")).one()
        session.add(
            OpeningHours(
                id=new_id(LONG_AGO), place_id=barn, weekday=0, opens=time(9), closes=time(15)
            )
        )
    booked.get(DAY + "&place=laven")
    assert "closed" in booked.text
    assert "Free" not in booked.text
    booked.get("/stovner/rooms/day?place=laven&day=2026-11-23")
    assert "Free 09.00–15.00" in booked.text


def test_a_room_that_is_open_until_midnight_is_free_until_then(booked: Browser) -> None:
    booked.get("/stovner/places/laven/edit?lang=en")
    page = "/stovner/places/laven"
    booked.post(f"{page}/edit", name="Laven", lanes="1", day_1="8–24")
    booked.get(page)
    assert "08:00–24:00" in booked.text

    booked.get(DAY + "&place=laven")
    free = next(href for href in hrefs(booked, "Free 12.00–00.00"))
    booked.get(urljoin(DAY, free))
    book(booked, "babytreff", "laven", "20:00", "00:00")
    booked.get(DAY + "&place=laven")
    assert "20.00–00.00 Babytreff" in booked.text


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_only_today_has_the_line_that_tells_where_one_is(booked: Browser) -> None:
    for page, lines in (("/stovner/rooms/", 2), ("/stovner/rooms/day", 2), (WEEK, 0), (DAY, 0)):
        booked.get(page)
        assert booked.text.count(" Now ") == lines, page


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_booked_house_fills_its_rooms(town: Town, booked: Browser) -> None:
    with town.platform.database.writing(town.district) as session:
        house = session.scalars(select(Place).where(Place.slug == "hvitt-hus")).one()
        make_place(session, "stua", parent=house)
        make_place(session, "kjokken", parent=house)
    booked.get(DAY)
    assert len(hrefs(booked, "18.00–20.00 Familiesenter")) == 2
    booked.get("/stovner/rooms/stua/month?day=2026-11-24")
    assert "18.00–20.00 Familiesenter" in booked.text


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_weeks_by_number_and_what_is_not_there(booked: Browser) -> None:
    booked.get("/stovner/rooms/?week=2026-W53")
    assert "week 53" in booked.text
    assert "28.12.2026 – 03.01.2027" in booked.text
    for nonsense in ("?week=2026-W60", "?day=2026-13-01", "?day=x", "?week=x", "?day=9999-12-31"):
        assert booked.get("/stovner/rooms/" + nonsense).status_code == 404
    assert booked.get("/stovner/rooms/nowhere/month").status_code == 404


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_cancelled_booking_frees_the_room_at_once(booked: Browser) -> None:
    booked.get(WEEK)
    address = booked.get(urljoin(WEEK, hrefs(booked, "18.00–20.00 Familiesenter")[0])).request.path
    booked.post(address + "/cancel", reason="Ferie")
    assert "cancelled" in booked.text
    booked.get(WEEK)
    assert "18.00–20.00 Familiesenter" not in booked.text
    assert "Free 08.00–22.00" in booked.text


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_who_may_look(town: Town) -> None:
    for role, status in ((Role.VIEWER, 200), (Role.ADMIN, 200), (Role.COUNTER, 403)):
        browser = town.browser(role)
        for page in (WEEK, DAY, MONTH):
            assert browser.get(page).status_code == status, role
