"""How much is read to save a booking: as much at 80 bookings as at thousands."""

import re
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, update

from core.bookings import service
from core.bookings.desk import Desk
from core.bookings.looking import Offered, look
from core.bookings.vocabulary import Quota, Unit
from core.places.models import Place
from core.testing.factories import LONG_AGO
from tests.core.bookings.office import HALL, TUESDAY, Office, wanted
from tests.core.bookings.rule_kit import rule


def _statements(office: Office, desk: Desk, day: date) -> list[str]:
    heard: list[str] = []

    def hear(_c: object, _cur: object, statement: str, *_: object) -> None:
        heard.append(statement)

    event.listen(office.database.engine, "before_cursor_execute", hear)
    assert service.book(desk, wanted(day=day)).saved
    event.remove(office.database.engine, "before_cursor_execute", hear)
    return [one for one in heard if not one.startswith(("BEGIN", "SELECT set_config"))]


@pytest.mark.parametrize("there", [80, 5_000])
def test_a_booking_takes_twelve_statements_however_many_there_are(
    office: Office, there: int
) -> None:
    office.rules = [rule(Quota(100_000, Unit.YEAR), "quota")]
    office.fill(there)
    first = _statements(office, office.desk(), TUESDAY)
    again = _statements(office, office.desk(), TUESDAY + timedelta(weeks=1))

    assert len(again) <= 12
    # Places, agreements and rules are read again only when somebody has changed one
    assert len(first) == len(again) + 3


def test_a_change_of_the_ground_is_seen_by_the_next_who_asks(office: Office) -> None:
    assert service.book(office.desk(), wanted(HALL)).saved
    with office.database.writing(office.district) as session:
        session.execute(update(Place).where(Place.slug == HALL).values(archived_at=LONG_AGO))
    decided = service.book(office.desk(), wanted(HALL, starts=8, ends=10))

    assert [one.rule for one in decided.verdicts[0].findings] == ["archived"]


def test_neighbours_are_read_by_a_bounded_range_of_the_index(office: Office) -> None:
    office.fill(5_000)
    with office.database.writing(office.district) as session:
        connection = session.connection()
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("ANALYZE booking_takes")
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        heard: list[tuple[str, Any]] = []

        def hear(_c: object, _cursor: object, statement: str, values: Any, *_more: object) -> None:
            if "FROM booking_takes" in statement:
                heard.append((statement, values))

        event.listen(office.database.engine, "before_cursor_execute", hear)
        look(session, [service.request_of(session, office.access("red"), wanted(HALL))],
             Offered(), office.clock())  # fmt: skip
        event.remove(office.database.engine, "before_cursor_execute", hear)
        [(statement, values)] = heard
        explain = "EXPLAIN QUERY PLAN " if connection.dialect.name == "sqlite" else "EXPLAIN "
        plan = " ".join(str(row) for row in connection.exec_driver_sql(explain + statement, values))

    assert "ix_booking_takes_room" in plan
    assert re.search(r"starts\"? ?>", plan)
    assert re.search(r"starts\"? ?<", plan)
