"""A plugin whose booking rules fail: its rooms wait or are refused by name, all others go on."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, time
from pathlib import Path
from threading import Event
from types import ModuleType
from typing import Any, NoReturn

import pytest
from werkzeug.test import TestResponse

from core.bookings.facts import Request, Snapshot
from core.bookings.vocabulary import What
from core.plugin_api import (
    Approval,
    Buffer,
    Candidate,
    DistrictRef,
    LeadTime,
    Manifest,
    OpeningWindow,
    Own,
    Quota,
    Rule,
    Unit,
    Window,
    hookimpl,
)
from core.testing.programs import parts
from tests.support.hamlet import BARN, MONDAY, YARD, hamlet

NEIGHBOUR, TITLE = "neighbour", "The neighbour"
PATIENCE = 30
"""Seconds that a rule sleeps unless it is woken."""
Ask = Callable[[DistrictRef], Any]


@dataclass
class Sleeper:
    """Rules, or a rule, that sleep until the test is over."""

    calls: int = 0
    asleep: Event = field(default_factory=Event)
    woken: Event = field(default_factory=Event)

    def doze(self, *_anything: object) -> Sequence[str]:
        """Half a minute, or until it is woken."""
        self.calls += 1
        self.asleep.set()
        self.woken.wait(PATIENCE)
        return []


@pytest.fixture
def sleeper() -> Iterator[Sleeper]:
    found = Sleeper()
    yield found
    found.woken.set()


def neighbour(ask: Ask) -> Candidate:
    """A plugin that has nothing but rules."""

    def booking_rules(district: DistrictRef) -> Any:
        return ask(district)

    plugin = ModuleType(NEIGHBOUR)
    manifest = Manifest(NEIGHBOUR, TITLE, "1.0")
    vars(plugin).update({"manifest": manifest, "booking_rules": hookimpl(booking_rules)})
    return Candidate(NEIGHBOUR, lambda: plugin)


def own(check: Callable[[Request, Snapshot], Any]) -> Ask:
    """A rule of its own for the barn."""
    return lambda _district: [Rule("own", "Its own rule", Own(check), places=(BARN,))]


def _raise(*_anything: object) -> NoReturn:
    raise ZeroDivisionError


def _refused_by_the_neighbour(answer: TestResponse) -> bool:
    assert answer.status_code == 409, answer.text
    found = answer.json
    assert found
    assert [one["plugin"] for one in found["findings"]] == [NEIGHBOUR]
    assert TITLE in found["findings"][0]["text"]
    assert found["alternatives"]
    return all(one["place"] != BARN for one in found["alternatives"])


@pytest.mark.parametrize(
    "check", [_raise, lambda *_: None, lambda *_: "no", lambda *_: [3], lambda *_: object()]
)
def test_a_rule_that_raises_or_talks_nonsense_refuses_its_own_room_by_name(
    migrated_url: str, tmp_path: Path, check: Callable[[Request, Snapshot], Any]
) -> None:
    with hamlet(migrated_url, tmp_path, neighbour(own(check))) as here:
        assert _refused_by_the_neighbour(here.book(BARN))
        assert here.book(YARD).status_code == 201
        assert _refused_by_the_neighbour(here.book(BARN))


@pytest.mark.parametrize("answer", [_raise, lambda _: None, lambda _: "no", lambda _: [3]])
def test_rules_that_cannot_be_had_refuse_the_rooms_the_last_good_ones_named(
    migrated_url: str, tmp_path: Path, answer: Ask
) -> None:
    with hamlet(migrated_url, tmp_path, neighbour(own(lambda *_: []))) as here:
        assert here.book(BARN, hour=8).status_code == 201
    with hamlet(migrated_url, tmp_path, neighbour(answer)) as here:
        assert _refused_by_the_neighbour(here.book(BARN))
        assert here.book(YARD).status_code == 201


@pytest.mark.parametrize(
    "what",
    [
        Buffer(after=24 * 60 + 1),
        Buffer(before=-30),
        OpeningWindow(Window(starts=time(22), ends=time(6))),
        OpeningWindow(Window(starts=time(8), ends=time(8))),
        Approval(Window(frozenset({7}))),
        Approval(Window(frozenset())),
        Approval(Window(starts=time(8, tzinfo=UTC))),
        Quota(-1, Unit.WEEK),
        LeadTime(days=10**9),
    ],
)
def test_a_rule_with_values_that_cannot_be_is_the_plugins_fault(
    migrated_url: str, tmp_path: Path, what: What
) -> None:
    """It would never match, or never be kept: it is refused when it is given, and told so."""
    with hamlet(migrated_url, tmp_path, neighbour(own(lambda *_: []))) as here:
        assert here.book(BARN, hour=8).status_code == 201
    wrong = neighbour(lambda _district: [Rule("wrong", "Wrong", what, places=(BARN,))])
    with hamlet(migrated_url, tmp_path, wrong) as here:
        assert _refused_by_the_neighbour(here.book(BARN))
        assert here.book(YARD).status_code == 201
        [failure] = parts(here.app).host.failures
        assert (failure.plugin, failure.hook) == (NEIGHBOUR, "booking_rules")
        assert f"{type(what).__name__}" in failure.error


def test_a_sleeping_rule_is_not_waited_for_and_twenty_others_book_meanwhile(
    migrated_url: str, tmp_path: Path, sleeper: Sleeper
) -> None:
    with (
        hamlet(migrated_url, tmp_path, neighbour(own(sleeper.doze))) as here,
        ThreadPoolExecutor(21) as pool,
    ):
        slow = pool.submit(here.book, BARN)
        assert sleeper.asleep.wait(PATIENCE)
        others = [pool.submit(here.book, YARD, MONDAY, hour) for hour in range(20)]
        answers = [one.result() for one in others]
        refused = slow.result()

        assert not sleeper.woken.is_set()
        # Nobody woke it: refusing and booking did not wait for the rule
        assert [one.status_code for one in answers] == [201] * 20
        assert _refused_by_the_neighbour(refused)
        assert _refused_by_the_neighbour(here.book(BARN))
        assert sleeper.calls == 1


def test_rules_that_are_long_in_coming_are_not_waited_for(
    migrated_url: str, tmp_path: Path, sleeper: Sleeper
) -> None:
    with hamlet(migrated_url, tmp_path, neighbour(own(lambda *_: []))) as here:
        assert here.book(BARN, hour=8).status_code == 201
    with hamlet(migrated_url, tmp_path, neighbour(sleeper.doze)) as here:
        assert _refused_by_the_neighbour(here.book(BARN))
        assert here.book(YARD).status_code == 201
        assert sleeper.calls == 1
