"""Quotas and frequencies: whose use, in which period, over whole series."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bookings.facts import Request
from core.bookings.quotas import first_day
from core.bookings.vocabulary import Frequency, Per, Quota, Unit
from tests.core.bookings.rule_kit import (
    CHOIR,
    HALL,
    HOUSE,
    KITCHEN,
    LOFT,
    TUESDAY,
    World,
    activity,
    request,
    rule,
    stranger,
)

WEEK = timedelta(weeks=1)
QUOTA = {"quota"}


def _world(what: Quota | Frequency, *places: str) -> World:
    return World([rule(what, "quota", *places)])


@pytest.mark.parametrize(
    ("unit", "day", "first"),
    [
        (Unit.DAY, date(2027, 1, 3), date(2027, 1, 3)),
        (Unit.WEEK, date(2027, 1, 3), date(2026, 12, 28)),
        (Unit.WEEK, date(2026, 12, 28), date(2026, 12, 28)),
        (Unit.MONTH, date(2027, 1, 3), date(2027, 1, 1)),
        (Unit.YEAR, date(2026, 12, 31), date(2026, 1, 1)),
    ],
)
def test_the_period_a_date_lies_in(unit: Unit, day: date, first: date) -> None:
    """ISO week 53 of 2026 goes on into January."""
    assert first_day(unit, day) == first


@given(st.sampled_from(Unit), st.dates(date(2026, 1, 1), date(2030, 1, 1)))
def test_a_period_begins_within_itself(unit: Unit, day: date) -> None:
    first = first_day(unit, day)

    assert first <= day
    assert first_day(unit, first) == first
    assert first_day(unit, first - timedelta(days=1)) < first


def test_exactly_the_quota_is_allowed_and_a_minute_more_is_not() -> None:
    world = _world(Quota(4, Unit.WEEK))
    world.book(request())
    second = request(day=TUESDAY + timedelta(days=1))

    assert world.blocks(second) == set()
    assert world.blocks(replace(second, ends=second.ends + timedelta(minutes=1))) == QUOTA


def test_the_sentence_has_both_figures() -> None:
    world = _world(Quota(3, Unit.WEEK))
    world.book(request())

    assert world.sentences(request(starts="20:00", ends="21:30")) == [
        "The quota is 3 hours in the period; with this it would be 3,5."
    ]


def test_another_period_has_its_own_quota() -> None:
    world = _world(Quota(2, Unit.WEEK))
    world.book(request())

    assert world.blocks(request(starts="20:00", ends="21:00")) == QUOTA
    assert world.blocks(request(day=TUESDAY + WEEK)) == set()


def test_only_its_own_rooms_count() -> None:
    world = _world(Quota(2, Unit.WEEK), HOUSE)
    world.book(request(KITCHEN))
    world.book(request(HALL, "10:00", "16:00"))

    assert world.blocks(request(HALL, "16:00", "18:00")) == set()
    assert world.blocks(request(LOFT, "20:00", "21:00")) == QUOTA


def test_what_was_booked_elsewhere_does_not_use_it_up() -> None:
    world = _world(Quota(2, Unit.WEEK), HOUSE)
    world.book(request(HALL, "10:00", "16:00"))

    assert world.blocks(request(LOFT)) == set()


@pytest.mark.parametrize(
    ("per", "other", "counts"),
    [
        (Per.ORGANISATION, request("hvitt-hus", "10:00", "12:00", actor="user:2"), True),
        (Per.ORGANISATION, stranger(KITCHEN, "10:00", "12:00"), False),
        (Per.USER, request(HALL, "10:00", "12:00", organisation=CHOIR), True),
        (Per.USER, request(KITCHEN, "10:00", "12:00", actor="user:2"), False),
        (Per.ACTIVITY, request(HALL, "10:00", "12:00", organisation=CHOIR), True),
        (Per.ACTIVITY, request(KITCHEN, "10:00", "12:00", activity=activity("annet")), False),
        (Per.ROOM, stranger(KITCHEN, "10:00", "12:00"), True),
        (Per.ROOM, request(HALL, "10:00", "12:00"), False),
    ],
)
def test_whose_use_it_counts(per: Per, other: Request, counts: bool) -> None:
    for what in (Quota(2, Unit.DAY, per), Frequency(1, Unit.DAY, per)):
        world = _world(what)
        world.book(other)

        assert world.blocks(request(KITCHEN)) == (QUOTA if counts else set())


def test_frequency_counts_bookings_and_not_hours() -> None:
    world = _world(Frequency(2, Unit.WEEK))
    world.book(request(starts="10:00", ends="10:15"))
    world.book(request(starts="11:00", ends="16:00"))

    assert world.blocks(request()) == QUOTA
    assert world.blocks(request(day=TUESDAY + WEEK)) == set()


def _series(first: Request, count: int, every: timedelta = WEEK) -> list[Request]:
    times = tuple((first.starts + n * every, first.ends + n * every) for n in range(count))
    return [replace(first, starts=starts, ends=ends, series=times) for starts, ends in times]


def test_a_quota_counts_the_whole_series_and_refuses_the_dates_beyond_it() -> None:
    """Five Tuesdays of two hours in December 2026, and a quota of eight hours a month."""
    world = _world(Quota(8, Unit.MONTH))
    dates = _series(request(day=date(2026, 12, 1)), 6)

    assert [world.blocks(one) for one in dates] == [set(), set(), set(), set(), QUOTA, set()]


@given(
    st.integers(0, 20), st.integers(1, 25), st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH]),
    st.integers(1, 12),
)  # fmt: skip
def test_a_series_is_refused_as_if_it_were_booked_date_by_date(
    hours: int, count: int, unit: Unit, days: int
) -> None:
    together, alone = _world(Quota(hours, unit)), _world(Quota(hours, unit))
    dates = _series(request(), count, timedelta(days=days))
    refused = [bool(together.blocks(one)) for one in dates]

    one_by_one = []
    for one in dates:
        single = replace(one, series=())
        one_by_one.append(bool(alone.blocks(single)))
        if not one_by_one[-1]:
            alone.book(single)

    assert sum(refused) >= sum(one_by_one)
    assert any(refused) == any(one_by_one)


def test_a_booking_that_is_moved_counts_once() -> None:
    world = _world(Quota(2, Unit.WEEK))
    number = world.book(request())

    assert world.blocks(request(starts="10:00", ends="12:00", booking_id=number)) == set()
    assert world.blocks(request(starts="10:00", ends="12:00")) == QUOTA
