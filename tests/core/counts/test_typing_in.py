"""Numbers typed, nobody came, corrections, and undoing a press."""

from collections.abc import Mapping
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from core.accounts.roles import Role
from core.audit.models import AuditEntry
from core.counts.days import Day, Status, day_by_id
from core.counts.models import CountEvent
from core.counts.presses import NOBODY, UNDO, Press
from core.counts.typing_in import TypedDay, save_typed
from core.problems import Overtaken, Refused
from tests.core.counts.conftest import TODAY, Centre

YESTERDAY = TODAY - timedelta(days=1)


def press(
    centre: Centre, button: str, *, page: UUID | None = None, role: Role = Role.COUNTER
) -> Day:
    counting = centre.counting(role, now=centre.clock.advance(seconds=1))
    with centre.database.writing(centre.district) as session:
        Press.of(str(page or uuid4()), button).save(session, counting, centre.today)
        session.flush()
        return day_by_id(session, centre.today)


def type_in(
    centre: Centre,
    day: int,
    totals: Mapping[str, int],
    seen: Mapping[str, int] | None = None,
    **more: object,
) -> Day:
    values = {"press": uuid4(), **more}
    typed = TypedDay(day, totals=totals, seen=seen or {}, **values)
    with centre.database.writing(centre.district) as session:
        return save_typed(session, centre.counting(), typed)


def events(centre: Centre) -> int:
    with centre.database.reading(centre.district) as session:
        return session.scalar(select(func.count()).select_from(CountEvent)) or 0


def test_a_family_is_one_press_and_one_undo(centre: Centre) -> None:
    press(centre, "adult:1")
    assert press(centre, "adult:2,child:3").totals == {"adult": 3, "child": 3}
    assert press(centre, UNDO).totals == {"adult": 1, "child": 0}
    assert press(centre, UNDO).totals == {"adult": 0, "child": 0}
    with pytest.raises(Refused, match="nothing to undo"):
        press(centre, UNDO)


def test_a_button_sent_twice_counts_once_and_two_buttons_count_both(centre: Centre) -> None:
    page = uuid4()
    press(centre, "adult:1", page=page)
    assert press(centre, "adult:1", page=page).totals == {"adult": 1}
    assert press(centre, "adult:1,child:1", page=page).totals == {"adult": 2, "child": 1}
    assert press(centre, UNDO, page=page).totals == {"adult": 1, "child": 0}
    assert press(centre, UNDO, page=page).totals == {"adult": 1, "child": 0}


def test_undo_takes_back_only_what_one_counted_oneself(centre: Centre) -> None:
    press(centre, "adult:1")
    with pytest.raises(Refused):
        press(centre, UNDO, role=Role.DEVICE)
    assert press(centre, UNDO).totals == {"adult": 0}


def test_what_is_undone_was_never_entered(centre: Centre) -> None:
    assert press(centre, "child:1").status is Status.HELD
    assert press(centre, UNDO).status is Status.PLANNED


def test_minus_at_zero_is_refused_and_changes_nothing(centre: Centre) -> None:
    with pytest.raises(Refused, match="nobody to take away"):
        press(centre, "adult:-1")
    assert events(centre) == 0
    press(centre, "adult:1")
    assert press(centre, "adult:-1").totals == {"adult": 0}


@pytest.mark.parametrize(
    "button", ["", "adult", "adult:", "adult:x", "adult:1,", "a:1;b:2", f"{'x' * 99}:1"]
)
def test_what_no_button_says_is_not_read(button: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 (the message is the button)
        Press.of(str(uuid4()), button)


def test_nobody_came_is_a_zero_and_not_a_blank(centre: Centre) -> None:
    day = press(centre, NOBODY)
    assert (day.status, day.totals) == (Status.HELD, {"adult": 0, "child": 0})
    assert not day.not_entered(day.ends)
    press(centre, "adult:1")
    with pytest.raises(Refused, match="Visitors have been counted"):
        press(centre, NOBODY)


def test_typed_numbers_become_the_totals(centre: Centre) -> None:
    press(centre, "adult:2")
    day = type_in(centre, centre.today, {"adult": 14, "child": 21, "volunteers": 3}, {"adult": 2})
    assert day.totals == {"adult": 14, "child": 21, "volunteers": 3}


def test_a_typed_form_sent_twice_counts_once(centre: Centre) -> None:
    again = uuid4()
    type_in(centre, centre.today, {"adult": 4}, press=again)
    assert type_in(centre, centre.today, {"adult": 4}, press=again).totals == {"adult": 4}
    assert events(centre) == 1


def test_a_typed_zero_is_a_count(centre: Centre) -> None:
    assert type_in(centre, centre.today, {"adult": 0, "child": 0}).status is Status.HELD


def test_who_was_overtaken_looks_again_and_nothing_is_saved(centre: Centre) -> None:
    press(centre, "adult:1", role=Role.DEVICE)
    with pytest.raises(Overtaken):
        type_in(centre, centre.today, {"adult": 5})
    assert events(centre) == 1
    assert type_in(centre, centre.today, {"child": 5}).totals == {"adult": 1, "child": 5}


@pytest.mark.parametrize(
    ("totals", "field"),
    [
        ({"adult": -1}, "adult"),
        ({"adult": 5001}, "adult"),
        ({"adult": 2, "new_adult": 3}, "new_adult"),
        ({"new_child": 1}, "new_child"),
        ({"adult": 9, "dogs": 1}, None),
    ],
)
def test_impossible_numbers_are_refused_at_their_field(
    centre: Centre, totals: dict[str, int], field: str | None
) -> None:
    with pytest.raises(Refused) as refusal:
        type_in(centre, centre.today, totals)
    assert refusal.value.field == field
    assert events(centre) == 0


def test_newcomers_are_held_against_what_was_counted_before(centre: Centre) -> None:
    press(centre, "adult:3")
    assert type_in(centre, centre.today, {"new_adult": 3}).totals["new_adult"] == 3


def test_more_than_a_press_adds_may_be_typed(centre: Centre) -> None:
    assert type_in(centre, centre.today, {"adult": 1200}).totals == {"adult": 1200}


def test_a_forgotten_day_needs_no_reason_and_a_correction_does(centre: Centre) -> None:
    day = centre.days[YESTERDAY]
    type_in(centre, day, {"adult": 4})
    with pytest.raises(Refused) as refusal:
        type_in(centre, day, {"adult": 5}, {"adult": 4})
    assert refusal.value.field == "reason"
    saved = type_in(centre, day, {"adult": 5}, {"adult": 4}, reason="Counted the tally again")
    assert saved.totals == {"adult": 5}
    with centre.database.reading(centre.district) as session:
        note = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "counts:correct")
        ).one()
        assert note.reason == "Counted the tally again"
        assert note.detail == {"before": {"adult": 4}, "after": {"adult": 5}}


def test_saving_what_is_there_already_changes_nothing(centre: Centre) -> None:
    day = centre.days[YESTERDAY]
    type_in(centre, day, {"adult": 4})
    type_in(centre, day, {"adult": 4}, {"adult": 4})
    assert events(centre) == 1
