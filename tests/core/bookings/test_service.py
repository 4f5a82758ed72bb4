"""Asking, moving, cancelling and setting aside, on either database."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core.accounts.actors import Access
from core.accounts.roles import Role
from core.bookings import service
from core.bookings.saving import Waiver
from core.bookings.vocabulary import Approval, Capacity, Companion, Level, Quota, Unit
from core.districts.models import DistrictOrganisation
from core.problems import Forbidden, NotFound, Refused
from core.testing.factories import LONG_AGO, make_district, make_organisation
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT, TUESDAY, Office, wanted
from tests.core.bookings.rule_kit import rule


def _cancel(office: Office, who: str, *numbers: int, reason: str = "") -> None:
    with office.database.writing(office.district) as session:
        service.cancel(session, office.access(who), numbers, reason, office.clock())


def test_a_free_place_is_had_and_taken(office: Office) -> None:
    decided = service.book(office.desk(), wanted(HOUSE, people=12))

    assert office.status(decided.saved) == "confirmed"
    assert office.rooms() == [
        (HOUSE, "11-24 17:00"),
        (KITCHEN, "11-24 17:00"),
        (LOFT, "11-24 17:00"),
    ]
    (entry,) = office.log("bookings:ask")
    assert entry.actor == "user:11"


def test_a_taken_place_is_not_had_and_nothing_is_kept(office: Office) -> None:
    service.book(office.desk(), wanted(KITCHEN))
    refused = service.book(office.desk("choir"), wanted(HOUSE, "choir"))

    assert refused.saved is None
    assert [one.rule for one in refused.verdicts[0].findings] == ["occupied"]
    assert len(office.bookings()) == 1


@pytest.mark.parametrize(
    ("field", "asked"),
    [
        ("place", replace(wanted(), place="gone")),
        ("activity", replace(wanted(), activity="gone")),
        ("organisation", replace(wanted(), organisation="gone")),
    ],
)
def test_what_is_not_there_is_named(office: Office, field: str, asked: service.Wanted) -> None:
    with pytest.raises(Refused) as caught:
        service.book(office.desk(), asked)

    assert caught.value.field == field


@pytest.mark.parametrize("archived", [False, True])
def test_nobody_books_for_an_organisation_that_does_not_work_here(
    office: Office, archived: bool
) -> None:
    with office.database.platform_writing() as shared:
        make_organisation(shared, "velforeningen", district=make_district(shared, "grorud"))
        if archived:
            row = shared.get_one(
                DistrictOrganisation, (office.district, office.organisations["choir"])
            )
            row.archived_at = LONG_AGO
    asked = replace(wanted(), organisation="koret" if archived else "velforeningen")
    with pytest.raises(Refused, match="no such organisation here") as caught:
        service.book(office.desk("admin"), asked)

    assert caught.value.field == "organisation"
    assert office.bookings() == {}


def test_only_for_ones_own_organisation_and_activities(office: Office) -> None:
    with pytest.raises(Forbidden):
        service.book(office.desk("choir"), wanted(who="red"))
    with pytest.raises(Forbidden):
        service.book(office.desk("choir"), wanted(who="choir", organisation="oslo-rode-kors"))
    with pytest.raises(Forbidden):
        service.book(office.desk("red", Role.STAFF), wanted())
    assert service.book(office.desk("admin"), wanted(who="choir")).saved


def test_what_waits_takes_nothing_and_two_may_wait_for_one_place(office: Office) -> None:
    office.rules = [rule(Approval(), "yes", level=Level.APPROVE)]
    first = service.book(office.desk(), wanted())
    second = service.book(office.desk("choir"), wanted(who="choir"))

    assert (office.status(first.saved), office.status(second.saved)) == ("pending", "pending")
    assert office.rooms() == []


def test_a_companion_is_booked_and_freed_along(office: Office) -> None:
    office.rules = [rule(Companion(HALL), "along", KITCHEN)]
    booking = service.book(office.desk(), wanted(KITCHEN)).saved
    assert booking
    assert [room for room, _ in office.rooms()] == [KITCHEN, HALL]

    _cancel(office, "red", booking.id)

    assert office.rooms() == []
    assert service.book(office.desk("choir"), wanted(HALL, "choir")).saved


def test_a_move_frees_what_it_had_and_takes_what_it_gets(office: Office) -> None:
    booking = service.book(office.desk(), wanted(KITCHEN)).saved
    assert booking
    moved = service.move(office.desk(), booking.id, wanted(LOFT, starts=19, ends=21))

    assert moved.saved
    assert office.rooms() == [(LOFT, "11-24 18:00")]
    assert office.bookings()[booking.id].revision == 1
    assert service.book(office.desk("choir"), wanted(KITCHEN, "choir")).saved


def test_a_move_may_overlap_where_it_was(office: Office) -> None:
    booking = service.book(office.desk(), wanted()).saved
    assert booking

    assert service.move(office.desk(), booking.id, wanted(starts=19, ends=21)).saved


def test_a_move_that_is_refused_keeps_what_it_had(office: Office) -> None:
    service.book(office.desk("choir"), wanted(HALL, "choir"))
    booking = service.book(office.desk(), wanted(KITCHEN)).saved
    assert booking

    assert service.move(office.desk(), booking.id, wanted(HALL)).saved is None
    assert (KITCHEN, "11-24 17:00") in office.rooms()


def test_a_move_into_what_needs_a_yes_waits_and_takes_nothing(office: Office) -> None:
    office.rules = [rule(Approval(), "yes", HALL, level=Level.APPROVE)]
    booking = service.book(office.desk(), wanted(KITCHEN)).saved
    assert booking

    assert office.status(service.move(office.desk(), booking.id, wanted(HALL)).saved) == "pending"
    assert office.rooms() == []


def test_a_booking_is_whose_rules_it_was_judged_by(office: Office) -> None:
    """Nobody moves the choir's booking by the Red Cross's first right."""
    office.agree("red", HOUSE)
    booking = service.book(office.desk("admin"), wanted(HALL, "choir")).saved
    assert booking

    as_choir = wanted(KITCHEN, "choir")
    assert service.move(office.desk("admin"), booking.id, as_choir).saved is None
    assert service.move(office.desk("admin"), booking.id, wanted(KITCHEN, "red")).saved
    assert office.bookings()[booking.id].organisation_id == office.organisations["red"]


def test_the_past_is_neither_moved_nor_cancelled(office: Office) -> None:
    booking = service.book(office.desk(), wanted()).saved
    assert booking
    office.clock.now = booking.starts

    with pytest.raises(Refused):
        service.move(office.desk(), booking.id, wanted(day=TUESDAY + timedelta(days=7)))
    with pytest.raises(Refused):
        _cancel(office, "red", booking.id)
    assert len(office.rooms()) == 1


def test_what_is_cancelled_is_free_and_said_why(office: Office) -> None:
    booking = service.book(office.desk(), wanted()).saved
    assert booking
    _cancel(office, "red", booking.id, reason=" The stove is broken. ")

    assert office.bookings()[booking.id].reason == "The stove is broken."
    assert [entry.reason for entry in office.log("bookings:cancel")] == ["The stove is broken."]
    with pytest.raises(Refused):
        _cancel(office, "red", booking.id)


def test_cancelling_several_is_all_or_none(office: Office) -> None:
    mine = service.book(office.desk(), wanted(KITCHEN)).saved
    other = service.book(office.desk("choir"), wanted(HALL, "choir")).saved
    assert mine
    assert other

    with pytest.raises(Forbidden):
        _cancel(office, "red", mine.id, other.id)
    with pytest.raises(NotFound):
        _cancel(office, "red", mine.id, 1)
    assert office.status(mine) == "confirmed"


def test_another_districts_booking_is_not_found(office: Office) -> None:
    booking = service.book(office.desk(), wanted()).saved
    assert booking
    with (
        office.database.reading(office.district + 1) as session,
        pytest.raises(NotFound),
    ):
        service.find(session, booking.id)


def test_a_leader_sets_its_own_agreement_aside_with_a_reason(office: Office) -> None:
    office.agree("red", HOUSE)
    asked = wanted(KITCHEN, "red", organisation="koret")
    waiver = Waiver("The choir lends us its hall in return.")
    leader = replace(office.desk(), access=_both(office))

    assert service.book(leader, asked).saved is None
    assert service.book(leader, asked, waiver).saved
    (entry,) = office.log("bookings:waive")
    assert entry.reason == waiver.reason
    assert entry.detail["waived"][0].startswith("agreement:")


def _both(office: Office) -> Access:
    """Somebody who leads the Red Cross and books for the choir."""
    access = office.access("red")
    (grant,) = access.actor.grants
    both = replace(grant, organisations=frozenset(office.organisations.values()))
    return replace(access, actor=replace(access.actor, grants=(both,)))


def test_nobody_sets_aside_what_is_anothers_or_what_is_taken(office: Office) -> None:
    office.agree("red", HOUSE)
    assert service.book(office.desk("choir"), wanted(who="choir"), Waiver("Please.")).saved is None

    service.book(office.desk(), wanted())
    assert service.book(office.desk("admin"), wanted(), Waiver("I decide.")).saved is None


def test_a_reason_is_no_yes_of_somebody_else(office: Office) -> None:
    """What waits for the administrator waits, though a leader gives a reason for something."""
    office.rules = [rule(Approval(), "yes", level=Level.APPROVE)]
    booking = service.book(office.desk("choir"), wanted(who="choir"), Waiver("We want it.")).saved

    assert office.status(booking) == "pending"


def test_setting_aside_does_not_skip_anothers_yes(office: Office) -> None:
    """The choir's leader may set its agreement aside, and the administrator says yes to the hall.

    A booking cannot wait with a rule set aside, so it is the administrator's to make.
    """
    office.agree("choir", HALL)
    office.rules = [rule(Approval(), "yes", HALL, level=Level.APPROVE)]
    leader = replace(office.desk(), access=_both(office))
    waiver = Waiver("They may have it.")

    assert service.book(leader, wanted(HALL), waiver).saved is None
    booking = service.book(office.desk("admin"), wanted(HALL), waiver).saved
    assert office.status(booking) == "confirmed"


def test_a_quota_is_the_organisations_and_freed_by_cancelling(office: Office) -> None:
    office.rules = [rule(Quota(2, Unit.WEEK), "quota", HOUSE)]
    booking = service.book(office.desk(), wanted(KITCHEN)).saved
    assert booking

    assert service.book(office.desk(), wanted(LOFT)).saved is None
    assert service.book(office.desk(), wanted(HALL)).saved
    _cancel(office, "red", booking.id)
    assert service.book(office.desk(), wanted(LOFT)).saved


def test_warnings_are_said_and_hinder_nothing(office: Office) -> None:
    office.rules = [rule(Capacity(5), "few", level=Level.WARN)]
    decided = service.book(office.desk(), wanted(people=9))

    assert decided.saved
    assert [one.rule for one in decided.verdicts[0].findings] == ["few"]


def test_what_is_kept_with_a_booking_is_undone_with_it(office: Office) -> None:
    def fails(*_: object) -> None:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        service.book(replace(office.desk(), within=fails), wanted())
    assert office.bookings() == {}
