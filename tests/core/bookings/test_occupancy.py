"""What a booking takes: rooms, lanes, the time kept free beside it, and rooms that come along."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bookings.facts import Request, Taken
from core.bookings.vocabulary import Buffer, Companion
from tests.core.bookings.rule_kit import (
    HALL,
    HOUSE,
    KITCHEN,
    LOFT,
    NUMBERS,
    World,
    agreement,
    at,
    request,
    rule,
    stranger,
)

QUARTER = timedelta(minutes=15)
OCCUPIED = {"occupied"}
WHERE = st.sampled_from(sorted(NUMBERS))
SHORT = st.integers(1, 40)
ASKED = st.builds(
    lambda where, start, length, shared: replace(
        stranger(where, shared=shared),
        starts=at("00:00") + start * QUARTER,
        ends=at("00:00") + (start + length) * QUARTER,
    ),
    WHERE,
    st.integers(0, 60),
    SHORT,
    st.booleans(),
)


def _overlaps(taken: Iterable[Taken]) -> list[tuple[Taken, Taken]]:
    rows = list(taken)
    return [
        (one, other)
        for n, one in enumerate(rows)
        for other in rows[n + 1 :]
        if one.room_id == other.room_id
        and one.starts < other.ends
        and other.starts < one.ends
        and one.lane_from < other.lane_to
        and other.lane_from < one.lane_to
    ]


@given(WHERE, SHORT, SHORT)
def test_adjacent_bookings_are_always_allowed(where: str, before: int, after: int) -> None:
    world = World()
    middle = stranger(where)
    world.book(middle)

    world.book(replace(middle, starts=middle.starts - before * QUARTER, ends=middle.starts))
    world.book(replace(middle, starts=middle.ends, ends=middle.ends + after * QUARTER))


@given(st.lists(ASKED, max_size=12))
def test_what_is_taken_never_overlaps_and_what_is_refused_would(asked: list[Request]) -> None:
    world = World()
    for one in asked:
        if not world.judge(one).blocked:
            world.book(one)
        else:
            assert world.blocks(one) == OCCUPIED

    assert _overlaps(world.taken) == []


@pytest.mark.parametrize(
    ("minutes", "blocked"), [(0, True), (15, True), (29, True), (30, False), (60, False)]
)
@pytest.mark.parametrize("side", ["before", "after"])
def test_the_time_kept_free_is_kept_on_both_sides(minutes: int, blocked: bool, side: str) -> None:
    world = World([rule(Buffer(**{side: 30}), "cleaning")])
    first = request()
    world.book(first)
    gap = timedelta(minutes=minutes)
    length = timedelta(hours=1)

    earlier = replace(stranger(), starts=first.starts - gap - length, ends=first.starts - gap)
    later = replace(stranger(), starts=first.ends + gap, ends=first.ends + gap + length)

    assert world.blocks(earlier) == (OCCUPIED if blocked else set())
    assert world.blocks(later) == (OCCUPIED if blocked else set())


def test_the_longest_of_several_buffers_counts_and_only_for_whom_it_holds() -> None:
    long = rule(Buffer(after=60), "long", organisations=("koret",))
    world = World([rule(Buffer(after=15), "short"), long])
    world.book(request())
    world.book(stranger(starts="20:15", ends="21:00"))

    assert world.blocks(request(starts="21:30", ends="22:00")) == OCCUPIED
    assert world.blocks(request(starts="22:00", ends="23:00")) == set()


def test_the_time_kept_free_is_said_as_such() -> None:
    world = World([rule(Buffer(after=30))])
    world.book(request())

    assert world.sentences(stranger(starts="20:00", ends="21:00")) == [
        "The time after familiesenter, which ends at 20.00, is kept for clearing."
    ]
    assert world.sentences(stranger(starts="17:00", ends="18:00")) == [
        "The time before familiesenter, which starts at 18.00, must stay free."
    ]


def test_who_is_in_the_way_is_named_with_the_time() -> None:
    world = World()
    world.book(request())

    assert world.sentences(stranger()) == [
        "familiesenter (Oslo Røde Kors) has kjokken 24.11.2026, 18.00–20.00."
    ]


def test_everybody_in_the_way_is_named() -> None:
    world = World()
    world.book(request(starts="17:00", ends="18:00"))
    world.book(request(LOFT, starts="19:00", ends="20:00"))

    assert len(world.sentences(stranger(HOUSE, starts="17:30", ends="21:00"))) == 2


@pytest.mark.parametrize("room", [KITCHEN, LOFT])
def test_a_house_blocks_its_rooms_and_a_room_its_house(room: str) -> None:
    house_first, room_first = World(), World()
    house_first.book(request(HOUSE))
    room_first.book(request(room))

    assert house_first.blocks(stranger(room)) == OCCUPIED
    assert room_first.blocks(stranger(HOUSE)) == OCCUPIED
    assert house_first.blocks(stranger(HALL)) == set()


def test_rooms_of_a_house_do_not_block_one_another() -> None:
    world = World()
    world.book(request(KITCHEN))

    assert world.blocks(stranger(LOFT)) == set()


def test_two_lanes_take_two_shared_groups() -> None:
    world = World()
    world.book(request(LOFT, shared=True))
    world.book(stranger(LOFT, shared=True))

    assert {(one.lane_from, one.lane_to) for one in world.taken} == {(0, 1), (1, 2)}
    assert world.blocks(stranger(LOFT, shared=True)) == OCCUPIED
    assert world.blocks(stranger(LOFT)) == OCCUPIED


def test_two_lanes_take_one_exclusive_group() -> None:
    world = World()
    world.book(request(LOFT))

    assert world.blocks(stranger(LOFT, shared=True)) == OCCUPIED
    assert world.blocks(stranger(LOFT)) == OCCUPIED


def test_one_shared_group_keeps_an_exclusive_one_out() -> None:
    world = World()
    world.book(request(LOFT, shared=True))

    assert world.blocks(stranger(LOFT)) == OCCUPIED


def test_one_lane_is_not_shared() -> None:
    world = World()
    world.book(request(KITCHEN, shared=True))

    assert world.blocks(stranger(KITCHEN, shared=True)) == OCCUPIED


def test_a_companion_is_taken_along_and_blocks() -> None:
    world = World([rule(Companion(HALL), "with-hall", KITCHEN)])
    number = world.book(request(KITCHEN))

    assert {(one.booking_id, one.room_id) for one in world.taken} == {
        (number, NUMBERS[KITCHEN]),
        (number, NUMBERS[HALL]),
    }
    assert world.blocks(stranger(HALL)) == OCCUPIED


def test_a_companion_that_is_taken_blocks() -> None:
    world = World([rule(Companion(HALL), "with-hall", KITCHEN)])
    world.book(stranger(HALL))

    assert world.blocks(request(KITCHEN)) == OCCUPIED
    assert world.blocks(request(LOFT)) == set()


def test_a_companion_is_not_taken_the_other_way_round() -> None:
    world = World([rule(Companion(HALL), "with-hall", KITCHEN)])
    world.book(stranger(HALL))

    assert {one.room_id for one in world.taken} == {NUMBERS[HALL]}


def test_a_companion_that_is_no_longer_there_is_no_hindrance() -> None:
    assert World([rule(Companion("gone"))]).blocks(request()) == set()


@given(WHERE, st.integers(-20, 20))
def test_a_booking_is_not_in_its_own_way(where: str, quarters: int) -> None:
    world = World([rule(Buffer(15, 15))])
    first = request(where)
    number = world.book(first)
    by = quarters * QUARTER
    moved = replace(first, starts=first.starts + by, ends=first.ends + by, booking_id=number)

    assert world.blocks(moved) == set()


def test_what_is_in_the_way_cannot_be_waived() -> None:
    world = World()
    world.book(request())

    assert [one.waivable for one in world.judge(stranger()).findings] == [False]


def test_only_what_is_in_the_lane_gives_way() -> None:
    """Of two groups that share a room, the holder who shares it too puts one aside."""
    world = World(agreements=[agreement(LOFT, release_days=3)])
    world.book(stranger(LOFT, shared=True))
    world.book(stranger(LOFT, shared=True))

    verdict = world.judge(request(LOFT, shared=True, displace=True))

    assert not verdict.blocked
    assert len(verdict.displaces) == 1
