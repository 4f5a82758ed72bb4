"""Feeds as a calendar program reads them."""

from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar
from sqlalchemy import select

from core.accounts.roles import Role
from core.schedules import feeds, single_days
from core.schedules.days import close_day, reopen_day
from core.schedules.models import Activity, Occurrence, OccurrenceState
from tests.core.counts.conftest import TODAY, Centre, centre

__all__ = ["centre"]
COMING = TODAY + timedelta(7)


def feed(centre: Centre, places: dict[int, str] | None = None) -> bytes:
    with centre.database.reading(centre.district) as session:
        activity = session.scalars(select(Activity).where(Activity.id == centre.activity)).one()
        rows = session.scalars(select(Occurrence).where(Occurrence.activity_id == activity.id))
        return feeds.calendar(activity, "stovner", list(rows), places or {})


def events(centre: Centre, places: dict[int, str] | None = None) -> dict[str, Any]:
    found = Calendar.from_ical(feed(centre, places)).walk("VEVENT")
    return {str(event["uid"]): event for event in found}


def uid(centre: Centre) -> str:
    return f"{centre.days[COMING]}@stovner.innbyggerbasen"


def test_a_day_is_an_event_in_utc_with_its_place_and_no_people(centre: Centre) -> None:
    with centre.database.writing(centre.district) as session:
        row = session.scalars(select(Occurrence).where(Occurrence.id == centre.days[COMING])).one()
        row.place_id = None
    found = events(centre)
    assert len(found) == len(centre.days)
    event = found[uid(centre)]
    assert event["dtstart"].dt == datetime(2026, 11, 29, 10, tzinfo=UTC)
    assert event["dtend"].dt == datetime(2026, 11, 29, 15, tzinfo=UTC)
    assert (str(event["summary"]), str(event["status"])) == ("Familiesenter", "CONFIRMED")
    for name in ("attendee", "organizer", "contact", "location"):
        assert name not in event


def test_closing_and_cancelling_keep_the_event_with_its_reason(centre: Centre) -> None:
    leader, day_id, now = centre.access(Role.LEADER), centre.days[COMING], centre.clock()
    with centre.database.writing(centre.district) as session:
        close_day(session, leader, day_id, "Romjul", now)
    closed = events(centre)[uid(centre)]
    assert (str(closed["status"]), str(closed["description"])) == ("CANCELLED", "Romjul")
    with centre.database.writing(centre.district) as session:
        reopen_day(session, leader, day_id, None, now)
    opened = events(centre)[uid(centre)]
    assert (str(opened["status"]), "description" in opened) == ("CONFIRMED", False)
    with centre.database.writing(centre.district) as session:
        single_days.cancel_day(session, leader, day_id, "Ingen vakter", now, counted=False)
    cancelled = events(centre)[uid(centre)]
    assert (str(cancelled["status"]), str(cancelled["description"])) == (
        "CANCELLED",
        "Ingen vakter",
    )
    assert [int(one["sequence"]) for one in (closed, opened, cancelled)] == [1, 2, 3]


def test_a_withdrawn_day_was_never_there(centre: Centre) -> None:
    with centre.database.writing(centre.district) as session:
        row = session.scalars(select(Occurrence).where(Occurrence.id == centre.days[COMING])).one()
        row.state = OccurrenceState.WITHDRAWN.value
    assert uid(centre) not in events(centre)


def test_the_same_days_give_the_same_bytes(centre: Centre) -> None:
    before = feed(centre)
    assert feed(centre) == before
    with centre.database.writing(centre.district) as session:
        close_day(session, centre.access(Role.LEADER), centre.today, "No heating", centre.clock())
    assert feed(centre) != before
