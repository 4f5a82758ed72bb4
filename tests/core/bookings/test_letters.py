"""Letters wait in the database: with what they tell of, or not at all."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest
from sqlalchemy import select

from core.bookings import letters
from core.bookings.models import Letter
from core.db.database import Database
from core.testing.factories import make_district

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def district_id(database: Database) -> int:
    """A district."""
    with database.platform_writing() as shared:
        return make_district(shared).id


def _write(database: Database, district_id: int, *recipients: str, now: datetime = NOW) -> None:
    with database.writing(district_id) as session:
        for recipient in recipients:
            letters.write(session, recipient, "The room", "It is yours.", now)


def _waiting(database: Database, district_id: int, now: datetime, limit: int = 10) -> list[str]:
    with database.reading(district_id) as session:
        return [letter.recipient for letter in letters.waiting(session, now, limit)]


def _kept(database: Database, district_id: int) -> list[str]:
    with database.reading(district_id) as session:
        return sorted(session.scalars(select(Letter.recipient)))


def _only(database: Database, district_id: int) -> Letter:
    with database.reading(district_id) as session:
        return session.scalars(select(Letter)).one()


def test_a_letter_is_undone_with_what_it_tells_of(database: Database, district_id: int) -> None:
    def write_and_fail() -> None:
        with database.writing(district_id) as session:
            letters.write(session, "a@stovner.example", "The room", "It is yours.", NOW)
            session.flush()
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        write_and_fail()

    assert _kept(database, district_id) == []


def test_the_oldest_are_first_and_no_more_than_asked_for(
    database: Database, district_id: int
) -> None:
    _write(database, district_id, "second@stovner.example")
    _write(database, district_id, "first@stovner.example", now=NOW - timedelta(minutes=1))
    _write(database, district_id, "third@stovner.example", now=NOW + timedelta(minutes=1))

    later = NOW + timedelta(hours=1)
    assert _waiting(database, district_id, later, limit=2) == [
        "first@stovner.example",
        "second@stovner.example",
    ]


def test_another_districts_letters_are_not_there(database: Database, district_id: int) -> None:
    with database.platform_writing() as shared:
        other = make_district(shared, "grorud").id
    _write(database, district_id, "a@stovner.example")

    assert _waiting(database, other, NOW) == []


def test_what_is_sent_waits_no_more(database: Database, district_id: int) -> None:
    _write(database, district_id, "a@stovner.example")
    letter = _only(database, district_id)

    with database.writing(district_id) as session:
        letters.sent(session, letter, NOW)

    assert _waiting(database, district_id, NOW + timedelta(days=1)) == []
    assert _only(database, district_id).sent_at == NOW


def test_what_is_turned_down_waits_longer_each_time_and_is_given_up_after_five(
    database: Database, district_id: int
) -> None:
    _write(database, district_id, "a@stovner.example")
    letter = _only(database, district_id)
    tried = []
    moment = NOW
    while moment < NOW + timedelta(days=1):
        if _waiting(database, district_id, moment):
            tried.append(moment - NOW)
            with database.writing(district_id) as session:
                letters.failed(session, letter, moment)
        moment += timedelta(minutes=5)

    waits = [later - earlier for earlier, later in pairwise(tried)]
    assert len(tried) == 5
    assert waits == sorted(waits)
    assert waits[0] == timedelta(minutes=5)
    assert waits[-1] > timedelta(hours=2)


def test_a_letter_that_could_not_be_tried_for_hours_still_waits_between_its_tries(
    database: Database, district_id: int
) -> None:
    """The post was closed for a day: it waits from the last try, not from the writing."""
    _write(database, district_id, "a@stovner.example")
    opened = NOW + timedelta(days=1)
    with database.writing(district_id) as session:
        letters.failed(session, _only(database, district_id), opened)

    assert _waiting(database, district_id, opened + timedelta(seconds=90)) == []
    assert _waiting(database, district_id, opened + timedelta(minutes=2)) == ["a@stovner.example"]


def test_a_subject_is_one_line(database: Database, district_id: int) -> None:
    with database.writing(district_id) as session:
        letters.write(session, "a@stovner.example", "Room\r\nBcc: all@stovner.example", "x", NOW)

    assert _only(database, district_id).subject == "Room Bcc: all@stovner.example"


def test_letters_are_forgotten_thirty_days_after_they_were_sent_or_given_up(
    database: Database, district_id: int
) -> None:
    month = timedelta(days=30)
    with database.writing(district_id) as session:
        for recipient, written, sent_at, tries in (
            ("waits", NOW - 2 * month, None, 0),
            ("sent long ago", NOW - 2 * month, NOW - month - timedelta(seconds=1), 0),
            ("sent lately", NOW - 2 * month, NOW - month, 0),
            ("given up long ago", NOW - month - timedelta(seconds=1), None, 5),
            ("given up lately", NOW - month, None, 5),
        ):
            letter = letters.write(session, recipient, "s", "b", written)
            letter.sent_at, letter.tries = sent_at, tries

    with database.writing(district_id) as session:
        letters.forget(session, NOW)

    assert _kept(database, district_id) == ["given up lately", "sent lately", "waits"]


def test_a_letter_whose_errand_is_over_is_removed_sent_or_not(
    database: Database, district_id: int
) -> None:
    _write(database, district_id, "a@stovner.example", "b@stovner.example")
    with database.writing(district_id) as session:
        first, _second = session.scalars(select(Letter).order_by(Letter.recipient))
        letters.sent(session, first, NOW)
        letters.remove(session, [first.id])

    assert _kept(database, district_id) == ["b@stovner.example"]
