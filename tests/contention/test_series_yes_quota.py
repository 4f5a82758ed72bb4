"""Many at once who ask for a term, for a yes, or for more than their share."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import pytest

from core.bookings import place_rules
from tests.contention.crowd import API, Answer, Call
from tests.contention.town import (
    HALL,
    KITCHEN,
    LOFT,
    MOST_A_DAY,
    STAGE,
    STUDIO,
    TOGETHER,
    YARD,
    Person,
    Town,
    ask,
    at,
    won,
)
from tests.support.overlaps import days_over, overlaps
from tests.support.soak import ROUNDS

pytestmark = pytest.mark.slow

WEEK = timedelta(weeks=1)
DATES = 3


def test_terms_that_partly_overlap(town: Town) -> None:
    """All dates or none, for people with browsers; every refusal shows other times to move to."""
    browsers = town.browsers()
    for _round, (first, hour) in zip(range(ROUNDS), town.terms(), strict=False):
        starts = [first + WEEK * (number % DATES) for number in range(len(browsers))]
        calls = [
            _term(browser, one, day, hour)
            for browser, one, day in zip(browsers, town.people, starts, strict=True)
        ]
        answers = town.crowd.at_once(calls)
        had = [day for day, one in zip(starts, answers, strict=True) if one.status == 303]

        assert all(one.status == 303 or _shows_others(one) for one in answers), answers
        # Any two of the terms meet in the third week, so there is one winner
        assert len(had) == 1
        dates = {at(had[0] + WEEK * n, hour) for n in range(DATES)}
        assert (
            _starts(town, first, first + 5 * WEEK) & {at(first + WEEK * n, hour) for n in range(5)}
            == dates
        )
    assert overlaps(town.database, town.district) == 0


def test_two_rooms_in_opposite_order_by_terms(town: Town) -> None:
    """One week in the kitchen and the next in the loft, and the other way round."""
    browsers = town.browsers()
    for _round, (first, hour) in zip(range(ROUNDS), town.terms(), strict=False):
        calls = []
        for number, (browser, one) in enumerate(zip(browsers, town.people, strict=True)):
            order = (KITCHEN, LOFT) if number % 2 else (LOFT, KITCHEN)
            calls.append(_term(browser, one, first, hour, order))
        answers = town.crowd.at_once(calls)

        assert all(one.status == 303 or _shows_others(one) for one in answers), answers
        # Both orders can be had at once: each week one has the kitchen and one the loft
        assert sorted(n % 2 for n, one in enumerate(answers) if one.status == 303) == [0, 1]
    assert overlaps(town.database, town.district) == 0


def test_many_yeses_to_one_time(town: Town) -> None:
    """One is approved; the others are told no, whoever says yes to them."""
    for _round in range(ROUNDS):
        slot = at(town.day(), 10)
        asked = town.crowd.at_once(
            [ask(one, YARD, slot) for one in town.people[: len(town.admins)]]
        )
        assert [one.json["status"] for one in asked] == ["pending"] * len(asked)
        ids = [one.json["id"] for one in asked]
        answers = town.crowd.at_once(
            [_yes(admin, booking) for admin, booking in zip(town.admins, ids, strict=True)]
        )

        assert sorted(one.status for one in answers) == [200] + [409] * (len(ids) - 1), answers
        found = {one["id"]: one["status"] for one in _listed(town, slot.date(), slot.date())}
        status = [found[booking] for booking in ids]
        assert sorted(status) == ["confirmed"] + ["rejected"] * (len(ids) - 1)
        assert status.index("confirmed") == [one.status for one in answers].index(200)
    assert overlaps(town.database, town.district) == 0


def test_all_say_yes_to_the_same(town: Town) -> None:
    for _round in range(ROUNDS):
        booking = town.crowd.one(ask(town.people[0], YARD, at(town.day(), 10))).json["id"]
        answers = town.crowd.at_once([_yes(admin, booking) for admin in town.admins])

        assert sorted(one.status for one in answers) == [200] + [409] * (len(town.admins) - 1)


def test_a_quota_through_two_rooms_at_once(town: Town) -> None:
    """Times that do not meet, in two rooms that share a quota of two bookings a day."""
    for _round in range(ROUNDS):
        day = town.day()
        calls = [
            ask(
                one,
                (STUDIO, STAGE)[number % 2],
                at(day, 8) + timedelta(minutes=10) * number,
                activity=TOGETHER,
                organisation=TOGETHER,
            )
            for number, one in enumerate(town.people)
        ]
        answers = town.crowd.at_once(calls)

        assert len(won(answers)) == MOST_A_DAY
        said = {one["rule"] for answer in answers for one in answer.json["findings"]}
        assert any(rule.startswith(place_rules.KEY) for rule in said)
    assert overlaps(town.database, town.district) == 0
    assert days_over(town.database, town.district, town.together, MOST_A_DAY) == 0


def _term(
    browser: dict[str, str], person: Person, first: date, hour: int, order: Sequence[str] = ()
) -> Call:
    """The same hours in the hall three weeks running, or one week in each room of `order`."""
    last = first + WEEK * (len(order) or DATES) - WEEK
    form = {
        "csrf_token": browser["csrf"],
        "activity": person.name,
        "place": order[0] if order else HALL,
        "day": str(first),
        "starts": f"{hour:02}:00",
        "ends": f"{hour + 2:02}:00",
        "until": str(last),
    }
    for number, place in enumerate(order[1:], 1):
        day = first + WEEK * number
        begins, stops = at(day, hour).isoformat(), at(day, hour + 2).isoformat()
        form[f"choice-{day}"] = f"move|{place}|{begins}|{stops}"
    return Call("POST", "/stovner/bookings/series", {"Cookie": browser["Cookie"]}, form=form)


def _shows_others(answer: Answer) -> bool:
    return answer.status == 409 and 'value="move|' in answer.text


def _starts(town: Town, first: date, last: date) -> set[datetime]:
    """When the hall is had from."""
    rows = _listed(town, first, last)
    return {datetime.fromisoformat(one["starts"]) for one in rows if one["place"] == HALL}


def _yes(admin: Person, booking: str) -> Call:
    return Call("POST", f"{API}/{booking}/approve", admin.token)


def _listed(town: Town, first: date, last: date) -> list[dict[str, str]]:
    address = f"{API}?from={first}&to={last}"
    found: list[dict[str, str]] = town.crowd.one(Call("GET", address, town.admins[0].token)).json
    return found
