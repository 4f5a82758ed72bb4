"""Plans: local times, holidays proposed as closed, days moved, cancelled and left alone."""

from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from icalendar import Calendar
from sqlalchemy import select

from core.accounts.roles import Role
from core.calendar.recurrence import WeeklyRule
from core.calendar.zones import local_time
from core.counts.days import days_between
from core.db.tenancy import DistrictSession
from core.problems import Forbidden, Refused
from core.schedules import feeds, planning
from core.schedules.models import Activity, Occurrence
from core.schedules.notes import NoteDetails, NoteKind, delete_note, marks_in, save_note
from core.schedules.planning import Hours
from tests.core.counts.conftest import TODAY, Centre, centre

__all__ = ["centre"]
EVENING = Hours(time(18), time(20))


def the_activity(session: DistrictSession, centre: Centre) -> Activity:
    return session.scalars(select(Activity).where(Activity.id == centre.other_activity)).one()


def plan(
    session: DistrictSession,
    centre: Centre,
    rule: WeeklyRule,
    hours: Hours = EVENING,
    keep_open: frozenset[date] = frozenset(),
) -> list[Occurrence]:
    return planning.save_plan(
        session,
        centre.access(Role.LEADER, centre.bydel),
        the_activity(session, centre),
        rule,
        hours,
        None,
        keep_open=keep_open,
        language="nb",
        now=centre.clock(),
    )


@pytest.mark.parametrize("change", [date(2026, 10, 25), date(2027, 3, 28)])
def test_six_in_the_evening_stays_six_across_clock_changes(centre: Centre, change: date) -> None:
    rule = WeeklyRule({6}, change - timedelta(14), change + timedelta(14))
    with centre.database.writing(centre.district) as session:
        days = plan(session, centre, rule)
        assert len(days) == 5
        assert {local_time(day.starts) for day in days} == {time(18)}
        assert {day.starts.astimezone(UTC).hour for day in days} == {16, 17}


def test_the_missing_hour_is_refused_with_a_sentence(centre: Centre) -> None:
    rule = WeeklyRule({6}, date(2027, 3, 28), date(2027, 3, 28))
    with (
        centre.database.writing(centre.district) as session,
        pytest.raises(Refused, match=r"02\.30 does not exist"),
    ):
        plan(session, centre, rule, Hours(time(2, 30), time(4)))


def test_an_evening_may_end_after_midnight_but_a_day_is_not_endless(centre: Centre) -> None:
    with centre.database.writing(centre.district) as session:
        rule = WeeklyRule({0}, date(2027, 1, 4), date(2027, 1, 4))
        (day,) = plan(session, centre, rule, Hours(time(20), time(1)))
        assert day.ends - day.starts == timedelta(hours=5)
        later = WeeklyRule({0}, date(2027, 1, 11), date(2027, 1, 11))
        with pytest.raises(Refused, match="16 hours"):
            plan(session, centre, later, Hours(time(20), time(19)))


def test_holidays_are_proposed_as_closed_and_can_be_kept_open(centre: Centre) -> None:
    rule = WeeklyRule({3, 4}, date(2027, 3, 22), date(2027, 3, 28))
    with centre.database.writing(centre.district) as session:
        thursday, friday = plan(session, centre, rule, keep_open=frozenset({date(2027, 3, 25)}))
        assert (thursday.state, thursday.reason) == ("planned", None)
        assert (friday.state, friday.reason) == ("closed", "Langfredag")


def test_school_free_days_and_notes_are_shown_and_close_nothing(centre: Centre) -> None:
    admin = centre.access(Role.DISTRICT_ADMIN)
    first = date(2026, 9, 28)
    with centre.database.writing(centre.district) as session:
        details = NoteDetails(NoteKind.SCHOOL_FREE, "Høstferie", first, first + timedelta(4))
        note = save_note(session, admin, details, centre.clock())
        rule = WeeklyRule({1}, first, first + timedelta(13))
        proposals = planning.propose(session, the_activity(session, centre), rule, "nb")
        assert [one.marks.others for one in proposals] == [("Høstferie",), ()]
        assert {day.state for day in plan(session, centre, rule)} == {"planned"}
        delete_note(session, admin, note.id, centre.clock())
    with centre.database.reading(centre.district) as session:
        assert marks_in(session, planning.Period(first, first), "nb") == {}


def test_a_day_that_is_there_is_left_alone(centre: Centre) -> None:
    rule = WeeklyRule({1}, date(2027, 1, 1), date(2027, 1, 31))
    with centre.database.writing(centre.district) as session:
        assert len(plan(session, centre, rule)) == 4
        longer = WeeklyRule({1, 2}, date(2027, 1, 1), date(2027, 1, 31))
        assert len(plan(session, centre, longer)) == 4
        with pytest.raises(Refused, match="already"):
            plan(session, centre, rule)


def test_only_who_leads_the_activity_plans_it(centre: Centre) -> None:
    rule = WeeklyRule({1}, date(2027, 1, 1), date(2027, 1, 31))
    with centre.database.writing(centre.district) as session, pytest.raises(Forbidden):
        planning.save_plan(
            session,
            centre.access(Role.LEADER),
            the_activity(session, centre),
            rule,
            EVENING,
            None,
            keep_open=(),
            language="nb",
            now=centre.clock(),
        )


def test_a_day_is_moved_unless_it_is_over_or_counted(centre: Centre) -> None:
    leader, now = centre.access(Role.LEADER), centre.clock()
    coming = TODAY + timedelta(7)
    new = coming + timedelta(1)
    with centre.database.writing(centre.district) as session:
        day_id = centre.days[coming]
        row = planning.move_day(session, leader, day_id, new, EVENING, None, now, counted=False)
        assert (row.day, local_time(row.starts), row.revision) == (new, time(18), 1)
        with pytest.raises(Refused, match="counted"):
            planning.move_day(session, leader, day_id, coming, EVENING, None, now, counted=True)
        old, taken = centre.days[TODAY - timedelta(7)], Hours(time(11), time(12))
        with pytest.raises(Refused, match="over"):
            planning.move_day(session, leader, old, coming, EVENING, None, now, counted=False)
        with pytest.raises(Refused, match="begins at this time"):
            planning.move_day(session, leader, day_id, TODAY, taken, None, now, counted=False)


def test_the_feed_keeps_cancelled_days_and_names_nobody(centre: Centre) -> None:
    leader, now = centre.access(Role.LEADER), centre.clock()
    with centre.database.writing(centre.district) as session:
        cancelled = centre.days[TODAY + timedelta(7)]
        planning.cancel_day(session, leader, cancelled, "Ingen vakter", now, counted=False)
        activity = session.scalars(select(Activity).where(Activity.id == centre.activity)).one()
        rows = session.scalars(select(Occurrence).where(Occurrence.activity_id == activity.id))
        feed = Calendar.from_ical(feeds.calendar(activity, "stovner", list(rows), {}, now))
    events = {str(event["uid"]): event for event in feed.walk("VEVENT")}
    assert len(events) == len(centre.days)
    event = events[f"{cancelled}@stovner.innbyggerbasen"]
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", 1)
    assert str(event["description"]) == "Ingen vakter"
    assert not any("attendee" in event or "organizer" in event for event in events.values())


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    weekdays=st.sets(st.integers(0, 6), min_size=1),
    first=st.dates(date(2028, 1, 1), date(2030, 1, 1)),
    length=st.integers(7, 60),
    hour=st.integers(4, 20),
)
def test_every_plan_opens_at_its_local_hour_on_its_weekdays(
    centre: Centre, weekdays: set[int], first: date, length: int, hour: int
) -> None:
    rule = WeeklyRule(weekdays, first, first + timedelta(length))
    with centre.database.writing(centre.district) as session:
        plan(session, centre, rule, Hours(time(hour), time(hour + 2)))
        found = days_between(
            session, planning.Period(rule.first, rule.last), [centre.other_activity]
        )
        assert [day.day for day in found] == rule.dates()
        assert {local_time(day.starts) for day in found} == {time(hour)}
        session.rollback()
