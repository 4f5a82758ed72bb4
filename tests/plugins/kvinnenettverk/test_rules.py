"""Booking rules: each refuses or warns where it should, and nowhere else."""

from dataclasses import replace
from datetime import time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from core.bookings.facts import ActivityFacts, OwnedRule
from core.bookings.vocabulary import Level
from core.calendar.zones import local_time
from plugins.kvinnenettverk.booking_rules import rules
from plugins.kvinnenettverk.settings import NetworkSettings
from tests.core.bookings.rule_kit import (
    BYDEL,
    HALL,
    HOUSE,
    KITCHEN,
    LOFT,
    NUMBERS,
    World,
    activity,
    request,
    stranger,
)

WOMEN = activity("kvinnenettverk", BYDEL, "women-only")
SEWING = activity("sykafe", BYDEL, "women-only")
MIXED = activity("kor", BYDEL)


def world(settings: NetworkSettings | None = None) -> World:
    found = rules(settings or NetworkSettings())
    return World([OwnedRule(one, "kvinnenettverk", "K") for one in found])


def ours(where: str = KITCHEN, *hours: str, activity: ActivityFacts = WOMEN) -> object:
    return request(where, *hours, activity=activity, organisation=BYDEL)


def said(world: World, asked: object, level: Level) -> dict[str, str]:
    verdict = world.judge(asked)
    return {one.rule: str(one.message.text) % one.message.values for one in verdict.at(level)}


def test_a_mixed_activity_and_a_gathering_are_not_in_one_house_from_either_side() -> None:
    first, second, sewing = world(), world(), world()
    first.book(ours())
    second.book(stranger(KITCHEN))
    sewing.book(ours(activity=SEWING))

    refused = said(first, stranger(LOFT), Level.BLOCK)
    assert "kvinnenettverk is in the same house then" in refused["women-only"]
    assert set(said(second, ours(LOFT), Level.BLOCK)) == {"women-only"}
    assert said(first, stranger(HALL), Level.BLOCK) == {}
    assert said(first, stranger(LOFT, "20:00", "21:00"), Level.BLOCK) == {}
    assert said(sewing, ours(LOFT), Level.BLOCK) == {}
    assert said(sewing, stranger(LOFT), Level.BLOCK) == {}, "only the network asks for it"


def test_the_room_for_children_is_booked_along_where_it_is_next_door() -> None:
    with_room = world(NetworkSettings(house=HOUSE, childrens_room=LOFT))

    takes = with_room.judge(ours()).takes
    assert {take.room_id for take in takes} == {NUMBERS[KITCHEN], NUMBERS[LOFT]}
    elsewhere = with_room.judge(ours(HALL)).takes
    assert {take.room_id for take in elsewhere} == {NUMBERS[HALL]}
    others = with_room.judge(stranger(KITCHEN)).takes
    assert {take.room_id for take in others} == {NUMBERS[KITCHEN]}
    without = world().judge(ours()).takes
    assert {take.room_id for take in without} == {NUMBERS[KITCHEN]}


def test_a_daytime_and_a_second_gathering_in_a_month_warn_and_refuse_nothing() -> None:
    found = world()
    found.book(ours())
    again = said(found, ours(HALL, "10:00", "12:00"), Level.WARN)

    assert again["evening"] == "It is before 16.00. The gatherings are in the evening."
    assert set(again) == {"evening", "monthly"}
    assert said(found, ours(HALL, "10:00", "12:00"), Level.BLOCK) == {}
    assert said(found, stranger(HALL, "10:00", "12:00"), Level.WARN) == {}


def test_both_warnings_are_settings() -> None:
    quiet = world(NetworkSettings(warn_daytime=False, warn_often=False))
    quiet.book(ours())
    assert said(quiet, ours(HALL, "10:00", "12:00"), Level.WARN) == {}
    later = world(NetworkSettings(evening_from="19:00"))
    assert set(said(later, ours(), Level.WARN)) == {"evening"}


@given(
    starts=st.integers(0, 22 * 4),
    quarters=st.integers(1, 7),
    other=st.sampled_from([WOMEN, SEWING, MIXED]),
    apart=st.integers(-12, 12),
    where=st.sampled_from([KITCHEN, LOFT, HALL]),
    evening=st.sampled_from(["12:00", "16:00", "18:30"]),
)
def test_whatever_is_asked_nothing_mixed_is_beside_a_gathering_and_daytime_warns(
    starts: int, quarters: int, other: ActivityFacts, apart: int, where: str, evening: str
) -> None:
    found = world(NetworkSettings(evening_from=evening, warn_often=False))
    asked = request(where, activity=WOMEN, organisation=BYDEL)
    day = asked.starts.replace(hour=0, minute=0) + timedelta(minutes=15 * starts)
    asked = replace(asked, starts=day, ends=day + timedelta(minutes=15 * quarters))
    beside = replace(
        asked,
        place_id=NUMBERS[KITCHEN],
        activity=other,
        starts=asked.starts + timedelta(minutes=15 * apart),
        ends=asked.ends + timedelta(minutes=15 * apart),
    )
    found.book(beside)

    overlap = beside.starts < asked.ends and asked.starts < beside.ends
    blocked = "women-only" in said(found, asked, Level.BLOCK)
    assert blocked == (overlap and other is MIXED and where != HALL)
    early = local_time(asked.starts) < time.fromisoformat(evening)
    assert ("evening" in said(found, asked, Level.WARN)) == early
