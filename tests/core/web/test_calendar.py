"""The week of the district, and the days it should know of."""

import re

import pytest

from core.accounts.roles import Role
from core.testing.factories import make_activity, make_occurrence
from tests.core.web.counter_kit import BOARD, TODAY, Browser, Town
from tests.core.web.counter_kit import town as town

WEEK = "/stovner/calendar/"
NOTES = "/stovner/calendar/notes"
CENTRE = "/stovner/activities/familiesenter"
RAMADAN = {"name": "Ramadan", "kind": "note", "first": "2027-02-08", "last": "2027-03-09"}


def english(town: Town, role: Role) -> Browser:
    browser = town.browser(role)
    browser.get("/stovner/account?lang=en")
    return browser


def test_the_week_tells_planned_held_closed_cancelled_and_not_entered_apart(town: Town) -> None:
    leader = english(town, Role.LEADER)
    leader.get(BOARD)
    leader.post(BOARD, press="adult:1")
    leader.post(f"{CENTRE}/days/2026-11-21-1100/close", reason="Syke vakter")
    leader.post(f"{CENTRE}/days/2026-11-29-1100/cancel", reason="Ferie")
    leader.get(WEEK)
    assert "Week 47" in leader.text
    for words in ("Held", "Closed Syke vakter", "Not entered", "Planned", "Babytreff"):
        assert words in leader.text.replace("  ", " ")
    leader.get(WEEK + "?week=2026-W48")
    assert "Cancelled Ferie" in leader.text
    assert "?week=2026-W49" in leader.page


def test_a_week_is_iso_and_shows_holidays(town: Town) -> None:
    viewer = english(town, Role.VIEWER)
    viewer.get(WEEK + "?week=2026-W53")
    assert "28.12.2026 – 03.01.2027" in viewer.text
    assert "New Year's Day" in viewer.text
    assert "Friday 1 January" in viewer.text


@pytest.mark.parametrize("week", ["2027-W53", "2026-W54", "0001-W01", "9999-W52", "nonsense"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_week_that_is_not_there(town: Town, week: str) -> None:
    assert town.browser(Role.VIEWER).get(f"{WEEK}?week={week}").status_code == 404


def test_the_week_asks_as_often_for_many_activities_as_for_two(town: Town) -> None:
    viewer = town.browser(Role.VIEWER)
    viewer.get(WEEK)

    def asked() -> int:
        with town.statements() as seen:
            viewer.get(WEEK)
        tables = ("activities", "places", "occurrences", "calendar_notes")
        return sum(any(f"FROM {name}" in one.replace("\n", "") for name in tables) for one in seen)

    before = asked()
    with town.platform.database.writing(town.district) as session:
        organisation = session.connection().exec_driver_sql(
            "SELECT organisation_id FROM activities"
        )
        owner = organisation.scalars().first()
        for number in range(12):
            activity = make_activity(session, int(owner or 0), f"kafe-{number}")
            make_occurrence(session, activity.id, TODAY)
    assert asked() == before <= 6
    viewer.get(WEEK)
    assert viewer.page.count("week-entry") == 16


def test_a_district_keeps_its_notes(town: Town) -> None:
    admin = english(town, Role.DISTRICT_ADMIN)
    admin.get(NOTES)
    assert "None for the coming year. Add the autumn holiday" in admin.text
    leader = english(town, Role.LEADER)
    leader.get(NOTES)
    assert "The district's administrator adds them." in leader.text
    answer = admin.post(NOTES, **{**RAMADAN, "last": "2027-02-01"})
    assert (answer.status_code, "before the first" in admin.text) == (422, True)
    assert 'value="Ramadan"' in admin.page
    answer = admin.post(NOTES, **{**RAMADAN, "first": "2090-02-08", "last": "2090-03-01"})
    assert (answer.status_code, "five years ahead" in admin.text) == (422, True)
    admin.post(NOTES, **RAMADAN)
    assert "Ramadan 08.02.2027 – 09.03.2027 · Something to keep in mind" in admin.text
    (note,) = set(re.findall(r"/stovner/calendar/notes/\d+", admin.page))
    admin.get(note)
    admin.post(note, **{**RAMADAN, "name": "Ramadan (1448)"})
    assert "Ramadan (1448)" in admin.text
    admin.get(WEEK + "?week=2027-W06")
    assert admin.text.count("Ramadan (1448)") == 7
    admin.get(note)
    admin.post(note + "/delete")
    assert "Ramadan (1448)" not in admin.text
    assert admin.get(note).status_code == 404


def test_public_holidays_tell_who_keeps_open_and_opens_with_one_tap(town: Town) -> None:
    leader = english(town, Role.LEADER)
    fields = {"starts": "11:00", "ends": "16:00", "place": "", "weekdays": ["4"]}
    leader.get(CENTRE + "/plan")
    leader.post(CENTRE + "/plan", **fields, first="2026-12-25", last="2027-01-01")
    leader.post(CENTRE + "/plan", **fields, first="2026-12-25", last="2027-01-01")
    leader.get(NOTES)
    assert leader.text.count("Familiesenter Closed") == 2
    leader.post(f"{CENTRE}/days/2026-12-25-1100/open")
    leader.get(NOTES)
    assert leader.text.count("Familiesenter Kept open") == 1
    assert leader.text.count("Familiesenter Closed") == 1


@pytest.mark.parametrize("role", [Role.LEADER, Role.VIEWER, Role.STAFF])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_others_read_the_notes(town: Town, role: Role) -> None:
    browser = english(town, role)
    assert browser.get(NOTES).status_code == 200
    assert "Add the days" not in browser.text
    assert browser.post(NOTES, **RAMADAN).status_code == 403
