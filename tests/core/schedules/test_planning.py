"""Plans: local times, holidays proposed as closed, days moved, cancelled and left alone."""

from datetime import UTC, date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.accounts.roles import Role
from core.calendar.counting_year import Period
from core.calendar.recurrence import WeeklyRule
from core.calendar.zones import local_time
from core.counts.days import days_between
from core.db.tenancy import DistrictSession
from core.problems import Forbidden, Refused
from core.schedules import planning
from core.schedules.hours import Hours
from core.schedules.models import Activity, NoteKind, Occurrence, OccurrenceState
from core.schedules.notes import NoteDetails, delete_note, marks_in, save_note
from tests.core.counts.conftest import Centre, centre

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


def propose(
    session: DistrictSession, centre: Centre, rule: WeeklyRule, hours: Hours = EVENING
) -> list[planning.Proposal]:
    activity = the_activity(session, centre)
    return planning.propose(session, activity, rule, hours, language="nb", now=centre.clock())


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
        proposals = propose(session, centre, rule)
        assert [one.marks.others for one in proposals] == [("Høstferie",), ()]
        assert {day.state for day in plan(session, centre, rule)} == {"planned"}
        delete_note(session, admin, note.id, centre.clock())
    with centre.database.reading(centre.district) as session:
        assert marks_in(session, Period(first, first), "nb") == {}


def test_a_day_that_is_there_is_left_alone(centre: Centre) -> None:
    rule = WeeklyRule({1}, date(2027, 1, 1), date(2027, 1, 31))
    with centre.database.writing(centre.district) as session:
        assert len(plan(session, centre, rule)) == 4
        longer = WeeklyRule({1, 2}, date(2027, 1, 1), date(2027, 1, 31))
        assert len(plan(session, centre, longer, Hours(time(19), time(21)))) == 4
        assert all(one.there for one in propose(session, centre, rule))
        with pytest.raises(Refused, match="already"):
            plan(session, centre, rule)


def test_a_morning_and_an_evening_share_a_date(centre: Centre) -> None:
    rule = WeeklyRule({1}, date(2027, 1, 1), date(2027, 1, 31))
    with centre.database.writing(centre.district) as session:
        plan(session, centre, rule)
        mornings = plan(session, centre, rule, Hours(time(10), time(18)))
        assert len(mornings) == 4
        mornings[0].state = OccurrenceState.CANCELLED.value
        session.flush()
        later, again = Hours(time(11), time(12)), Hours(time(10), time(12))
        free = [one.there is None for one in propose(session, centre, rule, later)]
        assert free == [True, False, False, False]
        assert all(p.there for p in propose(session, centre, rule, again))


@pytest.mark.parametrize("first", [date(1, 1, 1), date(1999, 12, 31), date(2206, 11, 1)])
def test_a_slip_of_the_year_is_refused(centre: Centre, first: date) -> None:
    rule = WeeklyRule(frozenset(range(7)), first, first + timedelta(7))
    with (
        centre.database.writing(centre.district) as session,
        pytest.raises(Refused, match="five years") as refusal,
    ):
        plan(session, centre, rule)
    assert refusal.value.field == "first"


def test_an_activity_that_is_put_away_is_not_planned(centre: Centre) -> None:
    rule = WeeklyRule({1}, date(2027, 1, 1), date(2027, 1, 31))
    with centre.database.writing(centre.district) as session:
        the_activity(session, centre).archived_at = centre.clock()
        with pytest.raises(Refused, match="put away"):
            plan(session, centre, rule)


def test_a_date_that_is_two_holidays_has_both_names(centre: Centre) -> None:
    rule = WeeklyRule({0, 6}, date(2027, 5, 15), date(2027, 5, 18))
    with centre.database.writing(centre.district) as session:
        found = {one.day: one.marks.holiday for one in propose(session, centre, rule)}
        # In 2027 Whit Monday is Constitution Day
        assert set(found) == {date(2027, 5, 16), date(2027, 5, 17)}
        both = str(found[date(2027, 5, 17)])
        assert ("Grunnlovsdag" in both, "pinsedag" in both) == (True, True)


def test_easter_closes_its_public_holidays_and_no_other_day(centre: Centre) -> None:
    rule = WeeklyRule(frozenset(range(7)), date(2027, 3, 22), date(2027, 3, 30))
    with centre.database.writing(centre.district) as session:
        closed = [row.day.day for row in plan(session, centre, rule) if row.state == "closed"]
        assert closed == [25, 26, 28, 29]


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
        found = days_between(session, Period(rule.first, rule.last), [centre.other_activity])
        assert [day.day for day in found] == rule.dates()
        assert {local_time(day.starts) for day in found} == {time(hour)}
        session.rollback()
