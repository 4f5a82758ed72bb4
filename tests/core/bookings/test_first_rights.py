"""Standing agreements: first right before the release, free after it, and taking time back."""

from dataclasses import replace
from datetime import date, time

import pytest

from core.bookings.vocabulary import Approval, Level
from core.calendar.zones import to_utc
from tests.core.bookings.rule_kit import (
    CHOIR,
    HALL,
    HOUSE,
    KITCHEN,
    LOFT,
    RED_CROSS,
    TUESDAY,
    World,
    agreement,
    at,
    request,
    rule,
    stranger,
)

FIRST_RIGHT = {"agreement:7"}


def _world(on: date, **changes: object) -> World:
    """The Red Cross has the house on Tuesdays 17-21, and today is the date."""
    return World(agreements=[agreement(**changes)], now=to_utc(on, time(12)))


@pytest.mark.parametrize(
    ("today", "blocked"),
    [(date(2026, 11, 20), True), (date(2026, 11, 21), False), (date(2026, 11, 23), False)],
)
def test_others_may_have_the_time_from_the_release_on(today: date, blocked: bool) -> None:
    """Released three days before: the 24th comes free on the 21st."""
    world = _world(today, release_days=3)

    assert world.blocks(stranger()) == (FIRST_RIGHT if blocked else set())


def test_the_holder_is_never_refused_by_its_own_agreement() -> None:
    assert _world(date(2026, 11, 1)).blocks(request()) == set()


@pytest.mark.parametrize("where", [HOUSE, KITCHEN, LOFT])
def test_an_agreement_for_a_house_holds_in_its_rooms(where: str) -> None:
    assert _world(date(2026, 11, 1)).blocks(stranger(where)) == FIRST_RIGHT
    assert _world(date(2026, 11, 1)).blocks(stranger(HALL)) == set()


def test_an_agreement_for_a_room_holds_for_its_house_and_not_the_room_beside() -> None:
    world = World(agreements=[agreement(KITCHEN)])

    assert world.blocks(stranger(HOUSE)) == FIRST_RIGHT
    assert world.blocks(stranger(LOFT)) == set()


@pytest.mark.parametrize(
    ("starts", "ends", "blocked"),
    [("15:00", "17:00", False), ("15:00", "17:15", True), ("20:45", "22:00", True),
     ("21:00", "22:00", False)],
)  # fmt: skip
def test_only_its_own_hours(starts: str, ends: str, blocked: bool) -> None:
    found = _world(date(2026, 11, 1)).blocks(stranger(starts=starts, ends=ends))

    assert found == (FIRST_RIGHT if blocked else set())


def test_it_holds_from_its_first_date_to_its_last() -> None:
    own = replace(agreement(), first=date(2026, 11, 24), last=date(2026, 12, 1))
    world = World(agreements=[own])

    for day, blocked in (
        (date(2026, 12, 1), True),
        (TUESDAY, True),
        (date(2026, 12, 8), False),
    ):
        assert world.blocks(stranger(day=day)) == (FIRST_RIGHT if blocked else set())


def test_the_sentence_names_the_owner_and_the_time_and_its_leader_may_waive() -> None:
    verdict = _world(date(2026, 11, 1)).judge(stranger())

    (found,) = verdict.findings
    assert found.message.values["owner"] == "Oslo Røde Kors"
    assert found.message.values["times"] == "17.00–21.00"
    assert (found.waivable, found.approver) == (True, RED_CROSS.id)


def test_an_agreement_until_midnight_holds_until_midnight() -> None:
    world = _world(date(2026, 11, 1), ends=time(0))

    assert world.blocks(stranger(starts="22:00", ends="23:00")) == FIRST_RIGHT
    assert world.blocks(stranger(starts="22:00", ends="24:00")) == FIRST_RIGHT


def test_an_agreement_at_an_hour_that_is_missing_refuses_nobody_by_falling_over() -> None:
    """02.30 does not exist on Sunday 28 March 2027; what is asked for is the day before noon."""
    world = _world(date(2027, 3, 1), weekday=6, starts=time(2, 30), ends=time(4))
    sunday = date(2027, 3, 28)

    assert world.blocks(stranger(starts="10:00", ends="11:00", day=sunday)) == set()
    assert world.blocks(stranger(starts="03:15", ends="05:00", day=sunday)) == FIRST_RIGHT


def test_approval_is_not_asked_for_inside_ones_own_agreement() -> None:
    world = _world(date(2026, 11, 1))
    world.rules = [rule(Approval(), "yes", level=Level.APPROVE)]

    assert world.asks(request()) == set()
    assert world.asks(request(starts="16:00", ends="18:00")) == {"yes"}
    assert world.asks(request(HALL)) == {"yes"}


def test_the_holder_takes_back_what_was_given_after_the_release() -> None:
    world = _world(date(2026, 11, 22), release_days=3, notice_days=2)
    number = world.book(stranger())

    asked_for_it = world.judge(request(displace=True))
    did_not = world.judge(request())

    assert not asked_for_it.blocked
    assert asked_for_it.displaces == (number,)
    assert did_not.blocked
    assert did_not.may_displace == (number,)
    assert did_not.displaces == ()


def test_a_house_is_taken_back_room_by_room() -> None:
    world = _world(date(2026, 11, 22), release_days=3)
    rooms = {world.book(stranger(KITCHEN)), world.book(stranger(LOFT))}

    assert set(world.judge(request(HOUSE, displace=True)).displaces) == rooms


@pytest.mark.parametrize(
    ("notice_days", "hour", "may"), [(2, 0, True), (2, 23, True), (3, 0, False)]
)
def test_the_notice_is_kept_in_whole_days(notice_days: int, hour: int, may: bool) -> None:
    world = _world(date(2026, 11, 22), release_days=5, notice_days=notice_days)
    world.now = to_utc(date(2026, 11, 22), time(hour))
    number = world.book(stranger())

    verdict = world.judge(request(displace=True))

    assert verdict.blocked is not may
    assert verdict.displaces == ((number,) if may else ())


def test_the_past_is_untouchable() -> None:
    """A meeting that has begun stays, even where no notice is asked for."""
    world = _world(date(2026, 11, 22), release_days=5)
    world.book(stranger(starts="17:00", ends="20:00"))
    world.now = at("18:00")

    verdict = world.judge(request(starts="19:00", ends="20:00", displace=True))

    assert (verdict.blocked, verdict.displaces, verdict.may_displace) == (True, (), ())


def test_others_and_other_times_give_no_right_to_take_back() -> None:
    world = _world(date(2026, 11, 22), release_days=5)
    world.book(stranger(starts="16:00", ends="20:00"))
    world.book(stranger(HALL))

    assert world.judge(request(starts="16:30", ends="20:00", displace=True)).blocked
    assert world.judge(request(HALL, displace=True)).blocked
    others = request(organisation=CHOIR, displace=True, starts="18:00", ends="19:00")
    assert world.judge(others).blocked


def test_ones_own_bookings_are_not_put_aside() -> None:
    world = _world(date(2026, 11, 22), release_days=5)
    world.book(request())

    assert world.judge(request(displace=True)).blocked
