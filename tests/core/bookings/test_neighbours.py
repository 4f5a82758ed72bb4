"""Who does not go together in one house: loud beside quiet, from whichever side it comes."""

from dataclasses import replace

import pytest

from core.bookings.facts import ActivityFacts
from core.bookings.vocabulary import Neighbour
from tests.core.bookings.rule_kit import (
    HALL,
    KITCHEN,
    LOFT,
    RED_CROSS,
    World,
    activity,
    place,
    request,
    rule,
)

LOUD, QUIET = activity("trommer", RED_CROSS, "loud"), activity("sovegruppe", RED_CROSS, "quiet")
PLAIN = activity("kor", RED_CROSS)
WOMEN, SEWING = activity("kvinner", RED_CROSS), activity("sykafe", RED_CROSS, "women-only")


@pytest.mark.parametrize(
    ("there", "comes", "blocked"),
    [
        (LOUD, QUIET, True),
        (QUIET, LOUD, True),
        (QUIET, QUIET, False),
        (LOUD, LOUD, False),
        (LOUD, PLAIN, False),
        (PLAIN, QUIET, False),
    ],
)
def test_neighbours_from_both_sides(there: object, comes: object, blocked: bool) -> None:
    world = World([rule(Neighbour("loud", tag="quiet"), "quiet")])
    world.book(request(KITCHEN, activity=there))

    assert world.blocks(request(LOFT, activity=comes)) == ({"quiet"} if blocked else set())


def test_neighbours_are_in_the_same_house_at_the_same_time() -> None:
    world = World([rule(Neighbour("loud", tag="quiet"), "quiet")])
    world.book(request(KITCHEN, activity=LOUD))

    assert world.blocks(request(HALL, activity=QUIET)) == set()
    assert world.blocks(request(LOFT, "20:00", "21:00", activity=QUIET)) == set()
    assert world.blocks(request(LOFT, "19:45", "21:00", activity=QUIET)) == {"quiet"}


def test_a_rule_without_a_tag_keeps_whom_it_is_for_from_loud_ones() -> None:
    ours = rule(Neighbour("loud"), "peace", activities=("kor",))

    first, second = World([ours]), World([ours])
    first.book(request(KITCHEN, activity=LOUD))
    second.book(request(KITCHEN, activity=PLAIN))

    assert first.blocks(request(LOFT, activity=PLAIN)) == {"peace"}
    assert first.blocks(request(LOFT, activity=QUIET)) == set()
    assert second.blocks(request(LOFT, activity=LOUD)) == {"peace"}


@pytest.mark.parametrize(("other", "blocked"), [(PLAIN, True), (LOUD, True), (SEWING, False)])
def test_a_rule_that_names_who_may_be_there_keeps_all_others_away(
    other: ActivityFacts, blocked: bool
) -> None:
    ours = rule(Neighbour(unless_tag="women-only"), "women", activities=("kvinner",))
    there, comes = World([ours]), World([ours])
    there.book(request(KITCHEN, activity=WOMEN))
    comes.book(request(KITCHEN, activity=other))

    expected = {"women"} if blocked else set()
    assert there.blocks(request(LOFT, activity=other)) == expected
    assert comes.blocks(request(LOFT, activity=WOMEN)) == expected
    assert there.blocks(request(HALL, activity=other)) == set()
    assert there.blocks(request(LOFT, activity=WOMEN)) == set(), "it goes together with itself"


def test_a_neighbour_in_two_rooms_is_named_once() -> None:
    world = World([rule(Neighbour("loud", tag="quiet"), "quiet", KITCHEN, LOFT)])
    world.book(request(KITCHEN, activity=QUIET))
    world.places = [*world.places, place(5, "stue", 1), place(6, "gang", 1)]

    found = world.judge(replace(request(activity=LOUD), place_id=5)).findings
    assert [one.rule for one in found] == ["quiet"]
