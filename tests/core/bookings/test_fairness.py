"""Hours, shares and quotas, against a plain count of the same bookings."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from core.bookings.facts import OwnedRule
from core.bookings.fairness import Fairness, fairness, quota_use
from core.bookings.models import Booking, Status
from core.bookings.vocabulary import Per, Quota, Rule, Unit
from core.calendar.counting_year import Period
from core.calendar.zones import to_utc
from core.db.ids import new_id
from core.places.models import Place
from core.testing.factories import LONG_AGO
from tests.core.bookings.office import ACTIVITIES, HALL, HOUSE, KITCHEN, LOFT, Office

NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))
sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
CLOCK = datetime.min.time()


def book(
    office: Office,
    who: str,
    place: str,
    starts: datetime,
    hours: float,
    status: Status = Status.CONFIRMED,
) -> None:
    row = Booking(
        id=new_id(LONG_AGO),
        place_id=office.places[place],
        activity_id=office.activities[who],
        organisation_id=office.organisations[who],
        occurrence_id=None,
        series_id=None,
        starts=starts,
        ends=starts + timedelta(hours=hours),
        shared=False,
        people=None,
        volunteers=None,
        status=status.value,
        reason=None,
        revision=0,
        created_at=LONG_AGO,
        created_by=f"user:{who}",
        changed_at=LONG_AGO,
        changed_by=f"user:{who}",
    )
    with office.database.writing(office.district) as session:
        session.add(row)


def at(day: int, month: int = 11) -> datetime:
    """10 o'clock in UTC."""
    return datetime.combine(date(2026, month, day), CLOCK, tzinfo=LONG_AGO.tzinfo).replace(hour=10)


def found(office: Office, place: str | None = None, period: Period = NOVEMBER) -> Fairness:
    with office.database.reading(office.district) as session:
        row = session.scalar(select(Place).where(Place.slug == place)) if place else None
        return fairness(session, period, row)


def shares(found: Fairness) -> dict[str, tuple[float, float]]:
    return {one.organisation: (one.hours, round(one.share, 2)) for one in found.shares}


def rooms(found: Fairness) -> dict[str, float]:
    return {one.place.slug: one.hours for one in found.rooms}


def test_hours_are_shared_out_by_organisation_and_room(office: Office) -> None:
    book(office, "red", KITCHEN, at(3), 3)
    book(office, "choir", HALL, at(4), 1)
    book(office, "choir", HALL, at(5), 5, Status.PENDING)
    book(office, "bydel", LOFT, at(5), 5, Status.CANCELLED)
    book(office, "bydel", LOFT, at(3, 12), 5)

    every = found(office)
    assert shares(every) == {"Oslo Rode Kors": (3, 0.75), "Koret": (1, 0.25)}
    assert rooms(every) == {KITCHEN: 3, HALL: 1}
    assert shares(found(office, HALL)) == {"Koret": (1, 1)}
    assert found(office, LOFT).shares == ()


@sqlite
def test_a_house_counts_once_and_in_each_of_its_rooms(office: Office) -> None:
    book(office, "red", HOUSE, at(3), 2)
    book(office, "choir", KITCHEN, at(4), 2)

    every = found(office, HOUSE)
    assert every.hours == 4
    assert rooms(every) == {KITCHEN: 4, LOFT: 2}
    assert shares(found(office, LOFT)) == {"Oslo Rode Kors": (2, 1)}


@sqlite
def test_only_the_part_within_the_period_counts(office: Office) -> None:
    midnight = to_utc(date(2026, 11, 1), CLOCK)
    book(office, "red", HALL, midnight - timedelta(hours=3), 4)
    book(office, "red", HALL, to_utc(date(2026, 12, 1), CLOCK) - timedelta(hours=2), 6)
    book(office, "red", HALL, midnight - timedelta(hours=1), 1)
    assert found(office).hours == 3


BOOKED = st.tuples(
    st.sampled_from(sorted(ACTIVITIES)),
    st.sampled_from([HOUSE, KITCHEN, LOFT, HALL]),
    st.integers(0, 30 * 24),
    st.integers(1, 48),
)


@sqlite
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(BOOKED, max_size=6))
def test_shares_add_up_to_the_whole(
    office: Office, booked: list[tuple[str, str, int, int]]
) -> None:
    with office.database.writing(office.district) as session:
        session.execute(delete(Booking))
    first = to_utc(date(2026, 11, 1), CLOCK)
    for who, place, hour, hours in booked:
        book(office, who, place, first + timedelta(hours=hour), hours)
    every = found(office)
    assert every.hours == sum(min(hours, 30 * 24 - hour) for _, _, hour, hours in booked)
    assert sum(one.hours for one in every.shares) == pytest.approx(every.hours)
    assert sum(one.share for one in every.shares) == pytest.approx(1 if every.hours else 0)
    for room in every.rooms:
        assert sum(one.share for one in room.shares) == pytest.approx(1)


def used(office: Office, quota: Quota, **more: object) -> dict[str | None, float]:
    rule = OwnedRule(Rule("quota", "", quota, **more), None, None)
    with office.database.reading(office.district) as session:
        return {one.who: one.used for one in quota_use(session, [rule], date(2026, 11, 18))}


def test_a_quota_counts_its_own_period_places_and_people(office: Office) -> None:
    book(office, "red", KITCHEN, at(16), 2)
    book(office, "red", HALL, at(22), 3, Status.PENDING)
    book(office, "choir", HALL, at(18), 1)
    book(office, "choir", HALL, at(23), 1)
    book(office, "red", HALL, at(18), 9, Status.REJECTED)

    week = Quota(10, Unit.WEEK)
    assert used(office, week) == {"Oslo Rode Kors": 5, "Koret": 1}
    assert used(office, week, places=(HOUSE,)) == {"Oslo Rode Kors": 2}
    assert used(office, week, organisations=("koret",)) == {"Koret": 1}
    assert used(office, week, except_organisations=("koret",)) == {"Oslo Rode Kors": 5}
    assert used(office, week, activities=("kor",)) == {"Koret": 1}
    assert used(office, Quota(10, Unit.DAY)) == {"Koret": 1}
    assert used(office, Quota(10, Unit.MONTH)) == {"Oslo Rode Kors": 5, "Koret": 2}
    assert used(office, Quota(9, Unit.YEAR, Per.ROOM)) == {"Laven": 5, "Kjokken": 2}
    assert used(office, Quota(9, Unit.YEAR, Per.ACTIVITY)) == {"Familiesenter": 5, "Kor": 2}


@sqlite
def test_a_persons_use_is_told_without_a_name(office: Office) -> None:
    book(office, "red", KITCHEN, at(16), 2)
    book(office, "choir", HALL, at(18), 1)
    assert used(office, Quota(10, Unit.WEEK, Per.USER)) == {None: 2}
