"""Saving events: once each, by those who may, while they may."""

from datetime import UTC, datetime, timedelta
from threading import Thread
from uuid import UUID, uuid4

import pytest
from sqlalchemy import select

from core.accounts.roles import Role
from core.bookings.planning import cancel_day
from core.counts.categories import categories
from core.counts.events import NewEvent, Reject, Saved
from core.counts.models import CountEvent
from core.counts.service import save_events, totals_to_see
from core.problems import Forbidden, NotFound, Refused
from core.schedules.models import Occurrence, OccurrenceState
from tests.core.counts.conftest import TODAY, Centre

ENDS = datetime(2026, 11, 22, 15, tzinfo=UTC)


def event(day: int, n: int = 1, category: str = "adult", **more: object) -> NewEvent:
    values = {"id": uuid4(), "tapped_at": ENDS, **more}
    return NewEvent(occurrence_id=day, category=category, n=n, **values)


def send(centre: Centre, *events: NewEvent, role: Role = Role.COUNTER, **more: object) -> Saved:
    with centre.database.writing(centre.district) as session:
        return save_events(session, centre.counting(role, **more), events)


def codes(saved: Saved) -> list[Reject]:
    return [one.code for one in saved.rejected]


def close(centre: Centre, day: int) -> None:
    with centre.database.writing(centre.district) as session:
        row = session.get_one(Occurrence, {"district_id": centre.district, "id": day})
        row.state = OccurrenceState.CLOSED.value


def test_sum_is_truth(centre: Centre) -> None:
    saved = send(centre, event(centre.today, 2), event(centre.today, 3, "child"))
    assert saved.totals == {centre.today: {"adult": 2, "child": 3}}
    saved = send(centre, event(centre.today, -1))
    assert saved.totals == {centre.today: {"adult": 1, "child": 3}}


def test_a_repeated_event_counts_once(centre: Centre) -> None:
    one = event(centre.today, 2)
    again = NewEvent(one.id, one.occurrence_id, one.category, one.n, ENDS + timedelta(seconds=9))
    for events in ([one], [one], [again, one, again]):
        saved = send(centre, *events)
        assert (saved.accepted, saved.rejected) == ([one.id], [])
        assert saved.totals == {centre.today: {"adult": 2}}


def test_other_content_under_the_same_id_is_rejected(centre: Centre) -> None:
    one = event(centre.today, 2)
    send(centre, one)
    for other in (event(centre.today, 3, id=one.id), event(centre.today, 2, "child", id=one.id)):
        assert codes(send(centre, other)) == [Reject.OTHER_CONTENT]
    both = [event(centre.today, 5), event(centre.today, 6)]
    both[1] = event(centre.today, 6, id=both[0].id)
    saved = send(centre, *both)
    assert saved.accepted == [both[0].id]
    assert codes(saved) == [Reject.OTHER_CONTENT]
    assert saved.totals[centre.today]["adult"] == 7


def test_a_good_event_beside_a_bad_one_is_saved(centre: Centre) -> None:
    good = event(centre.today)
    bad = event(centre.today, category="dogs")
    saved = send(centre, bad, good)
    assert saved.accepted == [good.id]
    assert [(one.id, one.code) for one in saved.rejected] == [(bad.id, Reject.UNKNOWN_CATEGORY)]


@pytest.mark.parametrize(
    ("n", "expected"), [(1000, []), (-1000, []), (1001, [Reject.TOO_MANY]), (0, [])]
)
def test_one_press_adds_at_most_a_thousand(centre: Centre, n: int, expected: list[Reject]) -> None:
    assert codes(send(centre, event(centre.today, n))) == expected


def test_a_tap_and_its_undo_may_arrive_together_and_in_any_order(centre: Centre) -> None:
    tap = event(centre.today, 2)
    undo = event(centre.today, -2, undoes=tap.id)
    saved = send(centre, undo, tap)
    assert set(saved.accepted) == {tap.id, undo.id}
    assert saved.totals == {centre.today: {"adult": 0}}


def test_an_event_is_undone_once(centre: Centre) -> None:
    tap = event(centre.today, 2)
    send(centre, tap)
    undo = event(centre.today, -2, undoes=tap.id)
    assert send(centre, undo).accepted == [undo.id]
    assert send(centre, undo).accepted == [undo.id]
    second = event(centre.today, -2, undoes=tap.id)
    assert codes(send(centre, second)) == [Reject.ALREADY_UNDONE]
    undo_of_undo = event(centre.today, 2, undoes=undo.id)
    assert codes(send(centre, undo_of_undo)) == [Reject.NOTHING_TO_UNDO]
    nothing = event(centre.today, -1, undoes=uuid4())
    assert codes(send(centre, nothing)) == [Reject.NOTHING_TO_UNDO]


def test_an_undo_cannot_borrow_the_content_of_a_rejected_twin(centre: Centre) -> None:
    first = event(centre.today, 1)
    twin = event(centre.today, 50, id=first.id)
    saved = send(centre, first, twin, event(centre.today, -50, undoes=first.id))
    assert set(codes(saved)) == {Reject.OTHER_CONTENT, Reject.NOTHING_TO_UNDO}
    assert saved.totals == {centre.today: {"adult": 1}}


@pytest.mark.parametrize(
    ("role", "hours", "expected"),
    [
        (Role.COUNTER, 47.9, []),
        (Role.COUNTER, 48.1, [Reject.TOO_LATE]),
        (Role.DEVICE, 48.1, [Reject.TOO_LATE]),
        (Role.LEADER, 500, []),
        (Role.DISTRICT_ADMIN, 500, []),
    ],
)
def test_a_counter_has_48_hours(
    centre: Centre, role: Role, hours: float, expected: list[Reject]
) -> None:
    now = ENDS + timedelta(hours=hours)
    assert codes(send(centre, event(centre.today), role=role, now=now)) == expected


def test_nobody_counts_before_the_day(centre: Centre) -> None:
    tomorrow = centre.days[TODAY + timedelta(days=1)]
    assert codes(send(centre, event(tomorrow), role=Role.LEADER)) == [Reject.TOO_EARLY]
    # Midnight in Oslo is an hour before midnight in UTC.
    now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    assert codes(send(centre, event(tomorrow), now=now)) == []


def test_a_closed_day_is_not_counted_but_a_replay_is_accepted(centre: Centre) -> None:
    one = event(centre.today)
    send(centre, one)
    close(centre, centre.today)
    saved = send(centre, one, event(centre.today))
    assert saved.accepted == [one.id]
    assert codes(saved) == [Reject.CLOSED]
    assert saved.totals == {centre.today: {"adult": 1}}


def test_a_replay_is_accepted_after_the_window_and_with_the_plugin_off(centre: Centre) -> None:
    one = event(centre.today)
    send(centre, one)
    late = ENDS + timedelta(days=9)
    assert send(centre, one, now=late).accepted == [one.id]
    saved = send(centre, one, event(centre.today), on={None: categories()})
    assert saved.accepted == [one.id]
    assert codes(saved) == [Reject.PLUGIN_OFF]


def test_another_organisations_counter_is_told_no_and_sees_nothing(centre: Centre) -> None:
    saved = send(centre, event(centre.other_day))
    assert (codes(saved), saved.totals) == ([Reject.NOT_YOURS], {})
    with (
        centre.database.reading(centre.district) as session,
        pytest.raises(Forbidden),
    ):
        totals_to_see(session, centre.counting(), centre.other_day)


def test_a_device_knows_its_own_activity_only(centre: Centre) -> None:
    saved = send(centre, event(centre.other_day), event(centre.today), role=Role.DEVICE)
    assert codes(saved) == [Reject.UNKNOWN_OCCURRENCE]
    assert list(saved.totals) == [centre.today]
    with centre.database.reading(centre.district) as session, pytest.raises(NotFound):
        totals_to_see(session, centre.counting(Role.DEVICE), centre.other_day)


def test_an_employee_counts_only_where_she_is_on(centre: Centre) -> None:
    saved = send(centre, event(centre.today), event(centre.other_day), role=Role.STAFF)
    assert codes(saved) == [Reject.NOT_YOURS]
    assert saved.totals == {centre.other_day: {"adult": 1}}


@pytest.mark.parametrize("role", [Role.ADMIN, Role.VIEWER])
def test_who_only_looks_does_not_count(centre: Centre, role: Role) -> None:
    assert codes(send(centre, event(centre.today), role=role)) == [Reject.NOT_YOURS]


def test_an_unknown_day_is_unknown(centre: Centre) -> None:
    saved = send(centre, event(17), event(2**63 - 1))
    assert codes(saved) == [Reject.UNKNOWN_OCCURRENCE] * 2


def test_who_and_when_is_kept(centre: Centre) -> None:
    press = UUID(int=7)
    one = event(centre.today, press=press)
    send(centre, one, role=Role.DEVICE)
    with centre.database.reading(centre.district) as session:
        row = session.scalars(select(CountEvent)).one()
        assert (row.actor, row.press) == (f"device:{centre.user}", press)
        assert (row.tapped_at, row.received_at) == (ENDS, centre.clock())


def test_a_day_is_not_cancelled_while_somebody_counts_on_it(centre: Centre) -> None:
    """The leader's press comes while a tap is being saved: it waits, and is told of the visit."""
    leader, told = centre.access(Role.LEADER), list[str]()

    def cancel() -> None:
        try:
            with centre.database.writing(centre.district) as session:
                cancel_day(session, leader, centre.today, "Illness", centre.clock())
        except Refused as refusal:
            told.append(refusal.message)

    other = Thread(target=cancel)
    with centre.database.writing(centre.district) as session:
        tap = NewEvent(uuid4(), centre.today, "adult", 7, centre.clock())
        assert save_events(session, centre.counting(), [tap]).accepted
        other.start()
        other.join(0.5)
    other.join()

    assert told == ["Visits have been counted on this day, so it was held."]
