"""Many days at once: all or nothing, nothing twice, and back again."""

from collections.abc import Sequence
from datetime import date, time, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import select

from core.accounts.roles import Role
from core.calendar.counting_year import Period
from core.calendar.zones import to_utc
from core.counts.batch_undo import undo_batch
from core.counts.batches import BatchDay, compare, save_batch
from core.counts.days import Day, Status, days_between
from core.counts.events import NewEvent
from core.counts.service import save_events
from core.counts.typing_in import TypedDay, save_typed
from core.db.tenancy import DistrictSession
from core.problems import Forbidden, NotFound, Refused
from core.schedules.days import close_day
from core.schedules.models import Activity, Occurrence
from tests.core.counts.conftest import TODAY, Centre
from tests.support.together import together

OLD = date(2026, 3, 1)
ROUNDS = 10


def a_day(day: date, adult: int = 4, child: int = 6, *, closed: str | None = None) -> BatchDay:
    totals = {} if closed else {"adult": adult, "child": child}
    return BatchDay(day, to_utc(day, time(15)), to_utc(day, time(19)), totals, closed)


YEAR = [a_day(OLD), a_day(OLD + timedelta(1), 0, 0), a_day(OLD + timedelta(2), closed="Vannskade")]


def save(
    session: DistrictSession,
    centre: Centre,
    days: Sequence[BatchDay],
    role: Role = Role.LEADER,
    replace: Sequence[date] = (),
) -> int | None:
    activity = session.scalars(select(Activity).where(Activity.id == centre.activity)).one()
    batch = save_batch(
        session, centre.access(role), activity, "besok.csv", days, centre.clock(), replace
    )
    return batch.id if batch else None


def seen(centre: Centre) -> dict[date, Day]:
    with centre.database.reading(centre.district) as session:
        days = days_between(session, Period(OLD, OLD + timedelta(30)), [centre.activity])
        return {day.day: day for day in days}


def test_days_are_made_with_counts_zeros_and_closings(centre: Centre) -> None:
    with centre.database.writing(centre.district) as session:
        save(session, centre, YEAR)
    days = seen(centre)
    assert [day.status for day in days.values()] == [Status.HELD, Status.HELD, Status.CLOSED]
    assert days[OLD].totals == {"adult": 4, "child": 6}
    assert days[OLD + timedelta(2)].reason == "Vannskade"


def test_saving_again_adds_nothing(centre: Centre) -> None:
    with centre.database.writing(centre.district) as session:
        save(session, centre, YEAR)
    with centre.database.writing(centre.district) as session:
        assert compare(session, centre.activity, YEAR).same == YEAR
        assert save(session, centre, YEAR) is None


def test_a_day_that_differs_is_decided_first_and_nothing_is_saved_meanwhile(
    centre: Centre,
) -> None:
    with centre.database.writing(centre.district) as session:
        save(session, centre, YEAR)
    wanted = [a_day(OLD, 5, 6), a_day(OLD + timedelta(9))]
    with (
        pytest.raises(Refused),
        centre.database.writing(centre.district) as session,
    ):
        save(session, centre, wanted)
    assert OLD + timedelta(9) not in seen(centre)
    with centre.database.writing(centre.district) as session:
        save(session, centre, wanted, replace=[OLD])
    assert seen(centre)[OLD].totals == {"adult": 5, "child": 6}


def test_undoing_takes_every_day_back_to_what_it_was(centre: Centre) -> None:
    yesterday = TODAY - timedelta(1)
    with centre.database.writing(centre.district) as session:
        first = save(session, centre, [*YEAR, a_day(yesterday, closed="Syk leder")])
        later = save(session, centre, [a_day(OLD, 9, 9)], replace=[OLD])
    assert first is not None
    assert later is not None
    with centre.database.writing(centre.district) as session:
        undo_batch(session, centre.access(Role.LEADER), later, centre.clock())
    assert seen(centre)[OLD].totals == {"adult": 4, "child": 6}
    with centre.database.writing(centre.district) as session:
        undo_batch(session, centre.access(Role.LEADER), first, centre.clock())
        planned = session.scalar(select(Occurrence).where(Occurrence.day == yesterday))
        assert planned is not None
        assert (planned.state, planned.reason) == ("planned", None)
    assert seen(centre) == {}
    with centre.database.writing(centre.district) as session:
        assert save(session, centre, YEAR) is not None
    assert len(seen(centre)) == len(YEAR)


def test_an_import_is_undone_once(centre: Centre) -> None:
    leader = centre.access(Role.LEADER)
    with centre.database.writing(centre.district) as session:
        batch = save(session, centre, YEAR)
        assert batch is not None
        undo_batch(session, leader, batch, centre.clock())
        with pytest.raises(Refused, match="already"):
            undo_batch(session, leader, batch, centre.clock())
        with pytest.raises(NotFound):
            undo_batch(session, leader, batch + 1, centre.clock())


def undone(centre: Centre, batch: int | None) -> None:
    assert batch is not None
    with centre.database.writing(centre.district) as session:
        undo_batch(session, centre.access(Role.LEADER), batch, centre.clock())


def imported(centre: Centre, *days: BatchDay, replace: Sequence[date] = ()) -> int | None:
    with centre.database.writing(centre.district) as session:
        return save(session, centre, days, replace=replace)


def test_what_somebody_wrote_since_stays_when_the_import_is_undone(centre: Centre) -> None:
    batch = imported(centre, a_day(OLD, 4, 6), a_day(OLD + timedelta(1)))
    day = seen(centre)[OLD]
    centre.clock.advance(minutes=1)
    with centre.database.writing(centre.district) as session:
        typed = TypedDay(day.id, uuid4(), {"adult": 15}, day.totals, "Glemte elleve")
        save_typed(session, centre.counting(Role.LEADER), typed)
    undone(centre, batch)
    assert {on: dict(one.totals) for on, one in seen(centre).items()} == {
        OLD: {"adult": 15, "child": 6}
    }


def test_a_day_with_taps_since_does_not_go_with_the_import(centre: Centre) -> None:
    batch = imported(centre, a_day(TODAY, 4, 6))
    centre.clock.advance(minutes=1)
    with centre.database.writing(centre.district) as session:
        tap = NewEvent(uuid4(), centre.today, "adult", 3, centre.clock())
        save_events(session, centre.counting(), [tap])
    undone(centre, batch)
    with centre.database.reading(centre.district) as session:
        (day,) = days_between(session, Period(TODAY, TODAY), [centre.activity])
    assert day.totals == {"adult": 3, "child": 0}


def test_a_day_closed_since_stays_closed(centre: Centre) -> None:
    batch = imported(centre, a_day(OLD))
    centre.clock.advance(minutes=1)
    with centre.database.writing(centre.district) as session:
        at = seen(centre)[OLD].id
        close_day(session, centre.access(Role.LEADER), at, "Vannskade", centre.clock())
    undone(centre, batch)
    day = seen(centre)[OLD]
    assert (day.status, day.reason) == (Status.CLOSED, "Vannskade")


def test_the_later_of_two_imports_is_undone_first(centre: Centre) -> None:
    first = imported(centre, a_day(OLD, 4, 6), a_day(OLD + timedelta(1)))
    centre.clock.advance(minutes=1)
    later = imported(centre, a_day(OLD, 9, 9), replace=[OLD])
    centre.clock.advance(minutes=1)
    with pytest.raises(Refused, match="later import"):
        undone(centre, first)
    assert seen(centre)[OLD].totals == {"adult": 9, "child": 9}
    undone(centre, later)
    centre.clock.advance(minutes=1)
    undone(centre, first)
    assert seen(centre) == {}
    assert imported(centre, a_day(OLD, 1, 1))


@pytest.mark.parametrize("what", ["new", "planned", "replaced"])
def test_two_who_save_one_file_at_once_save_it_once(centre: Centre, what: str) -> None:
    day = TODAY - timedelta(1) if what == "planned" else OLD
    if what == "replaced":
        imported(centre, a_day(day, 1, 1))

    def save_it() -> object:
        return imported(centre, a_day(day, 10, 20), replace=[day])

    for _round in range(ROUNDS):
        batches = [one for one in together(save_it, save_it) if one]
        assert len(batches) == 1
        with centre.database.reading(centre.district) as session:
            (found,) = days_between(session, Period(day, day), [centre.activity])
        assert found.totals == {"adult": 10, "child": 20}
        undone(centre, int(str(batches[0])))


def test_who_only_counts_cannot_import(centre: Centre) -> None:
    with centre.database.writing(centre.district) as session, pytest.raises(Forbidden):
        save(session, centre, YEAR, role=Role.COUNTER)
