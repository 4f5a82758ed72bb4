"""Yes and no, who may say it, and what the others are told."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from core.bookings import approving, series, service
from core.bookings.displacing import LOST
from core.bookings.facts import OwnedRule, Request
from core.bookings.models import Booking
from core.bookings.saving import Waiver
from core.bookings.vocabulary import Approval, Buffer, Companion, LeadTime, Level, Own
from core.problems import Forbidden, NotFound, Refused
from core.text import Text
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT, TUESDAY, Office, wanted, weekly
from tests.core.bookings.rule_kit import rule

YES = rule(Approval(), "yes", level=Level.APPROVE, approver="oslo-rode-kors")
Ask = Callable[..., Booking]


@pytest.fixture
def ask(office: Office) -> Ask:
    """Ask for something that the Red Cross must say yes to."""
    office.rules = [YES]

    def ask(place: str = KITCHEN, who: str = "choir", **more: Any) -> Booking:
        booking = service.book(office.desk(who), wanted(place, who, **more)).saved
        assert booking
        return booking

    return ask


def test_a_yes_takes_the_rooms_and_is_told(office: Office, ask: Ask) -> None:
    booking = ask(HOUSE)

    assert approving.approve(office.desk("red"), booking.id).saved
    assert office.status(booking) == "confirmed"
    assert len(office.rooms()) == 3
    assert [(to, news) for to, news, _ in office.letters()] == [("user:13", "approved")]
    assert len(office.log("bookings:approve")) == 1


def test_the_rival_loses_at_once_and_is_offered_three_others(office: Office, ask: Ask) -> None:
    winner, loser = ask(KITCHEN, "choir"), ask(HOUSE, "bydel")
    beside = ask(HALL, "bydel")
    office.rules = [rule(Approval(), "yes", HOUSE, level=Level.APPROVE, approver="oslo-rode-kors")]

    approving.approve(office.desk("red"), winner.id)

    assert office.status(loser) == "rejected"
    assert office.status(beside) == "pending"
    assert office.letters() == [("user:12", "lost", 3), ("user:13", "approved", 0)]


@pytest.mark.parametrize(
    ("beside", "loser"),
    [
        (rule(Buffer(after=30), "cleaning", KITCHEN), wanted(KITCHEN, "bydel", starts=20, ends=22)),
        (
            rule(Buffer(before=30), "setting up", KITCHEN),
            wanted(KITCHEN, "bydel", starts=16, ends=18),
        ),
        (rule(Companion(HALL), "along", KITCHEN), wanted(HALL, "bydel")),
    ],
)
def test_who_loses_by_a_buffer_or_a_room_that_comes_along_is_told(
    office: Office, ask: Ask, beside: OwnedRule, loser: service.Wanted
) -> None:
    office.rules = [YES, beside]
    winner = ask()
    office.clock.advance(minutes=1)
    lost = service.book(office.desk("bydel"), loser).saved
    with office.database.reading(office.district) as session:
        rivals = [[one.id for one in row.rivals] for row in approving.queue(session, office.desk())]
    only_here = rule(Approval(), "yes", KITCHEN, level=Level.APPROVE, approver="oslo-rode-kors")
    office.rules = [only_here, beside]

    assert approving.approve(office.desk(), winner.id).saved
    assert office.status(lost) == "rejected"
    assert [(to, news) for to, news, _ in office.letters()] == [
        ("user:12", "lost"),
        ("user:13", "approved"),
    ]
    assert lost
    assert rivals == [[lost.id], [winner.id]]


def test_a_no_asks_the_rules_before_the_writers_queue(office: Office, ask: Ask) -> None:
    """A rule of a plugin's own that looks whether it could write meanwhile."""
    booking = ask()
    held = []

    def check(_request: object, _snapshot: object) -> list[Text]:
        with office.database.writing(office.district) as session:
            held.append(session.scalar(select(Booking.status)))
        return []

    office.rules = [YES, rule(Own(check), "own", KITCHEN)]
    approving.reject(office.desk("red"), booking.id, "No.")

    assert set(held) == {"pending"}
    assert office.status(booking) == "rejected"


def test_who_takes_a_request_back_meanwhile_is_not_told_that_it_lost(
    office: Office, ask: Ask
) -> None:
    """Between the look, where something is sought for whoever loses, and the turn."""
    winner, rival = ask(KITCHEN, "choir"), ask(KITCHEN, "bydel")

    def check(request: Request, _snapshot: object) -> list[Text]:
        if request.booking_id == rival.id and office.status(rival) == "pending":
            with office.database.writing(office.district) as session:
                service.cancel(session, office.access("bydel"), [rival.id], "", office.clock())
        return []

    office.rules = [YES, rule(Own(check), "own")]
    assert approving.approve(office.desk("red"), winner.id).saved

    assert office.status(rival) == "cancelled"
    assert [news for _to, news, _ in office.letters()] == ["approved"]


def test_who_shares_the_rest_of_the_time_goes_on_waiting(office: Office, ask: Ask) -> None:
    winner, after = ask(starts=18, ends=20), ask(who="bydel", starts=20, ends=22)
    approving.approve(office.desk("red"), winner.id)

    assert office.status(after) == "pending"
    assert approving.approve(office.desk("red"), after.id).saved


def test_a_direct_booking_tells_those_who_wait_for_its_time(office: Office, ask: Ask) -> None:
    """At once, with alternatives, whoever books; those beside it go on waiting."""
    loser, beside = ask(KITCHEN, "choir"), ask(LOFT, "choir")
    office.rules = [rule(Buffer(before=60), "setting up", KITCHEN)]

    booked = service.book(office.desk("bydel"), wanted(KITCHEN, "bydel", starts=20, ends=21))

    assert booked.saved
    assert office.status(loser) == "rejected"
    assert office.status(beside) == "pending"
    assert office.bookings()[loser.id].reason == LOST
    assert office.letters() == [("user:13", "lost", 3)]
    assert len(office.log("bookings:reject")) == 1


def test_a_move_and_a_series_tell_those_who_wait(office: Office, ask: Ask) -> None:
    first, second = ask(KITCHEN, "choir"), ask(HALL, "choir")
    office.rules = []
    mine = service.book(office.desk("bydel"), wanted(LOFT, "bydel")).saved
    assert mine
    assert office.status(first) == "pending"

    assert service.move(office.desk("bydel"), mine.id, wanted(KITCHEN, "bydel")).saved
    assert series.save(office.desk("bydel"), weekly(2, HALL, "bydel")).saved
    assert [office.status(one) for one in (first, second)] == ["rejected", "rejected"]
    assert office.letters() == [("user:13", "lost", 3)] * 2


def test_one_who_waits_takes_the_time_from_nobody(office: Office, ask: Ask) -> None:
    first, second = ask(KITCHEN, "choir"), ask(KITCHEN, "bydel")
    assert [office.status(one) for one in (first, second)] == ["pending", "pending"]

    assert service.book(office.desk("red"), wanted(KITCHEN), Waiver("A funeral.")).saved
    assert [office.status(one) for one in (first, second)] == ["rejected", "rejected"]


def test_a_yes_that_comes_too_late_is_no_booking(office: Office, ask: Ask) -> None:
    """It says what has come in the way; when that has gone, it has been answered all the same."""
    booking = ask(KITCHEN)
    office.rules = []
    winner = service.book(office.desk("bydel"), wanted(KITCHEN, "bydel")).saved
    assert winner
    office.rules = [YES]

    decided = approving.approve(office.desk("red"), booking.id)
    assert decided.saved is None
    assert decided.verdicts[0].blocked
    assert office.status(booking) == "rejected"
    with office.database.writing(office.district) as session:
        service.cancel(session, office.access("bydel"), [winner.id], "", office.clock())
    with pytest.raises(Refused):
        approving.approve(office.desk("red"), booking.id)


def test_only_those_the_rule_names_answer(office: Office, ask: Ask) -> None:
    booking = ask()
    for who in ("choir", "bydel"):
        with pytest.raises(Forbidden):
            approving.approve(office.desk(who), booking.id)
        with pytest.raises(Forbidden):
            approving.reject(office.desk(who), booking.id, "No.")
    assert office.status(booking) == "pending"


def test_a_no_has_a_reason_and_alternatives(office: Office, ask: Ask) -> None:
    booking = ask(KITCHEN)
    office.rules = [rule(Approval(), "yes", KITCHEN, level=Level.APPROVE)]
    with pytest.raises(Refused):
        approving.reject(office.desk("admin"), booking.id, "  ")
    approving.reject(office.desk("admin"), booking.id, "We clean then.")

    assert office.bookings()[booking.id].reason == "We clean then."
    assert office.letters() == [("user:13", "rejected", 3)]
    assert office.rooms() == []


def test_an_answer_is_given_once(office: Office, ask: Ask) -> None:
    booking = ask()
    approving.approve(office.desk("red"), booking.id)

    with pytest.raises(Refused):
        approving.approve(office.desk("red"), booking.id)
    with pytest.raises(NotFound):
        approving.approve(office.desk("red"), 1)


def test_what_has_begun_is_not_answered(office: Office, ask: Ask) -> None:
    booking = ask()
    office.clock.now = booking.starts

    with pytest.raises(Refused):
        approving.approve(office.desk("red"), booking.id)


def test_a_yes_may_come_later_than_the_question_had_to(office: Office, ask: Ask) -> None:
    """Asked for two days before, as the rule says; the leader answers the day before."""
    office.rules = [YES, rule(LeadTime(hours=48), "notice")]
    booking = service.book(office.desk("choir"), wanted(who="choir")).saved
    assert booking
    office.clock.advance(hours=24)

    assert service.book(office.desk("choir"), wanted(HALL, "choir")).saved is None
    assert approving.approve(office.desk("red"), booking.id).saved


def test_the_queue_has_age_rivals_and_whose_it_is(office: Office, ask: Ask) -> None:
    first = ask(KITCHEN, "choir")
    office.clock.advance(minutes=5)
    second = ask(HOUSE, "bydel")
    office.clock.advance(minutes=5)
    other = ask(HALL, "choir")

    with office.database.reading(office.district) as session:
        mine = approving.queue(session, office.desk("red"))
        theirs = approving.queue(session, office.desk("choir"))

    assert [one.booking.id for one in mine] == [first.id, second.id, other.id]
    assert [[rival.id for rival in one.rivals] for one in mine] == [[second.id], [first.id], []]
    assert [one.mine for one in mine] == [True] * 3
    assert [one.mine for one in theirs] == [False] * 3


def test_the_queue_forgets_what_is_over(office: Office, ask: Ask) -> None:
    ask(day=TUESDAY)
    office.clock.advance(days=3)

    with office.database.reading(office.district) as session:
        assert approving.queue(session, office.desk("red")) == []
