"""Single days: added, moved and cancelled, and what stands in the way."""

from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from core.accounts.roles import Role
from core.audit.models import AuditEntry
from core.calendar.zones import local_time
from core.problems import Forbidden, NotFound, Refused
from core.schedules import single_days
from core.schedules.hours import Hours
from core.schedules.models import Activity, Occurrence
from tests.core.counts.conftest import TODAY, Centre, centre

__all__ = ["centre"]
EVENING = Hours(time(18), time(20))
COMING = TODAY + timedelta(7)


def add(
    centre: Centre, day: date, hours: Hours = EVENING, role: Role = Role.LEADER
) -> Occurrence | None:
    with centre.database.writing(centre.district) as session:
        activity = session.scalars(select(Activity).where(Activity.id == centre.activity)).one()
        return single_days.add_day(
            session, centre.access(role), activity, day, hours, None, centre.clock()
        )


def move(
    centre: Centre,
    from_day: date,
    to: date,
    hours: Hours = EVENING,
    *,
    role: Role = Role.LEADER,
    counted: bool = False,
) -> None:
    with centre.database.writing(centre.district) as session:
        single_days.move_day(
            session,
            centre.access(role),
            centre.days[from_day],
            to,
            hours,
            None,
            centre.clock(),
            counted=counted,
        )


def cancel(
    centre: Centre, day_id: int, reason: str = "No heating", *, counted: bool = False
) -> None:
    with centre.database.writing(centre.district) as session:
        single_days.cancel_day(
            session, centre.access(Role.LEADER), day_id, reason, centre.clock(), counted=counted
        )


def row(centre: Centre, day_id: int) -> tuple[date, time, str, str | None, int]:
    with centre.database.reading(centre.district) as session:
        found = session.scalars(select(Occurrence).where(Occurrence.id == day_id)).one()
        return found.day, local_time(found.starts), found.state, found.reason, found.revision


def test_a_day_is_added_in_the_future_and_in_the_past(centre: Centre) -> None:
    for day in (TODAY + timedelta(3), TODAY - timedelta(30)):
        assert add(centre, day) is not None
    assert add(centre, TODAY, Hours(time(16), time(18))) is not None


@pytest.mark.parametrize("hours", [Hours(time(11), time(12)), Hours(time(9), time(11, 30))])
def test_two_days_of_an_activity_do_not_overlap(centre: Centre, hours: Hours) -> None:
    with pytest.raises(Refused, match=r"29\.11\.2026, 11\.00–16\.00") as refusal:
        add(centre, COMING, hours)
    assert refusal.value.field == "day"


def test_the_night_before_is_in_the_way_too(centre: Centre) -> None:
    add(centre, TODAY + timedelta(3), Hours(time(20), time(2)))
    with pytest.raises(Refused, match="already"):
        add(centre, TODAY + timedelta(4), Hours(time(1), time(3)))
    add(centre, TODAY + timedelta(4), Hours(time(2), time(3)))


@pytest.mark.parametrize("role", [Role.COUNTER, Role.STAFF, Role.VIEWER, Role.ADMIN])
def test_only_leaders_and_the_district_add_and_move(centre: Centre, role: Role) -> None:
    with pytest.raises(Forbidden):
        add(centre, TODAY + timedelta(3), role=role)
    with pytest.raises(Forbidden):
        move(centre, COMING, COMING + timedelta(1), role=role)


def test_a_day_is_moved_in_date_time_and_revision(centre: Centre) -> None:
    move(centre, COMING, COMING + timedelta(1))
    found = row(centre, centre.days[COMING])
    assert found == (COMING + timedelta(1), time(18), "planned", None, 1)


@pytest.mark.parametrize(
    ("from_day", "to", "counted", "words"),
    [
        (COMING, COMING + timedelta(1), True, "counted"),
        (TODAY - timedelta(7), COMING + timedelta(1), False, "over"),
        (COMING, TODAY, False, "already"),
        (COMING, date(9999, 12, 31), False, "five years"),
    ],
)
def test_what_is_not_moved(
    centre: Centre, from_day: date, to: date, counted: bool, words: str
) -> None:
    before = row(centre, centre.days[from_day])
    with pytest.raises(Refused, match=words):
        move(centre, from_day, to, Hours(time(11), time(12)), counted=counted)
    assert row(centre, centre.days[from_day]) == before


def test_a_counted_day_may_change_its_hours(centre: Centre) -> None:
    move(centre, TODAY, TODAY, Hours(time(10), time(15)), counted=True)
    assert row(centre, centre.today)[:2] == (TODAY, time(10))


def test_a_cancelled_day_keeps_its_reason_and_is_not_moved(centre: Centre) -> None:
    cancel(centre, centre.days[COMING], " No heating ")
    assert row(centre, centre.days[COMING])[2:] == ("cancelled", "No heating", 1)
    with pytest.raises(Refused, match="not open"):
        move(centre, COMING, COMING + timedelta(1))
    with centre.database.reading(centre.district) as session:
        (entry,) = session.scalars(select(AuditEntry)).all()
        assert (entry.action, entry.reason) == ("schedules:cancel", "No heating")


@pytest.mark.parametrize("reason", ["", " ", "x" * 301])
def test_cancelling_needs_a_reason(centre: Centre, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        cancel(centre, centre.days[COMING], reason)
    assert refusal.value.field == "reason"


def test_what_is_not_cancelled(centre: Centre) -> None:
    with pytest.raises(Refused, match="held"):
        cancel(centre, centre.today, counted=True)
    with pytest.raises(Forbidden):
        cancel(centre, centre.other_day)
    with pytest.raises(NotFound):
        cancel(centre, 17)
