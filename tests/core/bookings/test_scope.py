"""Which rules a request meets, and the local times it touches."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bookings.scope import Piece, pieces
from core.bookings.vocabulary import MIDNIGHT, Capacity, Window
from core.calendar.zones import OSLO, NonexistentTime, to_utc
from tests.core.bookings.rule_kit import (
    CHOIR,
    HALL,
    HOUSE,
    KITCHEN,
    LOFT,
    MONDAY,
    TUESDAY,
    World,
    at,
    place,
    request,
    rule,
    stranger,
)

NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
QUARTERS = 2 * 365 * 24 * 4
MOMENTS = st.integers(0, QUARTERS).map(lambda n: NEW_YEAR + timedelta(minutes=15 * n))


def test_a_booking_over_midnight_is_a_piece_of_each_day() -> None:
    found = list(pieces(at("22:00", MONDAY), at("02:00", TUESDAY)))

    assert found == [Piece(MONDAY, time(22), MIDNIGHT), Piece(TUESDAY, MIDNIGHT, time(2))]


def test_a_booking_until_midnight_is_of_one_day() -> None:
    assert list(pieces(at("22:00"), at("24:00"))) == [Piece(TUESDAY, time(22), MIDNIGHT)]


def test_a_whole_weekend_has_a_whole_day_in_the_middle() -> None:
    friday = date(2026, 11, 27)
    found = list(pieces(at("18:00", friday), at("12:00", friday + timedelta(days=2))))

    assert [one.day - friday for one in found] == [timedelta(days=n) for n in range(3)]
    assert (found[1].starts, found[1].ends) == (MIDNIGHT, MIDNIGHT)


@given(MOMENTS, st.integers(1, 14 * 24 * 4))
def test_pieces_follow_each_other_from_beginning_to_end(starts: datetime, quarters: int) -> None:
    ends = starts + timedelta(minutes=15 * quarters)
    found = list(pieces(starts, ends))
    first, last = starts.astimezone(OSLO), ends.astimezone(OSLO)

    assert (found[0].day, found[0].starts) == (first.date(), first.time())
    midnight = last.time() == MIDNIGHT
    assert found[-1].ends == last.time()
    assert found[-1].day == last.date() - timedelta(days=midnight)
    for earlier, later in pairwise(found):
        assert earlier.ends == later.starts == MIDNIGHT
        assert later.day - earlier.day == timedelta(days=1)


@pytest.mark.parametrize(
    ("starts", "ends", "within", "touches"),
    [
        ("10:00", "16:00", True, True),
        ("09:45", "11:00", False, True),
        ("15:00", "16:15", False, True),
        ("08:00", "10:00", False, False),
        ("16:00", "17:00", False, False),
        ("16:00", "24:00", False, False),
        ("00:00", "24:00", False, True),
    ],
)
def test_a_window_of_the_day(starts: str, ends: str, within: bool, touches: bool) -> None:
    window = Window(starts=time(10), ends=time(16))
    (piece,) = pieces(at(starts), at(ends))

    assert (piece.within(window), piece.touches(window)) == (within, touches)


@pytest.mark.parametrize(("ends", "within"), [("23:45", True), ("24:00", True)])
def test_a_window_until_midnight(ends: str, within: bool) -> None:
    window = Window(starts=time(18))
    (piece,) = pieces(at("20:00"), at(ends))

    assert piece.within(window) is within
    assert piece.touches(window)


def test_a_window_of_other_weekdays() -> None:
    weekend = Window(frozenset({5, 6}))
    (piece,) = pieces(at("10:00"), at("11:00"))

    assert not piece.within(weekend)
    assert not piece.touches(weekend)


@pytest.mark.parametrize(
    ("places", "where", "holds"),
    [
        ((), HALL, True),
        ((KITCHEN,), KITCHEN, True),
        ((KITCHEN,), LOFT, False),
        ((KITCHEN,), HOUSE, True),
        ((HOUSE,), KITCHEN, True),
        ((HOUSE,), HALL, False),
        ((HOUSE, HALL), HALL, True),
        (("gone",), KITCHEN, False),
    ],
)
def test_a_rule_serves_its_places_and_what_lies_in_them(
    places: tuple[str, ...], where: str, holds: bool
) -> None:
    world = World([rule(Capacity(1), "few", *places)])

    assert world.blocks(request(where, people=2)) == ({"few"} if holds else set())


@pytest.mark.parametrize(
    ("limits", "own", "strangers"),
    [
        ({}, True, True),
        ({"organisations": ("koret",)}, False, True),
        ({"except_organisations": ("koret",)}, True, False),
        ({"activities": ("kor",)}, False, True),
        ({"activities": ("kor",), "organisations": ("oslo-rode-kors",)}, False, False),
    ],
)
def test_a_rule_is_for_those_it_names(
    limits: dict[str, tuple[str, ...]], own: bool, strangers: bool
) -> None:
    world = World([rule(Capacity(1), "few", **limits)])

    assert bool(world.blocks(request(people=2))) is own
    assert bool(world.blocks(stranger(people=2))) is strangers


def test_whom_it_is_for_is_whom_it_is_booked_for() -> None:
    """The Red Cross's activity may be booked for by the choir: then the choir's rules hold."""
    world = World([rule(Capacity(1), "few", organisations=("koret",))])

    assert world.blocks(request(people=2, organisation=CHOIR)) == {"few"}


def test_a_property_has_houses_and_a_house_has_rooms() -> None:
    world = World(
        places=[
            place(1, "gard"),
            place(2, "hvitt-hus", 1),
            place(3, "kjokken", 2),
            place(4, "lave", 1),
            place(5, "torget"),
            place(6, "stand", 5),
        ]
    )
    snapshot = world.snapshot()

    houses = {number: snapshot.house(number).slug for number in range(1, 7)}
    assert houses == {
        1: "gard", 2: "hvitt-hus", 3: "hvitt-hus", 4: "lave", 5: "torget", 6: "torget"
    }  # fmt: skip


@pytest.mark.parametrize(
    ("first", "weeks"), [(date(2026, 10, 18), 3), (date(2027, 3, 21), 3), (date(2026, 12, 20), 3)]
)
def test_weekly_at_six_stays_at_six(first: date, weeks: int) -> None:
    """Over 25 October 2026 and 28 March 2027 the moment changes, and the clock does not."""
    evening = Window(starts=time(18), ends=time(20))
    days = [first + timedelta(weeks=n) for n in range(weeks)]

    for day in days:
        (piece,) = pieces(to_utc(day, time(18)), to_utc(day, time(20)))
        assert piece == Piece(day, time(18), time(20))
        assert piece.within(evening)


def test_the_moment_does_change() -> None:
    hours = [
        to_utc(date(2026, 10, 18), time(18)).hour,
        to_utc(date(2026, 10, 25), time(18)).hour,
        to_utc(date(2027, 3, 21), time(18)).hour,
        to_utc(date(2027, 3, 28), time(18)).hour,
    ]
    assert hours == [16, 17, 17, 16]


def test_the_missing_hour_is_refused() -> None:
    with pytest.raises(NonexistentTime, match="02:30 does not exist on 2027-03-28"):
        to_utc(date(2027, 3, 28), time(2, 30))


def test_the_hour_that_comes_twice_is_an_hour_longer() -> None:
    night = pieces(to_utc(date(2026, 10, 25), time(1)), to_utc(date(2026, 10, 25), time(4)))

    assert list(night) == [Piece(date(2026, 10, 25), time(1), time(4))]
    assert to_utc(date(2026, 10, 25), time(4)) - to_utc(date(2026, 10, 25), time(1)) == timedelta(
        hours=4
    )
