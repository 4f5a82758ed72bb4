"""Standing agreements: what cannot be, whose hours clash, and what the past keeps."""

from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete

from core.accounts.roles import Role
from core.bookings import agreements
from core.bookings.agreements import AgreementDetails
from core.bookings.facts import AgreementFacts
from core.bookings.models import Agreement
from core.problems import Forbidden, NotFound, Refused
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT, Office

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

RED = AgreementDetails("oslo-rode-kors", HOUSE, 2, time(15), time(19), TODAY, None, 14, 7)
"""Every Wednesday from 15 to 19, until further notice."""


def create(office: Office, details: AgreementDetails = RED) -> int:
    with office.database.writing(office.district) as session:
        return agreements.create(session, office.access("admin"), details, office.clock()).id


def edit(office: Office, number: int, details: AgreementDetails) -> None:
    with office.database.writing(office.district) as session:
        agreements.edit(session, office.access("admin"), number, details, office.clock())


def end(office: Office, number: int, last: date) -> bool:
    with office.database.writing(office.district) as session:
        return agreements.end(session, office.access("admin"), number, last, office.clock())


def kept(office: Office) -> list[AgreementFacts]:
    with office.database.reading(office.district) as session:
        return agreements.listed(session)


def test_an_agreement_is_made_changed_and_ended(office: Office) -> None:
    number = create(office)
    edit(office, number, replace(RED, place=KITCHEN, ends=time(20)))
    assert [(one.place_id, one.ends) for one in kept(office)] == [
        (office.places[KITCHEN], time(20))
    ]
    assert end(office, number, TODAY + DAY)
    assert [one.last for one in kept(office)] == [TODAY + DAY]
    logged = office.log("bookings:edit-agreement")[0].detail
    assert logged["before"]["times"] == "15:00/19:00"
    assert logged["after"]["times"] == "15:00/20:00"
    assert len(office.log("bookings:end-agreement")) == 1


def test_an_agreement_may_last_until_midnight_and_is_clashed_with_until_then(
    office: Office,
) -> None:
    create(office, replace(RED, starts=time(20), ends=time(0)))
    late = replace(RED, organisation="koret", starts=time(23), ends=time(23, 30))

    with pytest.raises(Refused, match="has an agreement"):
        create(office, late)
    with pytest.raises(Refused, match="has an agreement"):
        create(office, replace(late, starts=time(18), ends=time(0)))
    create(office, replace(late, starts=time(0), ends=time(2)))
    create(office, replace(late, starts=time(18), ends=time(20)))


@sqlite
@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"ends": time(15)}, "ends"),
        ({"ends": time(14)}, "ends"),
        ({"starts": time(20), "ends": time(2)}, "ends"),
        ({"weekday": 7}, "weekday"),
        ({"last": TODAY - DAY}, "last"),
        ({"release_days": -1}, "release_days"),
        ({"notice_days": 366}, "notice_days"),
        ({"place": "nowhere"}, "place"),
        ({"organisation": "nobody"}, "organisation"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(
    office: Office, change: dict[str, Any], field: str
) -> None:
    with pytest.raises(Refused) as refused:
        create(office, replace(RED, **change))
    assert refused.value.field == field
    assert kept(office) == []


def test_two_organisations_cannot_be_promised_the_same_hours(office: Office) -> None:
    create(office)
    with pytest.raises(Refused, match="Oslo Rode Kors has an agreement for Hvitt hus"):
        create(office, replace(RED, organisation="koret", place=KITCHEN, starts=time(18)))
    assert len(kept(office)) == 1


@sqlite
@pytest.mark.parametrize(
    "change",
    [
        {"place": HALL},
        {"weekday": 3},
        {"starts": time(19), "ends": time(21)},
        {"organisation": "oslo-rode-kors"},
    ],
)
def test_other_hours_and_ones_own_are_no_clash(office: Office, change: dict[str, Any]) -> None:
    create(office)
    create(office, replace(RED, **{"organisation": "koret", **change}))
    assert len(kept(office)) == 2


@sqlite
def test_a_change_may_not_clash_either_and_an_agreement_is_not_in_its_own_way(
    office: Office,
) -> None:
    create(office, replace(RED, place=KITCHEN))
    number = create(office, replace(RED, organisation="koret", place=LOFT))
    edit(office, number, replace(RED, organisation="koret", place=LOFT, ends=time(20)))
    with pytest.raises(Refused, match="has an agreement for Kjokken"):
        edit(office, number, replace(RED, organisation="koret", place=HOUSE))
    assert {one.place_id for one in kept(office)} == {office.places[KITCHEN], office.places[LOFT]}


_DAYS = st.integers(0, 21).map(lambda n: TODAY + n * DAY)


@sqlite
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.tuples(_DAYS, _DAYS).map(sorted), st.tuples(_DAYS, _DAYS).map(sorted), st.integers(0, 6))
def test_agreements_clash_when_a_day_is_in_both(
    office: Office, one: list[date], other: list[date], weekday: int
) -> None:
    with office.database.writing(office.district) as session:
        session.execute(delete(Agreement))
    create(office, replace(RED, weekday=weekday, first=one[0], last=one[1]))
    days = [TODAY + n * DAY for n in range(22)]
    clash = any(
        day.weekday() == weekday and one[0] <= day <= one[1] and other[0] <= day <= other[1]
        for day in days
    )
    second = replace(RED, organisation="koret", weekday=weekday, first=other[0], last=other[1])
    try:
        create(office, second)
    except Refused:
        assert clash
    else:
        assert not clash


def test_the_past_stays_as_it_was(office: Office) -> None:
    number = create(office, replace(RED, last=TODAY))
    with pytest.raises(Refused, match="The past stays"):
        end(office, number, TODAY - DAY)
    office.clock.advance(days=1)
    with pytest.raises(Refused, match="has ended"):
        edit(office, number, replace(RED, last=None))
    with pytest.raises(Refused, match="has ended"):
        end(office, number, TODAY + DAY)
    assert [one.last for one in kept(office)] == [TODAY]


@sqlite
def test_an_agreement_that_never_came_to_hold_is_deleted(office: Office) -> None:
    number = create(office, replace(RED, first=TODAY + 10 * DAY))
    assert not end(office, number, TODAY)
    assert kept(office) == []


@sqlite
def test_only_administrators_change_agreements_and_of_their_own_district(office: Office) -> None:
    with office.database.writing(office.district) as session:
        for who, role in (("red", Role.LEADER), ("red", Role.STAFF)):
            with pytest.raises(Forbidden):
                agreements.create(session, office.access(who, role), RED, office.clock())
    with pytest.raises(NotFound):
        edit(office, 17, RED)
