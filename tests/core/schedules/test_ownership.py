"""Who owns an offer, who may say so, and what is on the list of what must be taken care of."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from core.accounts.models import User
from core.audit.models import AuditEntry
from core.db.tenancy import DistrictSession
from core.problems import Forbidden, NotFound, Refused
from core.schedules.models import Activity
from core.schedules.ownership import (
    SOON,
    Lack,
    Ownership,
    attention,
    holders,
    lacks,
    names_of,
    ownership_of,
    set_ownership,
)
from core.testing.factories import LONG_AGO, make_activity
from tests.support.stovner import Stovner

TODAY = date(2026, 11, 22)
_ids = st.none() | st.integers(1, 9)
_days = st.none() | st.dates(TODAY - timedelta(days=90), TODAY + timedelta(days=90))
_kept = st.builds(Ownership, st.none() | st.just("Leisure contact"), _ids, _ids, _days, _days)
SETTLED = Ownership("Leisure contact", 1, 2, None, TODAY + timedelta(days=90))


def found(session: DistrictSession, activity_id: int) -> Activity:
    return session.scalars(select(Activity).where(Activity.id == activity_id)).one()


@dataclass(frozen=True)
class Offers:
    """The district's own offer, one of a part of it, and a partner's."""

    stovner: Stovner
    own: int
    part: int
    partner: int

    def settle(self, who: str, activity_id: int, wanted: Ownership) -> None:
        with self.stovner.database.writing(self.stovner.district_id) as session:
            row = found(session, activity_id)
            access = self.stovner.access(who)
            set_ownership(session, access, row, wanted, self.stovner.clock())

    def held_by(self, who: str, activity_id: int) -> set[int]:
        with self.stovner.database.reading(self.stovner.district_id) as session:
            row = found(session, activity_id)
            return {one for one, _name in holders(session, self.stovner.access(who), row)}

    def kept(self, activity_id: int) -> Ownership:
        with self.stovner.database.reading(self.stovner.district_id) as session:
            return ownership_of(found(session, activity_id))

    def lacking(self, today: date = TODAY) -> list[tuple[int, Lack]]:
        with self.stovner.database.reading(self.stovner.district_id) as session:
            return [(one.activity.id, one.lack) for one in attention(session, today)]


@pytest.fixture
def offers(stovner: Stovner) -> Offers:
    with stovner.database.writing(stovner.district_id) as session:
        own = make_activity(session, stovner.own, "foreldrekafe").id
        part = make_activity(session, stovner.own_part, "babytreff").id
        partner = make_activity(session, stovner.partner).id
    return Offers(stovner, own, part, partner)


def test_who_can_own_an_offer(offers: Offers) -> None:
    users = offers.stovner.users
    above = {users["coordinator"], users["staff"], users["district-admin"]}
    assert offers.held_by("district-admin", offers.own) == above
    assert offers.held_by("district-admin", offers.part) == above
    assert offers.held_by("admin", offers.partner) == {users["leader"], users["district-admin"]}
    assert offers.held_by("coordinator", offers.own) == above
    # A partner does not know the district's accounts
    assert offers.held_by("leader", offers.partner) == {users["leader"]}


def test_what_is_written_down_is_kept_and_logged_once(offers: Offers) -> None:
    users = offers.stovner.users
    wanted = Ownership("Leisure contact", users["coordinator"], users["staff"], None, TODAY)
    offers.settle("coordinator", offers.own, replace(wanted, owner_role=" Leisure contact "))
    offers.settle("admin", offers.own, wanted)

    assert offers.kept(offers.own) == wanted
    with offers.stovner.database.reading(offers.stovner.district_id) as session:
        log = session.query(AuditEntry).filter(AuditEntry.action == "schedules:owner").all()
        row = found(session, offers.own)
        assert set(names_of(session, row)) == {users["coordinator"], users["staff"]}
    assert len(log) == 1


def test_others_offers_and_others_people_are_left_alone(offers: Offers) -> None:
    users, nobody = offers.stovner.users, Ownership("Role", None, None, None, None)
    for who in ("coordinator", "staff", "counter", "viewer"):
        with pytest.raises(Forbidden):
            offers.settle(who, offers.partner, nobody)
    for stranger in ("grorud-leader", "coordinator", "counter"):
        with pytest.raises(NotFound):
            offers.settle("leader", offers.partner, replace(nobody, owner_id=users[stranger]))
    with pytest.raises(Refused) as same:
        offers.settle(
            "leader", offers.partner, Ownership("R", users["leader"], users["leader"], None, None)
        )
    assert same.value.field == "deputy_id"
    with pytest.raises(Refused) as long:
        offers.settle("leader", offers.partner, replace(nobody, owner_role="x" * 101))
    assert long.value.field == "owner_role"


def test_whoever_is_named_stays_though_the_leader_could_not_choose_them(offers: Offers) -> None:
    users = offers.stovner.users
    named = Ownership("Family help", users["district-admin"], None, None, None)
    offers.settle("district-admin", offers.partner, named)
    offers.settle("leader", offers.partner, replace(named, deputy_id=users["leader"]))
    assert offers.kept(offers.partner).owner_id == users["district-admin"]


def test_an_owner_who_left_is_no_owner(offers: Offers) -> None:
    users = offers.stovner.users
    settled = replace(SETTLED, owner_id=users["coordinator"], deputy_id=users["staff"])
    offers.settle("district-admin", offers.own, settled)
    assert offers.own not in {one for one, _lack in offers.lacking()}

    with offers.stovner.database.platform_writing() as shared:
        for who in ("coordinator", "staff"):
            shared.get_one(User, users[who]).closed_at = LONG_AGO
    mine = {lack for one, lack in offers.lacking() if one == offers.own}
    assert mine == {Lack.NO_OWNER, Lack.NO_DEPUTY}


def test_what_presses_most_comes_first_and_what_is_put_away_is_left_out(offers: Offers) -> None:
    offers.settle("district-admin", offers.part, Ownership("R", None, None, TODAY, TODAY))
    listed = offers.lacking(TODAY + timedelta(days=1))
    assert [lack for _one, lack in listed] == sorted(
        (lack for _one, lack in listed), key=list(Lack).index
    )
    assert {lack for one, lack in listed if one == offers.part} == {
        Lack.RUN_OUT,
        Lack.OVERDUE,
        Lack.NO_DEPUTY,
    }
    with offers.stovner.database.writing(offers.stovner.district_id) as session:
        for row in session.query(Activity):
            row.archived_at = LONG_AGO
    assert offers.lacking() == []


@given(_kept)
def test_settling_what_is_missing_leaves_nothing_missing(kept: Ownership) -> None:
    answers = {
        Lack.NO_OWNER: {"owner_role": "Leisure contact"},
        Lack.NO_DEPUTY: {"deputy_id": 10},
        Lack.NO_REVIEW: {"review_on": TODAY},
        Lack.OVERDUE: {"review_on": TODAY},
        Lack.RUN_OUT: {"continues_until": None},
        Lack.RUNS_OUT: {"continues_until": TODAY + SOON + timedelta(days=1)},
    }
    for lack, _day in lacks(kept, TODAY):
        kept = replace(kept, **answers[lack])
    assert lacks(kept, TODAY) == []


@given(_kept, st.integers(0, 200))
def test_nothing_settles_itself_by_waiting(kept: Ownership, days: int) -> None:
    before = {lack for lack, _day in lacks(kept, TODAY)}
    after = {lack for lack, _day in lacks(kept, TODAY + timedelta(days=days))}
    gone = before - after
    assert gone <= {Lack.RUNS_OUT}
    assert not gone or Lack.RUN_OUT in after
    assert not {Lack.RUN_OUT, Lack.RUNS_OUT} <= after


@given(_kept)
def test_a_day_that_is_told_is_the_day_that_is_kept(kept: Ownership) -> None:
    for lack, day in lacks(kept, TODAY):
        if lack in {Lack.RUN_OUT, Lack.RUNS_OUT}:
            assert day == kept.continues_until
        elif lack is Lack.OVERDUE:
            assert day == kept.review_on
        else:
            assert day is None
