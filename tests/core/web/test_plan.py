"""Planning by form: every date is seen before anything is saved."""

from datetime import date, timedelta
from typing import Any

import pytest

from core.accounts.roles import Role
from core.calendar.counting_year import Period
from core.counts.days import Day, days_between
from tests.core.web.counter_kit import Browser, Town
from tests.core.web.counter_kit import town as town

CENTRE = "/stovner/activities/familiesenter"
PLAN = CENTRE + "/plan"
EASTER: dict[str, Any] = {
    "weekdays": ["3", "6"],
    "starts": "18:00",
    "ends": "20:00",
    "first": "2027-03-22",
    "last": "2027-04-04",
    "place": "",
}


@pytest.fixture
def leader(town: Town) -> Browser:
    """The centre's leader, reading English."""
    browser = town.browser(Role.LEADER)
    browser.get("/stovner/account?lang=en")
    browser.get(PLAN)
    return browser


def days(town: Town, first: date, last: date) -> list[Day]:
    with town.platform.database.reading(town.district) as session:
        return days_between(session, Period(first, last), [town.activity])


def planned(town: Town) -> list[tuple[str, str, str | None]]:
    return [
        (day.key, day.state, day.reason) for day in days(town, date(2027, 3, 22), date(2027, 4, 4))
    ]


def test_a_preview_tells_of_each_date_and_saves_nothing(town: Town, leader: Browser) -> None:
    answer = leader.post(PLAN, **EASTER)
    assert answer.status_code == 200
    assert "4 dates" in leader.text
    for words in ("Thursday 25 March 2027", "Maundy Thursday", "Easter Sunday", "Keep open"):
        assert words in leader.text
    assert planned(town) == []


def test_the_next_plan_begins_as_the_last_one_was(leader: Browser) -> None:
    for page in (PLAN, PLAN + "/day"):
        leader.get(page)
        assert " checked" not in leader.page
        assert 'value="18:00"' not in leader.page
    leader.post(PLAN, **EASTER)
    leader.post(PLAN, **EASTER)
    leader.get(PLAN + "/day")
    assert 'value="18:00"' in leader.page
    assert 'value="20:00"' in leader.page
    leader.get(PLAN)
    assert 'value="18:00"' in leader.page
    assert leader.page.count(" checked") == 2


def test_the_plan_is_saved_with_what_was_kept_open(town: Town, leader: Browser) -> None:
    leader.post(PLAN, **EASTER)
    leader.post(PLAN, **EASTER, keep_open="2027-03-25")
    assert "4 days are planned" in leader.text
    assert planned(town) == [
        ("2027-03-25-1800", "planned", None),
        ("2027-03-28-1800", "closed", "Første påskedag"),
        ("2027-04-01-1800", "planned", None),
        ("2027-04-04-1800", "planned", None),
    ]


def test_a_plan_sent_twice_is_one_plan(town: Town, leader: Browser) -> None:
    leader.post(PLAN, **EASTER)
    leader.post(PLAN, **EASTER)
    answer = leader.post(PLAN, **EASTER, seen="yes")
    assert (answer.status_code, "has all these days already" in leader.text) == (422, True)
    assert len(planned(town)) == 4


def test_days_that_are_there_are_said_and_left(town: Town, leader: Browser) -> None:
    fields = {**EASTER, "weekdays": ["6"], "first": "2026-11-23", "last": "2026-12-06"}
    leader.post(PLAN, **{**fields, "starts": "15:00", "ends": "17:00"})
    assert "There already 11:00–16:00; left as it is" in leader.text
    leader.post(PLAN, **fields)
    assert "There already" not in leader.text
    leader.post(PLAN, **fields)
    found = days(town, date(2026, 11, 29), date(2026, 11, 29))
    assert [day.key for day in found] == ["2026-11-29-1100", "2026-11-29-1800"]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"starts": "02:30", "ends": "04:00"}, "28.03.2027: 02.30 does not exist"),
        ({"last": "2027-03-01"}, "The last day is before the first"),
        ({"last": "2029-05-01"}, "at most two years"),
        ({"first": "0001-01-01", "last": "0001-02-01"}, "Choose a day from 2000 to 2098"),
        ({"first": "2090-01-01", "last": "2090-02-01"}, "at most five years ahead"),
        ({"weekdays": []}, "Choose at least one weekday"),
        ({"weekdays": ["9"]}, "Weekdays"),
        ({"weekdays": ["1"], "last": "2027-03-22"}, "None of the weekdays"),
        ({"starts": "20:00", "ends": "20:00"}, "over 16 hours"),
        ({"place": "17"}, "Place"),
        ({"first": "next week"}, "First day"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_cannot_be_planned_is_said_and_kept(
    town: Town, leader: Browser, change: dict[str, Any], words: str
) -> None:
    answer = leader.post(PLAN, **{**EASTER, **change})
    assert answer.status_code == 422
    assert words in leader.text
    assert f'value="{change.get("ends", "20:00")}"' in leader.page
    assert planned(town) == []


def test_school_free_days_are_shown_and_close_nothing(town: Town, leader: Browser) -> None:
    admin = town.browser(Role.DISTRICT_ADMIN)
    admin.get("/stovner/calendar/notes")
    admin.post(
        "/stovner/calendar/notes",
        name="Høstferie",
        kind="school-free",
        first="2027-09-27",
        last="2027-10-01",
    )
    fields = {**EASTER, "first": "2027-09-27", "last": "2027-10-03"}
    leader.post(PLAN, **fields)
    assert "Høstferie" in leader.text
    leader.post(PLAN, **fields)
    found = days(town, date(2027, 9, 27), date(2027, 10, 3))
    assert {day.state for day in found} == {"planned"}


def test_one_day_is_added_past_or_coming(town: Town, leader: Browser) -> None:
    leader.get(PLAN + "/day")
    fields = {"starts": "11:00", "ends": "16:00", "place": ""}
    for day in ("2026-10-01", "2026-12-24"):
        leader.post(PLAN + "/day", day=day, **fields)
        assert "The day is added" in leader.text
    answer = leader.post(PLAN + "/day", day="2026-12-24", **fields)
    assert answer.status_code == 422
    assert "there already on 24.12.2026, 11.00–16.00" in leader.text
    assert 'value="2026-12-24"' in leader.page
    for day in ("", "9999-12-31", "31.02.2027"):
        assert leader.post(PLAN + "/day", day=day, **fields).status_code == 422


def test_an_activity_without_a_plugin_is_planned_too(town: Town) -> None:
    admin = town.browser(Role.DISTRICT_ADMIN)
    address = "/stovner/activities/babytreff/plan"
    admin.get(address)
    admin.post(address, **EASTER)
    assert admin.post(address, **EASTER).request.path == "/stovner/activities/babytreff"
    with town.platform.database.reading(town.district) as session:
        found = days_between(session, Period(date(2027, 3, 22), date(2027, 3, 22) + timedelta(14)))
        assert len(found) == 4
