"""Each rule of the baby gathering refuses where it should, and nowhere else."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as some

from core.bookings.facts import OwnedRule, Request
from plugins.apen_barnehage.booking_rules import pairs, rules
from plugins.apen_barnehage.settings import BabySettings
from tests.core.bookings.rule_kit import (
    BYDEL,
    HALL,
    KITCHEN,
    LOFT,
    SATURDAY,
    TUESDAY,
    World,
    activity,
    request,
    stranger,
)

SETTINGS = BabySettings(most_pairs=10)


@pytest.fixture
def world() -> World:
    owned = [OwnedRule(one, "apen_barnehage", "Babytreff") for one in rules(SETTINGS)]
    return World(rules=owned)


def gathering(
    starts: str = "10:00",
    ends: str = "12:00",
    day: date = TUESDAY,
    where: str = KITCHEN,
    **more: Any,
) -> Request:
    own = {"activity": activity("babytreff", BYDEL), "organisation": BYDEL, "actor": "user:2"}
    return request(where, starts, ends, day, **{**own, **more})


def loud(where: str, starts: str = "10:00", ends: str = "12:00") -> Request:
    return stranger(where, starts, ends, activity=activity("ungdomsdisko", BYDEL, "loud"))


def test_a_weekday_in_the_daytime_passes(world: World) -> None:
    assert not world.blocks(gathering())


@pytest.mark.parametrize(
    ("starts", "ends", "day"),
    [("07:00", "09:00", TUESDAY), ("15:00", "17:00", TUESDAY), ("10:00", "12:00", SATURDAY)],
)
def test_not_in_the_evening_nor_at_the_weekend(
    world: World, starts: str, ends: str, day: date
) -> None:
    assert world.blocks(gathering(starts, ends, day)) == {"daytime"}


def test_the_room_is_not_shared(world: World) -> None:
    assert "alone" in world.blocks(gathering(shared=True))


def test_nothing_loud_in_the_same_house_before_or_after_the_babies_asked(world: World) -> None:
    world.book(loud(LOFT))
    assert "quiet" in world.blocks(gathering())
    world.taken.clear()
    world.book(gathering())
    assert "quiet" in world.blocks(loud(LOFT))


def test_loud_somewhere_else_or_later_is_nobodys_business(world: World) -> None:
    world.book(loud(HALL))
    world.book(loud(LOFT, "14:00", "16:00"))
    assert not world.blocks(gathering())


def test_prams_need_time_on_both_sides(world: World) -> None:
    world.book(gathering())
    assert world.blocks(stranger(KITCHEN, "12:00", "13:00"))
    assert world.blocks(stranger(KITCHEN, "09:00", "10:00"))
    assert not world.blocks(stranger(KITCHEN, "12:15", "13:00"))


def test_the_sentence_tells_of_pairs(world: World) -> None:
    [sentence] = world.sentences(gathering(where=HALL, people=22))
    assert "10 pairs" in sentence
    assert "11 are expected" in sentence
    assert not world.sentences(gathering(where=HALL, people=20))


@given(people=some.integers(0, 500), most=some.integers(1, 200))
def test_as_many_pairs_as_there_is_room_for_and_no_more(people: int, most: int) -> None:
    owned = [OwnedRule(one, "x", "X") for one in rules(BabySettings(most_pairs=most))]
    refused = "pairs" in World(rules=owned).blocks(gathering(where=HALL, people=people))
    assert refused == (pairs(people) > most)
    assert 2 * pairs(people) - people in {0, 1}
