"""Feeds of bookings as a calendar program reads them."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from icalendar import Calendar
from sqlalchemy import select

from core.accounts.roles import Role
from core.bookings import feed_events, feeds
from core.bookings.feeds import Kind, Subject
from core.bookings.models import Booking
from core.bookings.service import book, cancel
from core.bookings.vocabulary import Buffer, Companion
from core.db.ids import new_id
from core.places.models import OpeningHours, Place
from core.problems import Forbidden, NotFound
from core.schedules.models import CalendarNote, NoteKind, OccurrenceState
from core.testing.factories import LONG_AGO, make_occurrence
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT, TUESDAY, Office, wanted
from tests.core.bookings.rule_kit import rule

WORDS = feed_events.Words("Before: %(activity)s", "After: %(activity)s", "Closed", "Outside")


def of(office: Office, kind: Kind, slug: str) -> Subject:
    with office.database.reading(office.district) as session:
        return feeds.subject(session, kind, slug)


def body(office: Office, kind: Kind, slug: str, *, whole: bool = False) -> bytes:
    words = WORDS if whole else None
    subject = of(office, kind, slug)
    with office.database.reading(office.district) as session:
        return feed_events.calendar(session, subject, "stovner", office.clock(), words)


def events(office: Office, kind: Kind, slug: str, *, whole: bool = False) -> dict[str, Any]:
    found = Calendar.from_ical(body(office, kind, slug, whole=whole)).walk("VEVENT")
    by_uid = {str(event["uid"]): event for event in found}
    assert len(by_uid) == len(found)
    return by_uid


def summaries(office: Office, kind: Kind, slug: str, *, whole: bool = False) -> list[str]:
    found = events(office, kind, slug, whole=whole).values()
    return sorted(str(event["summary"]) for event in found if "rrule" not in event)


def uid(booking: Booking | None, more: str = "") -> str:
    assert booking is not None
    return f"booking-{booking.id}{more}@stovner.innbyggerbasen"


@pytest.fixture
def booked(office: Office) -> dict[str, Booking | None]:
    """The Red Cross in the kitchen, the district in the loft, the choir in the hall."""
    asked = {"red": KITCHEN, "bydel": LOFT, "choir": HALL}
    return {who: book(office.desk(who), wanted(place, who)).saved for who, place in asked.items()}


def test_a_booking_is_an_event_with_its_place_and_no_people(
    office: Office, booked: dict[str, Booking | None]
) -> None:
    event = events(office, Kind.PLACE, KITCHEN)[uid(booked["red"])]
    assert event["dtstart"].dt == datetime(2026, 11, 24, 17, tzinfo=UTC)
    assert event["dtend"].dt == datetime(2026, 11, 24, 19, tzinfo=UTC)
    assert str(event["summary"]) == "Familiesenter (Oslo Rode Kors)"
    assert (str(event["location"]), str(event["status"])) == ("Kjokken", "CONFIRMED")
    assert int(event["sequence"]) == 0
    for name in ("attendee", "organizer", "contact"):
        assert name not in event


def test_each_feed_holds_its_own(office: Office, booked: dict[str, Booking | None]) -> None:
    red, bydel, choir = (uid(booked[who]) for who in ("red", "bydel", "choir"))
    assert set(events(office, Kind.PLACE, HOUSE)) == {red, bydel}
    assert set(events(office, Kind.PLACE, KITCHEN)) == {red}
    assert set(events(office, Kind.PLACE, HALL)) == {choir}
    assert set(events(office, Kind.ORGANISATION, "bydel-stovner")) == {bydel}
    assert set(events(office, Kind.ACTIVITY, "kor")) == {choir}


def test_a_cancelled_booking_stays_with_its_reason_and_a_higher_sequence(
    office: Office, booked: dict[str, Booking | None]
) -> None:
    row = booked["red"]
    assert row is not None
    with office.database.writing(office.district) as session:
        cancel(session, office.access("red"), [row.id], "Ferie", office.clock())
    event = events(office, Kind.PLACE, KITCHEN)[uid(row)]
    assert (str(event["status"]), str(event["description"])) == ("CANCELLED", "Ferie")
    assert int(event["sequence"]) == 1


def test_only_the_second_feed_has_the_time_before_and_after(office: Office) -> None:
    office.rules = [rule(Buffer(15, 30), "air", KITCHEN)]
    row = book(office.desk(), wanted()).saved
    assert set(events(office, Kind.PLACE, KITCHEN)) == {uid(row)}
    whole = events(office, Kind.PLACE, KITCHEN, whole=True)
    room = office.places[KITCHEN]
    before, after = whole[uid(row, f"-{room}-before")], whole[uid(row, f"-{room}-after")]
    assert (before["dtstart"].dt.minute, before["dtend"].dt.hour) == (45, 17)
    assert after["dtend"].dt == datetime(2026, 11, 24, 19, 30, tzinfo=UTC)
    assert str(after["summary"]) == "After: Familiesenter"


def test_a_room_that_is_booked_along_has_it_in_its_feed(office: Office) -> None:
    office.rules = [rule(Companion(KITCHEN), "along", HALL)]
    row = book(office.desk(), wanted(HALL)).saved
    assert set(events(office, Kind.PLACE, KITCHEN)) == {uid(row)}
    assert events(office, Kind.PLACE, LOFT) == {}


def test_only_the_second_feed_has_closed_days_holidays_and_weekdays(office: Office) -> None:
    with office.database.writing(office.district) as session:
        make_occurrence(
            session,
            office.activities["red"],
            TUESDAY,
            state=OccurrenceState.CLOSED,
            reason="Vannlekkasje",
            place_id=office.places[KITCHEN],
        )
        session.add(
            CalendarNote(
                id=new_id(LONG_AGO),
                kind=NoteKind.SCHOOL_FREE.value,
                name="Vinterferie",
                first=date(2027, 2, 22),
                last=date(2027, 2, 26),
            )
        )
        for weekday in range(5):
            session.add(
                OpeningHours(
                    id=new_id(LONG_AGO),
                    place_id=office.places[HOUSE],
                    weekday=weekday,
                    opens=time(8),
                    closes=time(22),
                )
            )
    assert events(office, Kind.PLACE, KITCHEN) == {}
    whole = events(office, Kind.PLACE, KITCHEN, whole=True)
    shown = {str(one["summary"]): one for one in whole.values()}
    closed = shown["Closed: Familiesenter"]
    assert closed["dtstart"].dt == datetime(2026, 11, 24, 10, tzinfo=UTC)
    assert str(closed["description"]) == "Vannlekkasje"
    winter = shown["Vinterferie"]
    assert (winter["dtstart"].dt, winter["dtend"].dt) == (date(2027, 2, 22), date(2027, 2, 27))
    assert shown["Første juledag"]["dtstart"].dt == date(2026, 12, 25)
    weekly = [one for one in whole.values() if "rrule" in one]
    shut = [str(one["rrule"]["BYDAY"][0]) for one in weekly if str(one["summary"]) == "Closed"]
    assert sorted(shut) == ["SA", "SU"]
    assert "Closed: Familiesenter" in summaries(office, Kind.ACTIVITY, "familiesenter", whole=True)
    assert "Closed: Familiesenter" not in summaries(office, Kind.PLACE, HALL, whole=True)


def test_the_second_feed_has_the_hours_outside_opening_all_year(office: Office) -> None:
    """By the clock on the wall, in summer and in winter; until midnight needs none after it."""
    open_ = {0: [(time(8), time(12)), (time(13), time(22))], 1: [(time(0), time(0))],
             2: [(time(10), time(0))]}  # fmt: skip
    with office.database.writing(office.district) as session:
        for weekday, spans in open_.items():
            for opens, closes in spans:
                row = OpeningHours(weekday=weekday, opens=opens, closes=closes)
                row.id, row.place_id = new_id(LONG_AGO), office.places[HOUSE]
                session.add(row)
    found = [
        (str(one["rrule"]["BYDAY"][0]), one["dtstart"].dt, one["dtend"].dt)
        for one in events(office, Kind.PLACE, KITCHEN, whole=True).values()
        if str(one["summary"]) == "Outside"
    ]
    assert [(day, f"{a:%H.%M}", f"{b:%H.%M}") for day, a, b in found] == [
        ("MO", "00.00", "08.00"), ("MO", "12.00", "13.00"), ("MO", "22.00", "00.00"),
        ("WE", "00.00", "10.00"),
    ]  # fmt: skip
    assert all(a.tzinfo is None and a.weekday() == ("MO", "TU", "WE").index(day)
               and a < b for day, a, b in found)  # fmt: skip
    assert "Outside" not in str(events(office, Kind.PLACE, HALL, whole=True))


def test_the_same_rows_give_the_same_bytes(
    office: Office, booked: dict[str, Booking | None]
) -> None:
    first = body(office, Kind.PLACE, HOUSE, whole=True)
    office.clock.advance(hours=1)
    assert body(office, Kind.PLACE, HOUSE, whole=True) == first


def test_an_address_is_made_once_and_renewed_by_whoever_may(office: Office) -> None:
    subject = of(office, Kind.ORGANISATION, "oslo-rode-kors")
    viewer, leader, other = (
        office.access("choir", Role.VIEWER), office.access("red"), office.access("choir"),
    )  # fmt: skip
    with office.database.writing(office.district) as session:
        assert feeds.token_of(session, subject) is None
        with pytest.raises(NotFound):
            feeds.renew(session, leader, subject, office.clock())
        feeds.make(session, viewer, subject, office.clock())
        old = feeds.token_of(session, subject)
        assert old is not None
        feeds.make(session, viewer, subject, office.clock())
        assert feeds.token_of(session, subject) == old
        for stranger in (viewer, other):
            with pytest.raises(Forbidden):
                feeds.renew(session, stranger, subject, office.clock())
        feeds.renew(session, leader, subject, office.clock())
        new = feeds.token_of(session, subject)
    with office.database.reading(office.district) as session:
        assert new is not None
        assert feeds.of_token(session, new) == subject
        with pytest.raises(NotFound):
            feeds.of_token(session, old)
    assert len(office.log("bookings:make-feed")) == len(office.log("bookings:renew-feed")) == 1


def test_who_renews_the_feed_of_a_place_and_an_activity(office: Office) -> None:
    place, choir = of(office, Kind.PLACE, HALL), of(office, Kind.ACTIVITY, "kor")
    may = {
        who: (
            feeds.may_renew(office.access(who), place),
            feeds.may_renew(office.access(who), choir),
        )
        for who in ("admin", "choir", "red")
    }
    assert may == {"admin": (True, True), "choir": (False, True), "red": (False, False)}


def test_the_feed_of_a_deleted_place_is_not_found(office: Office) -> None:
    subject = of(office, Kind.PLACE, HALL)
    with office.database.writing(office.district) as session:
        feeds.make(session, office.access("admin"), subject, office.clock())
        token = feeds.token_of(session, subject)
        session.delete(session.scalars(select(Place).where(Place.slug == HALL)).one())
    with office.database.reading(office.district) as session, pytest.raises(NotFound):
        feeds.of_token(session, str(token))
