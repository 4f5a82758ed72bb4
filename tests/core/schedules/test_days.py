"""Closing a day and opening it again."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.accounts.roles import Role
from core.audit.models import AuditEntry
from core.counts.days import Status, day_by_id
from core.problems import Forbidden, NotFound, Refused
from core.schedules.days import close_day, reopen_day
from core.schedules.models import Occurrence, OccurrenceState
from tests.core.counts.conftest import TODAY, Centre
from tests.core.counts.conftest import centre as centre


def close(centre: Centre, day: int, reason: str = "Illness", role: Role = Role.COUNTER) -> None:
    with centre.database.writing(centre.district) as session:
        close_day(session, centre.access(role), day, reason, centre.clock())


def reopen(centre: Centre, day: int, role: Role = Role.COUNTER) -> None:
    with centre.database.writing(centre.district) as session:
        reopen_day(session, centre.access(role), day, None, centre.clock())


def status(centre: Centre, day: int) -> tuple[Status, str | None]:
    with centre.database.reading(centre.district) as session:
        found = day_by_id(session, day)
        return found.status, found.reason


@pytest.mark.parametrize("role", [Role.COUNTER, Role.DEVICE, Role.LEADER])
def test_a_day_is_closed_with_a_reason_and_opened_again(centre: Centre, role: Role) -> None:
    close(centre, centre.today, " Illness ", role)
    assert status(centre, centre.today) == (Status.CLOSED, "Illness")
    reopen(centre, centre.today, role)
    assert status(centre, centre.today) == (Status.PLANNED, None)
    with centre.database.reading(centre.district) as session:
        log = session.scalars(select(AuditEntry).order_by(AuditEntry.at, AuditEntry.id)).all()
        assert {entry.action for entry in log} == {"schedules:close", "schedules:reopen"}
        assert session.scalars(select(Occurrence.revision)).all().count(2) == 1


@pytest.mark.parametrize("reason", ["", "  ", "x" * 301])
def test_a_reason_is_needed(centre: Centre, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        close(centre, centre.today, reason)
    assert refusal.value.field == "reason"
    assert status(centre, centre.today) == (Status.PLANNED, None)


def test_a_counter_closes_neither_the_future_nor_the_distant_past(centre: Centre) -> None:
    for days in (-3, 7):
        day = centre.days[TODAY + timedelta(days=days)]
        with pytest.raises(Refused):
            close(centre, day)
        close(centre, day, role=Role.LEADER)
        with pytest.raises(Refused):
            reopen(centre, day)


def test_others_days_are_left_alone(centre: Centre) -> None:
    with pytest.raises(Forbidden):
        close(centre, centre.other_day)
    with pytest.raises(Forbidden):
        close(centre, centre.today, role=Role.STAFF)
    with pytest.raises(NotFound):
        close(centre, centre.other_day, role=Role.DEVICE)
    with pytest.raises(NotFound):
        close(centre, 17)


def test_a_cancelled_day_is_opened_and_not_closed(centre: Centre) -> None:
    with centre.database.writing(centre.district) as session:
        row = session.scalars(select(Occurrence).where(Occurrence.id == centre.today)).one()
        row.state = OccurrenceState.CANCELLED.value
    with pytest.raises(Refused):
        close(centre, centre.today)
    reopen(centre, centre.today)
    assert status(centre, centre.today) == (Status.PLANNED, None)
