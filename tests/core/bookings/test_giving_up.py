"""A date of a standing agreement: asked for once, given up by its holder, and then everybody's."""

from datetime import date, timedelta

import pytest

from core.accounts.models import RoleGrant
from core.accounts.roles import Role
from core.bookings import agreements, giving_up, service
from core.db.ids import new_id
from core.problems import Forbidden, NotFound, Refused
from core.testing.factories import LONG_AGO, make_user
from tests.core.bookings.office import HOUSE, KITCHEN, TUESDAY, Office, wanted

LATER = TUESDAY + timedelta(weeks=2)


@pytest.fixture
def held(office: Office) -> int:
    """The Red Cross has the house on Tuesdays, and one leader."""
    office.agree("red", HOUSE, release_days=3, notice_days=2)
    with office.database.platform_writing() as shared:
        user = make_user(shared, Role.VIEWER, email="leader@rodekors.example")
        grant = RoleGrant(
            id=new_id(LONG_AGO),
            user_id=user.id,
            district_id=office.district,
            organisation_id=office.organisations["red"],
            role=Role.LEADER.value,
        )
        shared.add(grant)
    with office.database.reading(office.district) as session:
        return agreements.listed(session)[0].id


def _ask(office: Office, agreement: int, day: date = LATER, activity: str = "kor") -> list[str]:
    with office.database.writing(office.district) as session:
        asked = giving_up.ask(
            session, office.access("choir"), agreement, day, activity, office.clock()
        )
    return list(asked.recipients)


def _give_up(office: Office, agreement: int, who: str = "red", day: date = LATER) -> None:
    with office.database.writing(office.district) as session:
        giving_up.give_up(session, office.access(who), agreement, day, office.clock())


def test_the_holders_leaders_are_asked_once_for_each_date_and_activity(
    office: Office, held: int
) -> None:
    assert _ask(office, held) == ["leader@rodekors.example"]
    with pytest.raises(Refused, match="asked for this date already"):
        _ask(office, held)
    assert _ask(office, held, LATER + timedelta(weeks=1)) == ["leader@rodekors.example"]

    assert sorted(one.detail["day"] for one in office.log("bookings:ask-holder")) == [
        "2026-12-08",
        "2026-12-15",
    ]


def test_what_cannot_be_asked_for(office: Office, held: int) -> None:
    with pytest.raises(Refused, match="does not hold on that date"):
        _ask(office, held, LATER + timedelta(days=1))
    with pytest.raises(Refused, match="The past"):
        _ask(office, held, TUESDAY - timedelta(weeks=1))
    with pytest.raises(Forbidden):
        _ask(office, held, activity="babytreff")
    with pytest.raises(NotFound):
        _ask(office, 1)


def test_what_is_given_up_is_everybodys_and_is_not_taken_back(office: Office, held: int) -> None:
    asked = wanted(KITCHEN, "choir", day=LATER)
    assert service.book(office.desk("choir"), asked).saved is None
    _give_up(office, held)
    given = service.book(office.desk("choir"), asked).saved
    office.clock.advance(days=12)

    taken_back = wanted(KITCHEN, day=LATER, displace=True)
    assert service.book(office.desk(), taken_back).saved is None
    assert office.status(given) == "confirmed"
    week_after = wanted(KITCHEN, "choir", day=LATER + timedelta(weeks=1))
    assert service.book(office.desk("choir"), week_after).saved is None
    assert [one.detail["day"] for one in office.log("bookings:give-up")] == ["2026-12-08"]


def test_only_the_holder_gives_up_and_not_what_has_been(office: Office, held: int) -> None:
    with pytest.raises(Forbidden):
        _give_up(office, held, "choir")
    _give_up(office, held)
    with pytest.raises(Refused, match="does not hold"):
        _give_up(office, held)
    with pytest.raises(Refused, match="The past"):
        _give_up(office, held, day=TUESDAY - timedelta(weeks=1))


def test_an_agreement_that_never_came_to_hold_goes_with_its_questions(
    office: Office, held: int
) -> None:
    details = agreements.AgreementDetails(
        "oslo-rode-kors",
        HOUSE,
        1,
        wanted().starts.time(),
        wanted().ends.time(),
        LATER,
        None,
        0,
        0,
    )
    with office.database.writing(office.district) as session:
        agreements.edit(session, office.access("admin"), held, details, office.clock())
    _ask(office, held)
    with office.database.writing(office.district) as session:
        assert not agreements.end(
            session, office.access("admin"), held, LATER - timedelta(days=1), office.clock()
        )
