"""Many at once who want one room: one has it, all others are told what is free instead."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.contention.crowd import Answer
from tests.contention.town import (
    HALL,
    HOUSE,
    KITCHEN,
    LOFT,
    MANY,
    Town,
    ask,
    at,
    move,
    won,
)
from tests.support.overlaps import overlaps
from tests.support.soak import ROUNDS

pytestmark = pytest.mark.slow


@pytest.fixture(autouse=True)
def nobody_on_top(town: Town) -> Iterator[None]:
    """After each test no room is anybody's twice."""
    yield
    assert overlaps(town.database, town.district) == 0


def test_fifty_ask_for_one_slot_and_one_has_it(town: Town) -> None:
    for _round in range(ROUNDS):
        slot = at(town.day(), 10)
        answers = town.crowd.at_once([ask(one, HALL, slot) for one in town.people])

        assert len(won(answers)) == 1
        for answer in answers:
            if answer.status == 409:
                assert [one["rule"] for one in answer.json["findings"]] == ["occupied"]
                assert len(answer.json["alternatives"]) == 3


def test_times_that_partly_overlap(town: Town) -> None:
    """Whoever was refused is in the way of somebody who has it, and no two who have it meet."""
    for _round in range(ROUNDS):
        first = at(town.day(), 8)
        times = [first + timedelta(minutes=15) * n for n in range(MANY)]
        calls = [ask(one, HALL, starts) for one, starts in zip(town.people, times, strict=True)]
        had = [times[number] for number in won(town.crowd.at_once(calls))]

        for starts in times:
            meeting = [one for one in had if abs(one - starts) < timedelta(hours=2)]
            assert len(meeting) == 1 if starts in had else meeting


def test_a_house_and_its_rooms(town: Town) -> None:
    for _round in range(ROUNDS):
        slot = at(town.day(), 10)
        places = [(HOUSE, KITCHEN, LOFT)[number % 3] for number in range(MANY)]
        calls = [ask(one, place, slot) for one, place in zip(town.people, places, strict=True)]
        had = sorted(places[number] for number in won(town.crowd.at_once(calls)))

        assert had in ([HOUSE], [KITCHEN, LOFT])


def test_two_rooms_in_opposite_order(town: Town) -> None:
    """Half go from the kitchen to the loft while half go the other way; nobody is in the way."""
    days = [town.day() for _pair in range(MANY // 2)]
    here = [(KITCHEN if n % 2 else LOFT, at(days[n // 2], 10)) for n in range(MANY)]
    there = [(LOFT if n % 2 else KITCHEN, at(days[n // 2], 14)) for n in range(MANY)]
    made = town.crowd.at_once([ask(one, *to) for one, to in zip(town.people, here, strict=True)])
    assert len(won(made)) == MANY
    bookings = [one.json["id"] for one in made]
    for _round in range(ROUNDS):
        here, there = there, here
        calls = [
            move(one, booking, *to)
            for one, booking, to in zip(town.people, bookings, here, strict=True)
        ]
        answers = town.crowd.at_once(calls)
        assert [one.status for one in answers] == [200] * MANY, _refused(answers)


def test_those_who_move_against_those_who_ask(town: Town) -> None:
    movers, askers = town.people[: MANY // 2], town.people[MANY // 2 :]
    bookings = [_somewhere_else(town, number) for number in range(len(movers))]
    for _round in range(ROUNDS):
        slot = at(town.day(), 10)
        calls = [
            move(one, booking, HALL, slot) for one, booking in zip(movers, bookings, strict=True)
        ]
        answers = town.crowd.at_once([*calls, *(ask(one, HALL, slot) for one in askers)])

        assert len(won(answers)) == 1


def _somewhere_else(town: Town, number: int) -> str:
    answer = town.crowd.one(ask(town.people[number], KITCHEN, at(town.day(), 10)))
    assert answer.status == 201, answer
    return str(answer.json["id"])


def _refused(answers: list[Answer]) -> list[Answer]:
    return [one for one in answers if one.status != 200]
