"""The calendar feed's secret address."""

import re

import pytest
from icalendar import Calendar

from core.accounts.roles import Role
from tests.core.web.counter_kit import Browser, Town
from tests.core.web.counter_kit import town as town

CENTRE = "/stovner/activities/familiesenter"


def address(browser: Browser) -> str:
    browser.get(CENTRE)
    found = re.search(r"http://localhost(/stovner/feeds/[^\"]+\.ics)", browser.page)
    assert found is not None
    return found[1]


def test_anybody_with_the_address_follows_the_days(town: Town) -> None:
    leader = town.browser(Role.LEADER)
    feed = address(leader)
    leader.post(f"{CENTRE}/days/2026-11-29-1100/cancel", reason="Ferie")
    program = town.browser().client
    answer = program.get(feed)
    assert (answer.status_code, answer.mimetype) == (200, "text/calendar")
    found = Calendar.from_ical(answer.data).events
    events = {str(event["dtstart"].dt.date()): event for event in found}
    assert len(events) == 4
    assert str(events["2026-11-29"]["status"]) == "CANCELLED"
    assert str(events["2026-11-22"]["location"]) == "Hvitt hus"
    assert b"A leader" not in answer.data

    again = program.get(feed, headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    leader.get(CENTRE)
    leader.post(f"{CENTRE}/days/2026-11-29-1100/open")
    assert program.get(feed, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_a_renewed_address_ends_the_old_one(town: Town) -> None:
    leader = town.browser(Role.LEADER)
    old = address(leader)
    leader.post(CENTRE + "/feed")
    new = address(leader)
    program = town.browser().client
    assert (program.get(old).status_code, program.get(new).status_code) == (404, 200)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_guessed_address_and_somebody_elses_activity(town: Town) -> None:
    assert town.browser().get("/stovner/feeds/guess.ics").status_code == 404
    leader = town.browser(Role.LEADER)
    leader.get(CENTRE)
    assert leader.post("/stovner/activities/babytreff/feed").status_code == 403
    assert town.browser(Role.VIEWER).post(CENTRE + "/feed").status_code in {400, 403}
