"""Slips and numbers, on both databases: sums are true, and nobody is named."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as some
from sqlalchemy import select

from core.calendar.counting_year import Period
from core.db.tenancy import DistrictSession
from core.places.service import find
from core.plugin_api import CountKind, HeldDay
from core.problems import NotFound, Refused
from core.schedules.models import Activity
from core.tallies.models import Tally
from core.tallies.service import Press
from core.testing.factories import make_place
from plugins.apen_barnehage import slips, waiting
from plugins.apen_barnehage.models import Outcome, WaitingNumber
from plugins.apen_barnehage.slips import SlipKind
from plugins.apen_barnehage.statistics import REFERRED, referred, share_referred
from tests.plugins.apen_barnehage.conftest import TODAY, Babies
from tests.support.together import together

NOVEMBER = date(2026, 11, 1)
YEAR = Period(date(2026, 1, 1), date(2026, 12, 31))


def noted(babies: Babies, kind: SlipKind, n: int, place: str = "hvitt-hus") -> None:
    stovner = babies.stovner
    with stovner.database.writing(stovner.district_id) as session:
        slips.note(
            session,
            Press(stovner.access("coordinator").actor.reference, stovner.clock()),
            _activity(session, babies),
            place,
            "2026-11",
            kind,
            n,
        )


def _activity(session: DistrictSession, babies: Babies) -> Activity:
    return session.scalars(select(Activity).where(Activity.id == babies.activity)).one()


def test_printed_given_and_came_stand_beside_one_another(babies: Babies) -> None:
    noted(babies, SlipKind.PRINTED, 40)
    noted(babies, SlipKind.GIVEN, 12)
    noted(babies, SlipKind.GIVEN, -2)
    noted(babies, SlipKind.GIVEN, 5, "haugenstua")
    babies.held(date(2026, 11, 19), adult=9, child=10, from_health_station=6)
    with babies.stovner.database.reading(babies.stovner.district_id) as session:
        found = {one.place: one for one in slips.months(session, babies.activity, YEAR)}

    here, there = found["Hvitt hus"], found["Haugenstua"]
    assert (here.month, here.printed, here.given, here.came) == (NOVEMBER, 40, 10, 6)
    assert (there.printed, there.given, there.came) == (0, 5, 0)


def test_who_came_to_a_room_stands_with_the_slips_of_its_house(babies: Babies) -> None:
    stovner = babies.stovner
    with stovner.database.writing(stovner.district_id) as session:
        room = make_place(session, "stua", parent=find(session, "hvitt-hus")).id
        there = make_place(session, "lille-sal", parent=find(session, "haugenstua")).id
    noted(babies, SlipKind.GIVEN, 40)
    babies.held(date(2026, 11, 19), room, adult=9, child=10, from_health_station=6)
    babies.held(date(2026, 10, 15), room, adult=4, child=4, from_health_station=2)
    babies.held(date(2026, 11, 20), there, adult=3, child=3, from_health_station=1)
    with stovner.database.reading(stovner.district_id) as session:
        found = [
            (one.month.month, one.place, one.given, one.came)
            for one in slips.months(session, babies.activity, YEAR)
        ]
        places = slips.places_of(session, babies.activity)
        assert places.of(None, ()) == ""
        assert places.of(room, slips.given_at(session, babies.activity, YEAR)) == "hvitt-hus"
    assert sorted(found) == [
        (10, "Hvitt hus", 0, 2),
        (11, "Hvitt hus", 40, 6),
        (11, "Lille sal", 0, 1),
    ]


@pytest.mark.parametrize("n", [0, 1001, -1001, -1])
def test_what_cannot_be_is_refused_and_nothing_is_kept(babies: Babies, n: int) -> None:
    with pytest.raises(Refused) as refusal:
        noted(babies, SlipKind.GIVEN, n)
    assert refusal.value.field == "n"
    with babies.stovner.database.reading(babies.stovner.district_id) as session:
        assert session.scalars(select(Tally)).all() == []


def give(
    session: DistrictSession, babies: Babies, place: int | None = None, press: UUID | None = None
) -> WaitingNumber:
    activity, now = _activity(session, babies), babies.stovner.clock()
    return waiting.give(session, activity, place or babies.place, press or uuid4(), now)[0]


def test_one_press_gives_one_number_and_two_at_once_get_one_each(babies: Babies) -> None:
    database, district = babies.stovner.database, babies.stovner.district_id

    def press_it(press: UUID) -> int:
        with database.writing(district) as session:
            return give(session, babies, press=press).number

    one = uuid4()
    for (left, right), numbers in (
        ((uuid4(), uuid4()), [1, 2]),
        ((one, one), [3, 3]),
        ((uuid4(), uuid4()), [4, 5]),
    ):
        given_out = together(lambda at=left: press_it(at), lambda at=right: press_it(at))
        assert sorted(map(str, given_out)) == [str(number) for number in numbers]


def test_a_number_that_was_ended_by_mistake_waits_again(babies: Babies) -> None:
    stovner = babies.stovner
    with stovner.database.writing(stovner.district_id) as session:
        activity = _activity(session, babies)
        number = give(session, babies).id
        session.flush()
        waiting.end(session, activity, number, Outcome.PLACE, TODAY)
        session.flush()
        assert [one.id for one in waiting.ended(session, activity.id, TODAY)] == [number]
        assert not waiting.ended(session, activity.id, TODAY + timedelta(days=1))
        waiting.wait_again(session, activity, number)
        session.flush()
        assert [one.id for one in waiting.waiting(session, activity.id)] == [number]
        assert not waiting.ended(session, activity.id, TODAY)
        with pytest.raises(NotFound):
            waiting.wait_again(session, activity, 1)


def test_numbers_are_given_once_and_end_once(babies: Babies) -> None:
    stovner = babies.stovner
    with stovner.database.writing(stovner.district_id) as session:
        activity = _activity(session, babies)
        first = give(session, babies)
        session.flush()
        second = give(session, babies)
        session.flush()
        other = give(session, babies, babies.other_place)
        assert (first.number, second.number, other.number) == (1, 2, 1)
        waiting.end(session, activity, first.id, Outcome.PLACE, TODAY)
        with pytest.raises(Refused):
            waiting.end(session, activity, first.id, Outcome.LEFT, TODAY)
        with pytest.raises(NotFound):
            waiting.end(session, activity, 1, Outcome.LEFT, TODAY)
        session.flush()
        third = give(session, babies)
        session.flush()
        assert third.number == 3, "a number that has ended is not given again"
        left = [(one.place_id, one.number) for one in waiting.waiting(session, babies.activity)]
        assert sorted(left) == sorted(
            [(babies.place, 2), (babies.place, 3), (babies.other_place, 1)]
        )


@given(some.lists(some.tuples(some.integers(0, 40), some.integers(0, 40)), max_size=12))
def test_the_share_is_of_adults_and_never_of_nobody(counted: list[tuple[int, int]]) -> None:
    days = [
        HeldDay(
            TODAY,
            "babytreff",
            {
                CountKind.VISIT: {"adult": adults, "child": 3},
                CountKind.REFERRAL: {REFERRED: min(adults, slips_)},
            },
        )
        for adults, slips_ in counted
    ]
    share = share_referred(days)
    assert (share is None) == (sum(adults for adults, _slips in counted) == 0)
    assert share is None or 0 <= share <= 100
    assert referred(days) == sum(min(pair) for pair in counted)
