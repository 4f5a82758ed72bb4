"""Every rule of the vocabulary, both ways: what it lets through and what it does not."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from flask_babel import lazy_gettext
from hypothesis import given
from hypothesis import strategies as st

from core.bookings.facts import Fault, Request
from core.bookings.vocabulary import (
    Approval,
    Capacity,
    Duration,
    Exclusive,
    Frequency,
    LeadTime,
    Level,
    Neighbour,
    OpeningWindow,
    Own,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Unit,
    What,
    Window,
)
from tests.core.bookings.rule_kit import (
    HALL,
    HOUSE,
    KITCHEN,
    LOFT,
    MONDAY,
    NOW,
    RED_CROSS,
    SATURDAY,
    World,
    activity,
    agreement,
    place,
    request,
    rule,
    stranger,
)

WEEKEND, WEEKDAYS = frozenset({5, 6}), frozenset(range(5))


def _blocks(what: What, asked: Request) -> bool:
    found = World([rule(what)]).blocks(asked)
    assert found <= {"rule"}
    return bool(found)


@pytest.mark.parametrize(
    ("starts", "ends", "blocked"),
    [("10:00", "16:00", False), ("09:45", "11:00", True), ("15:00", "16:15", True),
     ("20:00", "21:00", True)],
)  # fmt: skip
def test_opening_window(starts: str, ends: str, blocked: bool) -> None:
    window = OpeningWindow(Window(starts=time(10), ends=time(16)))

    assert _blocks(window, request(starts=starts, ends=ends)) is blocked


def test_opening_windows_of_a_place_add_up() -> None:
    world = World(
        [
            rule(OpeningWindow(Window(WEEKDAYS, time(8), time(16))), "days", KITCHEN),
            rule(OpeningWindow(Window(frozenset({1}), time(18), time(22))), "evening", KITCHEN),
        ]
    )

    assert world.blocks(request(starts="18:00", ends="22:00")) == set()
    assert world.blocks(request(starts="15:00", ends="19:00")) == {"days"}
    assert world.blocks(request(starts="10:00", ends="12:00", day=SATURDAY)) == {"days"}


def test_opening_windows_of_a_house_and_its_room_both_hold() -> None:
    world = World(
        [
            rule(OpeningWindow(Window(starts=time(8), ends=time(16))), "house", HOUSE),
            rule(OpeningWindow(Window(starts=time(10), ends=time(20))), "room", KITCHEN),
        ]
    )

    assert world.blocks(request(starts="10:00", ends="16:00")) == set()
    assert world.blocks(request(starts="08:00", ends="10:00")) == {"room"}
    assert world.blocks(request(starts="16:00", ends="18:00")) == {"house"}


def test_over_midnight_both_days_must_be_open() -> None:
    late = OpeningWindow(Window(frozenset({1}), time(18)))
    night = request(starts="22:00", ends="24:00")

    assert not _blocks(late, night)
    assert _blocks(late, replace(night, ends=night.ends + timedelta(hours=2)))
    assert not _blocks(
        OpeningWindow(Window()), replace(night, ends=night.ends + timedelta(hours=2))
    )


def test_the_places_own_hours_and_those_of_its_house() -> None:
    world = World(
        places=[
            place(1, HOUSE, hours=((1, time(8), time(22)),)),
            place(2, KITCHEN, 1, hours=((1, time(10), time(12)), (1, time(18), time(23)))),
        ]
    )

    assert world.blocks(request(starts="18:00", ends="22:00")) == set()
    assert world.sentences(request(starts="11:00", ends="13:00")) == [
        "kjokken is open on Tuesdays at 10.00–12.00, 18.00–23.00."
    ]
    assert world.sentences(request(starts="20:00", ends="23:00")) == [
        "hvitt-hus is open on Tuesdays at 08.00–22.00."
    ]
    assert world.sentences(request(day=MONDAY)) == [
        "kjokken is closed on Mondays.",
        "hvitt-hus is closed on Mondays.",
    ]


@given(st.integers(1, 300), st.integers(1, 300), st.integers(1, 300))
def test_duration(minutes: int, least: int, most: int) -> None:
    asked = request()
    asked = replace(asked, ends=asked.starts + timedelta(minutes=minutes))

    assert _blocks(Duration(least, most), asked) is not (least <= minutes <= most)
    assert _blocks(Duration(least=least), asked) is (minutes < least)
    assert _blocks(Duration(most=most), asked) is (minutes > most)


@given(st.integers(1, 200), st.integers(-60, 60))
def test_lead_time(hours: int, minutes: int) -> None:
    starts = NOW + timedelta(hours=hours, minutes=minutes)
    asked = replace(request(), starts=starts, ends=starts + timedelta(hours=1))

    assert _blocks(LeadTime(hours=hours), asked) is (minutes < 0)


@pytest.mark.parametrize(("day", "blocked"), [(29, False), (30, True)])
def test_so_many_days_ahead_are_whole_days(day: int, blocked: bool) -> None:
    late = request(starts="23:00", ends="23:30", day=date(2026, 11, day))

    assert _blocks(LeadTime(days=7), late) is blocked


@given(st.integers(1, 50), st.integers(1, 50))
def test_capacity(people: int, most: int) -> None:
    assert _blocks(Capacity(most), request(HALL, people=people)) is (people > most)
    assert not _blocks(Capacity(most), request(HALL))


def test_the_places_own_capacity() -> None:
    world = World([rule(Capacity(10), "fewer", organisations=("koret",))])

    assert world.blocks(request(people=20)) == set()
    assert world.blocks(request(people=21)) == {"capacity"}
    assert world.blocks(stranger(people=21)) == {"capacity", "fewer"}


@pytest.mark.parametrize(("where", "blocked"), [(KITCHEN, False), (LOFT, False), (HALL, True)])
def test_a_feature_of_the_place_or_its_house(where: str, blocked: bool) -> None:
    assert _blocks(RequiresFeature("Kjøkken"), request(where)) is blocked


@pytest.mark.parametrize(
    ("volunteers", "blocked"), [(None, True), (1, True), (2, False), (3, False)]
)
def test_hands_on_duty(volunteers: int | None, blocked: bool) -> None:
    assert _blocks(RequiresPeople(2), request(volunteers=volunteers)) is blocked


@pytest.mark.parametrize("shared", [True, False])
def test_exclusive(shared: bool) -> None:
    assert _blocks(Exclusive(), request(LOFT, shared=shared)) is shared


LOUD = activity("trommer", RED_CROSS, "loud")
WEEKEND_YES = rule(Approval(Window(WEEKEND)), "yes", level=Level.APPROVE)
WEEKDAY_YES = rule(Approval(Window(WEEKDAYS)), "yes", level=Level.APPROVE)


@pytest.mark.parametrize(("asked", "weekend"), [(WEEKEND_YES, True), (WEEKDAY_YES, False)])
def test_weekdays_by_themselves_and_weekends_by_a_yes_and_the_reverse(
    asked: object, weekend: bool
) -> None:
    world = World([asked])

    assert world.judge(request(day=SATURDAY)).waits is weekend
    assert world.judge(request(day=MONDAY)).waits is not weekend


def test_touching_the_weekend_is_enough() -> None:
    friday = request(starts="22:00", ends="24:00", day=date(2026, 11, 27))
    world = World([WEEKEND_YES])

    assert not world.judge(friday).waits
    assert world.judge(replace(friday, ends=friday.ends + timedelta(minutes=1))).waits


def test_a_refusal_does_not_wait() -> None:
    verdict = World([WEEKEND_YES, rule(Capacity(1), "few")]).judge(request(day=SATURDAY, people=2))

    assert (verdict.blocked, verdict.waits) == (True, False)
    assert {one.rule for one in verdict.findings} == {"yes", "few"}


def test_a_warning_only_tells() -> None:
    verdict = World([rule(RequiresPeople(2), "hands", level=Level.WARN)]).judge(request())

    assert [one.level for one in verdict.findings] == [Level.WARN]
    assert not verdict.blocked
    assert not verdict.waits


def test_who_approves_is_the_organisation_the_rule_names_or_the_administrator() -> None:
    named = rule(Approval(), "red", level=Level.APPROVE, approver="oslo-rode-kors")
    world = World([named, rule(Approval(), "admin", level=Level.APPROVE)])

    found = world.judge(stranger()).findings
    assert [(one.rule, one.approver) for one in found] == [("red", RED_CROSS.id), ("admin", None)]


BROKEN: dict[str, What] = {
    "window": OpeningWindow(Window(WEEKEND)),
    "length": Duration(most=30),
    "notice": LeadTime(hours=24 * 30),
    "few": Capacity(5),
    "feature": RequiresFeature("scene"),
    "hands": RequiresPeople(2),
    "alone": Exclusive(),
    "peace": Neighbour("loud"),
    "quota": Quota(1, Unit.WEEK),
    "often": Frequency(0, Unit.DAY),
    "yes": Approval(),
    "own": Own(lambda _request, _snapshot: ["No."]),
}


@given(st.sets(st.sampled_from(sorted(BROKEN))))
def test_every_refusal_names_every_broken_rule(keys: set[str]) -> None:
    world = World()
    world.book(request(HOUSE, "19:00", "20:00", activity=LOUD))
    world.places = [replace(one, archived=True) for one in world.places]
    world.agreements = [agreement()]
    world.rules = [rule(BROKEN[key], key) for key in sorted(keys)]
    asked = stranger(KITCHEN, people=21, shared=True)

    by_core = {"occupied", "archived", "agreement:7", "capacity"}
    assert world.blocks(asked) == by_core | keys


def test_what_cannot_be_is_said() -> None:
    world = World()
    backwards = request(starts="20:00", ends="18:00")
    too_long = replace(request(), ends=request().starts + timedelta(days=14, minutes=1))
    past = replace(request(), starts=NOW - timedelta(minutes=1), ends=NOW + timedelta(hours=1))

    assert world.blocks(backwards) == {"time"}
    assert world.blocks(too_long) == {"time"}
    assert world.blocks(past) == {"past"}
    assert world.blocks(replace(past, starts=NOW)) == set()
    assert world.blocks(replace(too_long, ends=too_long.ends - timedelta(minutes=1))) == set()


def test_a_rule_of_a_plugins_own_speaks_for_itself() -> None:
    own = Own(lambda asked, _snapshot: [lazy_gettext("Not after nine.")] if asked.people else [])

    assert World([rule(own)]).sentences(request(people=1)) == ["Not after nine."]
    assert not _blocks(own, request())


def _raises(_request: object, _snapshot: object) -> list[str]:
    raise ZeroDivisionError


@pytest.mark.parametrize("answer", [_raises, lambda *_: None, lambda *_: "no", lambda *_: [3]])
def test_a_rule_that_fails_or_talks_nonsense_blocks_by_name(answer: object) -> None:
    found = World([rule(Own(answer), "own", KITCHEN)]).judge(request()).findings

    assert [(one.rule, one.plugin, one.level) for one in found] == [
        ("own", "rodekors", Level.BLOCK)
    ]


@pytest.mark.parametrize("level", [Level.BLOCK, Level.APPROVE])
def test_a_plugin_that_is_broken_holds_its_own_rooms_only(level: Level) -> None:
    world = World(faults=[Fault("rodekors", "Familiesenter", (HOUSE,), level)])

    assert [one.level for one in world.judge(request(KITCHEN)).findings] == [level]
    assert world.judge(request(HALL)).findings == ()
