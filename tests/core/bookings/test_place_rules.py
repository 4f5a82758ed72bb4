"""Rules of places: every kind kept and found again, and what cannot be meant."""

from datetime import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from core.accounts.roles import Role
from core.bookings import place_rules
from core.bookings.desk import consider
from core.bookings.facts import OwnedRule
from core.bookings.place_rules import RuleDetails
from core.bookings.service import request_of
from core.bookings.vocabulary import (
    EVERY_DAY,
    Approval,
    Buffer,
    Capacity,
    Companion,
    Duration,
    Exclusive,
    Frequency,
    LeadTime,
    Level,
    Neighbour,
    OpeningWindow,
    Per,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Rule,
    Unit,
    What,
    Window,
)
from core.places.models import Place
from core.problems import Forbidden, NotFound, Refused
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT, Office, wanted

sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
NUMBER = st.integers(1, 500)
CLOCK = st.times().map(lambda one: one.replace(second=0, microsecond=0))
WINDOWS = st.builds(
    Window, st.frozensets(st.integers(0, 6), min_size=1), CLOCK, st.just(time(0))
) | st.builds(Window, st.just(EVERY_DAY), st.just(time(8)), st.just(time(20, 30)))
WHATS: st.SearchStrategy[What] = st.one_of(
    st.builds(OpeningWindow, WINDOWS),
    st.builds(Duration, NUMBER, st.none()),
    st.builds(LeadTime, st.just(1), NUMBER),
    st.builds(Buffer, NUMBER, NUMBER),
    st.builds(Capacity, NUMBER),
    st.builds(RequiresFeature, st.just("kjøkken")),
    st.builds(RequiresPeople, NUMBER),
    st.builds(Companion, st.just(HALL)),
    st.builds(Quota, NUMBER, st.sampled_from(Unit), st.sampled_from(Per)),
    st.builds(Frequency, NUMBER, st.sampled_from(Unit), st.sampled_from(Per)),
    st.just(Exclusive()),
    st.builds(Neighbour, st.just("loud"), st.none() | st.just("quiet")),
    st.builds(Neighbour, st.just(""), st.none(), st.just("women-only")),
    st.builds(Approval, WINDOWS),
)


def add(office: Office, what: What, place: str = HOUSE, **more: object) -> int:
    with office.database.writing(office.district) as session:
        details = RuleDetails(what, **more)
        return place_rules.add(session, office.access("admin"), place, details, office.clock()).id


def kept(office: Office) -> list[OwnedRule]:
    with office.database.reading(office.district) as session:
        return place_rules.listed(session)


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(WHATS, st.sampled_from(Level), st.sampled_from([(), ("oslo-rode-kors", "koret")]))
@sqlite
def test_a_rule_is_found_as_it_was_set(
    office: Office, what: What, level: Level, organisations: tuple[str, ...]
) -> None:
    number = add(office, what, level=level, organisations=organisations)
    with office.database.reading(office.district) as session:
        rule = place_rules.find(session, HOUSE, number)
    assert (rule.key, rule.what, rule.level) == (f"place-rule:{number}", what, level)
    assert (rule.places, rule.organisations) == ((HOUSE,), organisations)


@sqlite
@pytest.mark.parametrize(
    ("what", "field"),
    [
        (Duration(), "least"),
        (Duration(0), "least"),
        (Duration(60, 30), "most"),
        (LeadTime(), "hours"),
        (LeadTime(-1, 3), "hours"),
        (LeadTime(49, 2), "days"),
        (Buffer(), "after"),
        (Buffer(-5, 5), "before"),
        (Buffer(0, 24 * 60 + 1), "after"),
        (Capacity(0), "people"),
        (RequiresFeature(" "), "feature"),
        (RequiresPeople(0), "least"),
        (Quota(0, Unit.DAY), "hours"),
        (Frequency(0, Unit.DAY), "times"),
        (Frequency(10**9, Unit.DAY), "times"),
        (Neighbour(""), "not_beside"),
        (OpeningWindow(Window(frozenset())), "weekdays"),
        (Approval(Window(EVERY_DAY, time(10), time(9))), "ends"),
        (Companion("nowhere"), "place"),
    ],
)
def test_what_cannot_be_meant_is_refused_at_its_field(
    office: Office, what: What, field: str
) -> None:
    with pytest.raises(Refused) as refused:
        add(office, what)
    assert refused.value.field == field
    assert kept(office) == []


@sqlite
def test_a_rule_names_nobody_who_is_not_here(office: Office) -> None:
    with pytest.raises(Refused) as refused:
        add(office, Exclusive(), organisations=("somebody",))
    assert refused.value.field == "organisations"
    with pytest.raises(Refused) as refused:
        add(office, Approval(), approver="somebody")
    assert refused.value.field == "approver"


def test_a_rule_decides_until_it_is_removed(office: Office) -> None:
    number = add(office, Capacity(3), KITCHEN)

    def blocked() -> bool:
        ask = consider(
            office.desk(),
            lambda session: [request_of(session, office.access("red"), wanted(people=4))],
        )
        return ask.verdicts[0].blocked

    assert blocked()
    with office.database.writing(office.district) as session:
        place_rules.remove(session, office.access("admin"), KITCHEN, number, office.clock())
    assert not blocked()
    assert kept(office) == []
    assert office.log("bookings:remove-rule")[0].detail["value"]["what"] == {"people": 3}


@sqlite
def test_a_rule_is_removed_from_its_own_place_by_administrators_alone(office: Office) -> None:
    number = add(office, Exclusive(), KITCHEN)
    with office.database.writing(office.district) as session:
        with pytest.raises(NotFound):
            place_rules.remove(session, office.access("admin"), HALL, number, office.clock())
        leader = office.access("red", Role.LEADER)
        with pytest.raises(Forbidden):
            place_rules.remove(session, leader, KITCHEN, number, office.clock())
        with pytest.raises(Forbidden):
            place_rules.add(session, leader, KITCHEN, RuleDetails(Exclusive()), office.clock())


@sqlite
def test_a_place_meets_its_own_rules_those_above_and_those_below(office: Office) -> None:
    for place in (HOUSE, KITCHEN, LOFT, HALL):
        add(office, Exclusive(), place)
    everywhere = OwnedRule(Rule("everywhere", "", Exclusive()), "plugin", "A plugin")

    def met(slug: str) -> set[str]:
        with office.database.reading(office.district) as session:
            rows = session.scalars(select(Place)).all()
            place = next(row for row in rows if row.slug == slug)
            rules = [*place_rules.listed(session), everywhere]
            found = place_rules.holding(rules, place, rows)
            return {slug for one in found for slug in one.rule.places or ("everywhere",)}

    assert met(HOUSE) == {HOUSE, KITCHEN, LOFT, "everywhere"}
    assert met(KITCHEN) == {HOUSE, KITCHEN, "everywhere"}
    assert met(HALL) == {HALL, "everywhere"}
