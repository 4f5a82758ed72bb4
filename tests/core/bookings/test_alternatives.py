"""What is offered instead passes every rule when it is taken at once."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, update

from core.bookings import service
from core.bookings.alternatives import MOST, alternatives, alternatives_to_each
from core.bookings.facts import OwnedRule, Request
from core.bookings.models import Booking, Take
from core.bookings.vocabulary import (
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
    Own,
    Per,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Unit,
    Window,
)
from core.bookings.watch import Watch
from core.calendar.zones import to_utc
from core.schedules.models import Activity
from tests.core.bookings.office import (
    ACTIVITIES,
    HALL,
    HOUSE,
    KITCHEN,
    LOFT,
    TUESDAY,
    Office,
    wanted,
)
from tests.core.bookings.rule_kit import rule


def _odd(asked: Request) -> bool:
    return asked.starts.hour % 2 == 1


PLACES = (HOUSE, KITCHEN, LOFT, HALL)
EVENINGS = Window(starts=time(16), ends=time(22))
RULES: tuple[OwnedRule, ...] = (
    rule(Buffer(30, 30), "cleaning", HOUSE),
    rule(OpeningWindow(EVENINGS), "open", KITCHEN),
    rule(Companion(HALL), "along", KITCHEN),
    rule(Quota(4, Unit.WEEK), "quota", HOUSE),
    rule(Approval(Window(frozenset({1, 5, 6}))), "yes", HALL, level=Level.APPROVE),
    rule(LeadTime(hours=60), "notice", LOFT),
    rule(LeadTime(days=9), "ahead", HALL),
    rule(Duration(60, 180), "length", LOFT),
    rule(Capacity(10), "few", LOFT),
    rule(Capacity(30), "many"),
    rule(Exclusive(), "alone", KITCHEN),
    rule(RequiresFeature("scene"), "stage", LOFT),
    rule(RequiresPeople(3), "hands", HALL),
    rule(Frequency(2, Unit.DAY, Per.USER), "often"),
    rule(Frequency(1, Unit.WEEK, Per.ACTIVITY), "seldom", KITCHEN),
    rule(Frequency(1, Unit.WEEK, Per.ROOM), "one each", HALL, LOFT),
    rule(Neighbour("loud"), "peace", HOUSE),
    rule(Neighbour(), "secret", LOFT, organisations=("koret",)),
    rule(Own(lambda asked, _known: ["Not on the hour."] if _odd(asked) else []), "own", HOUSE),
)
TIMES = st.builds(
    lambda place, who, day, start, hours, shared, people: service.Wanted(
        place,
        ACTIVITIES[who],
        to_utc(TUESDAY + timedelta(days=day), time(start)),
        to_utc(TUESDAY + timedelta(days=day), time(start)) + timedelta(hours=hours),
        shared=shared,
        people=people,
        volunteers=people,
    ),
    st.sampled_from(PLACES),
    st.sampled_from(sorted(ACTIVITIES)),
    st.integers(0, 4),
    st.integers(8, 20),
    st.integers(1, 5),
    st.booleans(),
    st.none() | st.integers(1, 40),
)


def _instead(office: Office, who: str, asked: service.Wanted) -> list[Request]:
    desk = office.desk(who)
    with office.database.reading(office.district) as session:
        request = service.request_of(session, desk.access, asked)
        return alternatives(session, request, desk.offered, desk.watch, desk.now)


def _taken_up(office: Office, asked: service.Wanted, offer: Request) -> service.Wanted:
    slugs = {number: slug for slug, number in office.places.items()}
    return replace(asked, place=slugs[offer.place_id], starts=offer.starts, ends=offer.ends)


@pytest.fixture
def busy(office: Office) -> Office:
    """With a loud activity, an agreement that is not released, and time for a plugin's answers."""
    office.watch = Watch(lambda: 0.0, seconds=60)
    office.agree("red", HOUSE)
    with office.database.writing(office.district) as session:
        session.execute(
            update(Activity).where(Activity.slug == ACTIVITIES["choir"]).values(tags=["loud"])
        )
    return office


def _fill(office: Office, there: list[service.Wanted], rules: set[int]) -> None:
    """These bookings and no others, made before there were these rules."""
    _empty(office)
    office.rules = []
    for one in there:
        office.clock.advance(milliseconds=1)  # ids of one millisecond may be alike
        service.book(office.desk("admin"), one)
    office.rules = [RULES[number] for number in sorted(rules)]


def _empty(office: Office) -> None:
    with office.database.writing(office.district) as session:
        session.execute(delete(Take))
        session.execute(delete(Booking))


@settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(TIMES, max_size=8), st.sets(st.sampled_from(range(len(RULES)))), TIMES)
def test_every_alternative_passes_when_it_is_taken_at_once(
    busy: Office, there: list[service.Wanted], rules: set[int], asked: service.Wanted
) -> None:
    office = busy
    _fill(office, there, rules)

    offers = _instead(office, "admin", asked)

    assert len(offers) <= MOST
    assert len(set(offers)) == len(offers)
    for offer in offers:
        office.clock.advance(milliseconds=1)
        booking = service.book(office.desk("admin"), _taken_up(office, asked, offer)).saved
        assert office.status(booking) == "confirmed"
        with office.database.writing(office.district) as session:
            service.cancel(
                session, office.access("admin"), [booking.id if booking else 0], "", office.clock()
            )


@settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    st.lists(TIMES, min_size=4, max_size=8),
    st.sets(st.sampled_from(range(len(RULES))), max_size=5),
    st.lists(st.tuples(TIMES, st.sampled_from((0, 0, 0, 1, 8))), min_size=2, max_size=3),
)
def test_several_at_once_are_offered_what_each_is_alone(
    busy: Office,
    there: list[service.Wanted],
    rules: set[int],
    asked: list[tuple[service.Wanted, int]],
) -> None:
    office = busy
    _fill(office, there, rules)
    later = [(one, timedelta(weeks=weeks)) for one, weeks in asked]
    wishes = [replace(one, starts=one.starts + by, ends=one.ends + by) for one, by in later]

    desk = office.desk("admin")
    with office.database.reading(office.district) as session:
        requests = [service.request_of(session, desk.access, one) for one in wishes]
        found = alternatives_to_each(session, requests, desk.offered, desk.watch, desk.now)

    assert found == [_instead(office, "admin", one) for one in wishes]


def test_another_time_another_place_and_both(office: Office) -> None:
    service.book(office.desk("choir"), wanted(KITCHEN, "choir"))
    asked = wanted(KITCHEN)
    time_, place, both = (_taken_up(office, asked, one) for one in _instead(office, "red", asked))

    assert (time_.place, time_.starts) == (KITCHEN, asked.ends)
    assert (place.place, place.starts) == (LOFT, asked.starts)
    assert both.place != KITCHEN
    assert both.starts != asked.starts


def test_the_same_house_comes_first(office: Office) -> None:
    service.book(office.desk("choir"), wanted(LOFT, "choir"))
    offers = _instead(office, "red", wanted(LOFT))

    assert offers[1].place_id == office.places[KITCHEN]


def test_no_place_is_offered_that_is_too_small_or_needs_a_yes(office: Office) -> None:
    yes = rule(Approval(), "yes", HALL, level=Level.APPROVE)
    office.rules = [yes, rule(Capacity(5), "few", KITCHEN, LOFT)]
    service.book(office.desk("choir"), wanted(HOUSE, "choir"))

    assert _instead(office, "red", wanted(HOUSE, people=8)) == []


@pytest.mark.parametrize("where", PLACES)
def test_nothing_is_offered_in_the_past(office: Office, where: str) -> None:
    service.book(office.desk("choir"), wanted(where, "choir"))
    office.clock.now = wanted().starts - timedelta(minutes=15)

    assert all(one.starts > office.clock.now for one in _instead(office, "red", wanted(where)))


def test_what_blocks_whatever_is_asked_leaves_nothing_to_offer(office: Office) -> None:
    office.rules = [rule(Capacity(0), "none")]

    assert _instead(office, "red", wanted(people=3)) == []
