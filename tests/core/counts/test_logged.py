"""A log beside the days: entries and the days' counters of the same period stand together."""

from datetime import date, timedelta
from uuid import uuid4

from core.calendar.counting_year import Period
from core.counts.logged import logged
from core.tallies.service import Added, Press, add, undo
from tests.core.counts.conftest import TODAY, Centre

KEY = "sample-contact"
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def month(day: date) -> str:
    return f"{day:%Y-%m}"


def test_entries_and_days_of_a_period_stand_together(centre: Centre) -> None:
    now, press = centre.clock(), uuid4()
    with centre.database.writing(centre.district) as session:
        who = "user:1"
        add(session, Press(who, now), centre.activity, [Added(KEY, 12, "2026-11", note="Rain")])
        add(session, Press(who, now, press), centre.activity, [Added(KEY, 3, "2026-11", "here")])
        add(session, Press(who, now), centre.activity, [Added(KEY, 9, "2026-10")])
    with centre.database.reading(centre.district) as session:
        found = logged(session, centre.activity, [KEY], NOVEMBER, month)
    assert list(found) == ["2026-11"]
    one = found["2026-11"]
    assert one.sums == {(KEY, ""): 12, (KEY, "here"): 3}
    assert (one.notes, one.entered([KEY])) == (["Rain"], True)
    assert TODAY in {day.day for day in one.days}
    assert one.counted("adult") == 0


def test_what_is_taken_back_is_not_entered(centre: Centre) -> None:
    now, press = centre.clock(), uuid4()
    with centre.database.writing(centre.district) as session:
        added = [Added(KEY, 12, "2026-12", note="Rain")]
        add(session, Press("user:1", now, press), centre.activity, added)
        undo(session, "user:1", centre.activity, press, now + timedelta(minutes=1))
    december = Period(date(2026, 12, 1), date(2026, 12, 31))
    with centre.database.reading(centre.district) as session:
        one = logged(session, centre.activity, [KEY], december, month)["2026-12"]
    assert (one.sums, one.notes, one.entered([KEY])) == ({(KEY, ""): 0}, [], False)
