"""What is read is all that the rules look at, and is remembered only as it was committed."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import update

from core.bookings import service
from core.bookings.alternatives import alternatives
from core.bookings.facts import OnDuty, OwnedRule, Request, Snapshot
from core.bookings.looking import Offered, look
from core.bookings.vocabulary import Frequency, Neighbour, Own, Per, Quota, Unit
from core.places.models import Place
from core.testing.factories import LONG_AGO, make_assignment, make_occurrence, make_person
from core.text import Text
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


def _instead(office: Office, asked: service.Wanted) -> list[Request]:
    desk = office.desk("red")
    with office.database.reading(office.district) as session:
        request = service.request_of(session, desk.access, asked)
        return alternatives(session, request, desk.offered, desk.watch, desk.now)


def _offered(office: Office, place: str, asked: service.Wanted) -> bool:
    """That day."""
    return any(
        one.place_id == office.places[place] and one.starts.date() == asked.starts.date()
        for one in _instead(office, asked)
    )


@pytest.mark.parametrize(
    "theirs",
    [
        rule(Neighbour(), "peace", KITCHEN),
        rule(Neighbour(), "peace", HOUSE, activities=(ACTIVITIES["choir"],)),
        rule(Neighbour(), "peace", organisations=("koret",)),
    ],
)
def test_a_rule_that_only_the_neighbour_meets_keeps_others_away(
    office: Office, theirs: OwnedRule
) -> None:
    office.rules = [theirs]
    assert service.book(office.desk("choir"), wanted(KITCHEN, "choir")).saved

    decided = service.book(office.desk("red"), wanted(LOFT))
    assert [one.rule for one in decided.verdicts[0].findings] == ["peace"]


@pytest.mark.parametrize("what", [Quota(2, Unit.WEEK, Per.ROOM), Frequency(1, Unit.DAY, Per.ROOM)])
def test_a_room_that_is_used_up_is_not_offered(office: Office, what: Quota | Frequency) -> None:
    for one in (wanted(HOUSE, "choir"), wanted(HALL, "choir", starts=8, ends=10)):
        assert service.book(office.desk("choir"), one).saved
    asked = wanted(KITCHEN)
    assert _offered(office, HALL, asked)

    office.rules = [rule(what, "used", HALL)]
    assert not _offered(office, HALL, asked)


def test_a_house_is_used_up_by_the_rule_of_a_room_in_it(office: Office) -> None:
    assert service.book(office.desk("choir"), wanted(HOUSE, "choir", starts=8, ends=10)).saved
    assert _offered(office, HOUSE, wanted(HALL))

    office.rules = [rule(Frequency(1, Unit.DAY, Per.ROOM), "used", LOFT)]
    assert not _offered(office, HOUSE, wanted(HALL))


def test_who_is_on_duty_is_known_of_what_is_offered(office: Office) -> None:
    """A rule of another place, and of other days, than those asked for."""
    heard: list[tuple[OnDuty, ...]] = []

    def listens(_asked: Request, known: Snapshot) -> Sequence[Text]:
        heard.append(known.on_duty)
        return []

    office.rules = [rule(Own(listens), "own", HALL)]
    tomorrow = TUESDAY + timedelta(days=1)
    with office.database.writing(office.district) as session:
        day = make_occurrence(session, office.activities["red"], tomorrow)
        person = make_person(session, office.organisations["red"])
        make_assignment(session, day.id, person.id)
    assert service.book(office.desk("choir"), wanted(HOUSE, "choir")).saved

    _instead(office, wanted(KITCHEN))
    assert heard
    assert all(len(known) == 1 for known in heard)


def test_what_is_undone_is_not_remembered(office: Office) -> None:
    """The next change has the number of the one that never was."""

    def archive(slug: str, fails: bool) -> None:
        with office.database.writing(office.district) as session:
            session.execute(update(Place).where(Place.slug == slug).values(archived_at=LONG_AGO))
            request = service.request_of(session, office.access("red"), wanted(LOFT))
            look(session, [request], Offered(), office.clock())
            if fails:
                raise ZeroDivisionError

    with suppress(ZeroDivisionError):
        archive(HALL, fails=True)
    archive(KITCHEN, fails=False)

    found = {
        where: [one.rule for one in service.book(office.desk(), wanted(where)).verdicts[0].findings]
        for where in (HALL, KITCHEN)
    }
    assert found == {HALL: [], KITCHEN: ["archived"]}
