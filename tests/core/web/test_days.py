"""Days: what is missing, what was entered by whom, corrections, and changes to a day."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.accounts.roles import Role
from core.schedules.models import Occurrence
from core.testing.factories import make_staff
from tests.core.web.counter_kit import BOARD, KEY, TODAY, Browser, Town
from tests.core.web.counter_kit import town as town

COMING = TODAY + timedelta(7)
DAYS = "/stovner/activities/familiesenter/days"
TODAYS = f"{DAYS}/{KEY}"
YESTERDAY = f"{DAYS}/2026-11-21-1100"
NEXT = f"{DAYS}/2026-11-29-1100"
EVENT = {
    "id": "7c9a4cf8-2a1f-4f5e-9a8d-0f2b6f3f5d10",
    "category": "child",
    "n": -1,
    "tapped_at": "2026-11-22T10:05:00Z",
}
only_sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def english(town: Town, role: Role) -> Browser:
    browser = town.browser(role)
    browser.get("/stovner/account?lang=en")
    return browser


def count(town: Town, *presses: str, role: Role = Role.COUNTER) -> None:
    browser = town.browser(role)
    for press in presses:
        town.clock.advance(seconds=30)
        browser.get(BOARD)
        browser.post(BOARD, press=press)


@pytest.fixture
def leader(town: Town) -> Browser:
    """The centre's leader, reading English."""
    return english(town, Role.LEADER)


def test_the_list_begins_with_what_is_missing(town: Town, leader: Browser) -> None:
    count(town, "adult:2", "child:1")
    leader.get(DAYS)
    every = leader.text
    assert "Days not entered (2)" in every
    assert every.index("Days not entered") < every.index("Sunday 22 November Held 2 1")
    assert "Coming up Date Status Adults Children Reason Sunday 29 November Planned" in every
    assert YESTERDAY in leader.page
    leader.post(YESTERDAY + "/close", reason="Syke vakter")
    leader.get(DAYS)
    assert "Days not entered (1)" in leader.text
    assert "Closed" in leader.text


@only_sqlite
def test_a_day_that_has_not_come_asks_for_no_numbers(leader: Browser) -> None:
    leader.get(NEXT)
    assert "What has been entered" not in leader.text
    assert 'name="adult"' not in leader.page
    leader.get(YESTERDAY)
    assert "Nothing yet. A blank is not a zero" in leader.text
    assert 'name="adult"' in leader.page


@only_sqlite
def test_a_plugin_that_is_off_offers_no_counter(town: Town, leader: Browser) -> None:
    for page in ("/stovner/", "/stovner/activities/familiesenter"):
        leader.get(page)
        assert "Count visits" in leader.text
        town.switch("centre", on=False)
        leader.get(page)
        assert "Count visits" not in leader.text
        town.switch("centre", on=True)


@only_sqlite
def test_years_are_turned_and_have_an_end(town: Town, leader: Browser) -> None:
    leader.get(DAYS)
    assert "Days 2026–2027" in leader.text
    assert (DAYS + "?year=2025" in leader.page, DAYS + "?year=2027" in leader.page) == (True, True)
    leader.get(DAYS + "?year=2027")
    assert "No days this year" in leader.text
    assert DAYS + "?year=2028" not in leader.page
    for year in ("1", "2028", "99999"):
        assert leader.get(f"{DAYS}?year={year}").status_code == 404


def test_a_missing_day_is_entered_and_needs_no_reason(town: Town, leader: Browser) -> None:
    leader.get(YESTERDAY)
    assert "A blank is not a zero" in leader.text
    assert "Why is it corrected?" not in leader.text
    assert leader.post(YESTERDAY).status_code == 422
    leader.post(YESTERDAY, adult="0", child="0")
    assert town.totals(town.days[TODAY - timedelta(1)]) == {"adult": 0, "child": 0}
    assert "Held" in leader.text


def test_a_correction_needs_a_reason_and_the_history_stays(town: Town, leader: Browser) -> None:
    leader.get(YESTERDAY)
    leader.post(YESTERDAY, adult="14", child="21")
    town.clock.advance(minutes=1)
    answer = leader.post(YESTERDAY, adult="15", child="21")
    assert answer.status_code == 422
    assert "Write why the number is corrected" in leader.text
    assert 'value="15"' in leader.page
    leader.post(YESTERDAY, adult="15", child="21", reason="Talte feil")
    assert town.totals(town.days[TODAY - timedelta(1)]) == {"adult": 15, "child": 21}
    assert "Corrected A leader Adults: 14 → 15 Talte feil" in leader.text
    assert "Adults: 0 → 14" in leader.text


@pytest.mark.parametrize(
    "wrong", [{"adult": "-1"}, {"adult": "ca. 40"}, {"adult": "6000"}, {"new_adult": "50"}]
)
@only_sqlite
def test_what_cannot_be_keeps_what_was_typed(
    town: Town, leader: Browser, wrong: dict[str, str]
) -> None:
    leader.get(YESTERDAY)
    fields = {"adult": "14", "child": "21", **wrong}
    assert leader.post(YESTERDAY, **fields).status_code == 422
    for value in fields.values():
        assert f'value="{value}"' in leader.page
    assert town.totals(town.days[TODAY - timedelta(1)]) == {}


def test_who_is_overtaken_looks_again_and_loses_nothing(town: Town, leader: Browser) -> None:
    leader.get(TODAYS)
    shown = leader.page
    count(town, "adult:2")
    leader.page = shown
    answer = leader.post(TODAYS, adult="5", child="3")
    assert (answer.status_code, "Somebody else counted" in leader.text) == (422, True)
    assert ('value="5"' in leader.page, 'value="3"' in leader.page) == (True, True)
    assert town.totals() == {"adult": 2}
    leader.post(TODAYS, adult="5", child="3")
    assert town.totals() == {"adult": 5, "child": 3}


def test_each_press_is_shown_with_who_and_when(town: Town, leader: Browser) -> None:
    count(town, "adult:2,child:1")
    device = town.browser(Role.COUNTER)
    device.get(BOARD)
    town.clock.advance(minutes=1)
    event = {**EVENT, "occurrence": str(town.today), "n": 1}
    device.api("/stovner/api/counts", {"events": [event]})
    leader.get(TODAYS)
    assert "22.11.2026 13:00 Counted A counter Adults: 0 → 2 Children: 0 → 1" in leader.text
    # Pressed five past eleven, heard of after one: the network was away
    assert "22.11.2026 13:01 pressed 11:05 Counted A counter Children: 1 → 2" in leader.text


def test_what_is_undone_is_still_told_of(town: Town, leader: Browser) -> None:
    count(town, "adult:2", "undo")
    leader.get(TODAYS)
    assert "Undone A counter Adults: 2 → 0" in leader.text
    assert "Counted (taken back later) A counter Adults: 0 → 2" in leader.text


def test_people_of_another_organisation_have_a_role_and_no_name(town: Town) -> None:
    with town.platform.database.writing(town.district) as session:
        make_staff(session, town.activity, town.users[Role.STAFF])
    count(town, "adult:1", role=Role.COUNTER)
    count(town, "adult:1", role=Role.STAFF)
    leader, admin = english(town, Role.LEADER), english(town, Role.DISTRICT_ADMIN)
    leader.get(TODAYS)
    assert ("A counter" in leader.text, "A staff" in leader.text) == (True, False)
    assert "Counted employee Adults" in leader.text
    admin.get(TODAYS)
    assert ("A counter" in admin.text, "A staff" in admin.text) == (False, True)
    assert "Counted volunteer on duty Adults" in admin.text


def test_newcomers_are_told_to_the_office_that_counted_them(town: Town, leader: Browser) -> None:
    count(town, "adult:3", "new_adult:1")
    leader.get(TODAYS)
    assert "New adults: 0 → 1" in leader.text
    admin = english(town, Role.DISTRICT_ADMIN)
    admin.get(TODAYS)
    assert ("Adults: 0 → 3" in admin.text, "New adults" in admin.text) == (True, False)
    admin.post(TODAYS, adult="4", child="0")
    assert town.totals() == {"adult": 4, "child": 0, "new_adult": 1}


def test_impossible_totals_are_listed_for_the_leader(town: Town, leader: Browser) -> None:
    leader.get(BOARD)
    event = {**EVENT, "occurrence": str(town.today)}
    assert leader.api("/stovner/api/counts", {"events": [event]}).status_code == 200
    leader.get(DAYS)
    assert "These numbers cannot be right Sunday 22 November" in leader.text


def test_a_day_is_moved(town: Town, leader: Browser) -> None:
    leader.get(NEXT + "/move")
    for value in ("2026-11-29", "11:00", "16:00"):
        assert f'value="{value}"' in leader.page
    fields = {"starts": "12:00", "ends": "15:00", "place": ""}
    answer = leader.post(NEXT + "/move", day="2026-11-22", **fields)
    assert (answer.status_code, "there already on 22.11.2026" in leader.text) == (422, True)
    leader.post(NEXT + "/move", day="2026-11-30", **fields)
    assert "The day is moved" in leader.text
    assert leader.get(NEXT).status_code == 404
    assert leader.get(f"{DAYS}/2026-11-30-1200").status_code == 200
    assert "Moved from 29.11.2026, 11:00–16:00 A leader" in leader.text


def test_a_counted_day_is_neither_moved_nor_cancelled(town: Town, leader: Browser) -> None:
    count(town, "adult:1")
    fields = {"starts": "11:00", "ends": "16:00", "place": ""}
    leader.get(TODAYS + "/move")
    answer = leader.post(TODAYS + "/move", day="2026-11-24", **fields)
    assert (answer.status_code, "its date cannot change" in leader.text) == (422, True)
    answer = leader.post(TODAYS + "/cancel", reason="Ferie")
    assert (answer.status_code, "so it was held" in leader.text) == (422, True)
    assert 'value="Ferie"' in leader.page


@pytest.mark.parametrize(("what", "done"), [("close", "Closed"), ("cancel", "Cancelled")])
def test_a_day_is_closed_or_cancelled_with_a_reason_and_opened_again(
    town: Town, leader: Browser, what: str, done: str
) -> None:
    leader.get(f"{NEXT}/{what}")
    assert "What happens if you do this" in leader.text
    assert leader.post(f"{NEXT}/{what}", reason=" ").status_code == 422
    leader.post(f"{NEXT}/{what}", reason="Ingen varme")
    assert f"{done} Ingen varme" in leader.text
    assert NEXT + "/move" not in leader.page
    town.clock.advance(seconds=30)
    leader.post(NEXT + "/open")
    assert "The day is open" in leader.text
    history = leader.text.partition("What has happened to the day")[2]
    assert history.index("Opened again A leader") < history.index(f"{done} A leader Ingen varme")
    assert "Ingen varme" not in leader.text.partition("What has happened to the day")[0]
    with town.platform.database.reading(town.district) as session:
        found = select(Occurrence.revision).where(Occurrence.id == town.days[COMING])
        assert session.scalar(found) == 2


@only_sqlite
def test_a_closed_day_keeps_its_counts_and_takes_no_correction(town: Town, leader: Browser) -> None:
    count(town, "adult:3")
    leader.get(TODAYS + "/close")
    leader.post(TODAYS + "/close", reason="Brann")
    assert "Correct the numbers" not in leader.text
    assert "Adults: 0 → 3" in leader.text
    leader.post(TODAYS + "/open")
    assert town.totals() == {"adult": 3}


@only_sqlite
@pytest.mark.parametrize("role", [Role.VIEWER, Role.STAFF, Role.COUNTER, Role.ADMIN])
def test_only_leaders_and_the_district_open_days(town: Town, role: Role) -> None:
    browser = town.browser(role)
    for address in (DAYS, TODAYS, TODAYS + "/move", TODAYS + "/close"):
        assert browser.get(address).status_code == 403


@only_sqlite
def test_another_organisations_days_are_closed_to_a_leader(town: Town, leader: Browser) -> None:
    other = "/stovner/activities/babytreff/days"
    leader.get(DAYS)
    for address in (other, f"{other}/{KEY}", f"{other}/{KEY}/cancel"):
        assert leader.get(address).status_code == 403
    for address in (f"{other}/{KEY}", f"{other}/{KEY}/open", f"{other}/{KEY}/move"):
        assert leader.post(address, adult="1").status_code == 403
    for key in ("2026-11-22-1101", "2026-13-01-1100", "x"):
        assert leader.get(f"{DAYS}/{key}").status_code == 404
