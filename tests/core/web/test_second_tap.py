"""Whoever presses twice on what makes something makes one, and lands where it is."""

from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from sqlalchemy import func, select

from core.bookings.models import PlaceRule
from core.districts.models import Organisation
from core.people.models import Person
from core.places.models import Place
from core.schedules.models import Activity, CalendarNote
from core.testing.factories import make_place
from tests.support.stovner import Browser, Stovner
from tests.support.together import together
from tests.test_odd_forms import Reading

ROUNDS = 4
ADMIN, DAY = "district-admin", "2027-03-01"


@dataclass(frozen=True)
class Making:
    """A form that makes a row of `model`."""

    address: str
    who: str
    model: Any
    more: dict[str, str]


MAKINGS = (
    Making("/stovner/people/new", "leader", Person, {"phone": "22334455"}),
    Making("/stovner/places/new", ADMIN, Place, {"lanes": "1"}),
    Making("/stovner/activities/new", "leader", Activity, {}),
    Making("/stovner/organisations/new", ADMIN, Organisation, {}),
    Making("/stovner/places/huset/rules/new?kind=capacity", ADMIN, PlaceRule, {"people": "9"}),
    Making("/stovner/calendar/notes", ADMIN, CalendarNote, {"first": DAY, "last": DAY}),
)


@pytest.fixture(autouse=True)
def house(stovner: Stovner) -> None:
    """A place that may have rules."""
    with stovner.database.writing(stovner.district_id) as session:
        make_place(session, "huset")


def _form(browser: Browser, making: Making) -> dict[str, str]:
    text = browser.get(making.address).text
    (form,) = [one for one in Reading("", text).forms if "press" in one.names]
    fields = {name: value for name, value in form.fields if name not in {"csrf_token", "own"}}
    return {**fields, "name": "Nytt", **making.more}


def _there(stovner: Stovner, making: Making) -> int:
    with stovner.database.reading(stovner.district_id) as session:
        return session.scalar(select(func.count(making.model.id))) or 0


@pytest.mark.parametrize("making", MAKINGS, ids=lambda one: one.model.__name__)
def test_two_taps_make_one(stovner: Stovner, making: Making) -> None:
    one, other = stovner.browser(making.who), stovner.browser(making.who)
    other.get(making.address)
    before = _there(stovner, making)
    for number in range(1, ROUNDS + 1):
        fields = _form(one, making)
        taps = (partial(at.post, making.address, **fields) for at in (one, other))
        answers = together(*taps)

        assert {answer.status_code for answer in answers} <= {302, 303}, answers
        assert _there(stovner, making) == before + number
        later = other.post(making.address, **fields)
        assert other.get(str(later.location)).status_code == 200
        assert _there(stovner, making) == before + number


@pytest.mark.parametrize("making", MAKINGS[:4], ids=lambda one: one.model.__name__)
def test_the_second_lands_where_the_first_did(stovner: Stovner, making: Making) -> None:
    browser = stovner.browser(making.who)
    fields = _form(browser, making)
    first, second = (browser.post(making.address, **fields) for _tap in range(2))
    assert first.location == second.location

    changed = browser.post(making.address, **{**fields, "name": "Et annet"})
    assert changed.location != first.location, "filled in anew it is another"
