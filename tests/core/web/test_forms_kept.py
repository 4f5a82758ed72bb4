"""Two who have the same form open: neither undoes the other without a word."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select

from core.schedules.models import CalendarNote
from core.testing.factories import make_activity, make_agreement, make_place
from tests.support.stovner import Browser, Stovner
from tests.test_odd_forms import Reading


@dataclass
class Register:
    """A form of one thing: a field that both change, and one that each changes alone."""

    address: str
    who: str
    both: str
    first: dict[str, str]
    second: dict[str, str]
    values: tuple[str, str] = ("Den første", "Den andre")


def _organisation(_stovner: Stovner) -> Register:
    address = "/stovner/organisations/helsestasjonen/edit"
    return Register(address, "district-admin", "name", {"number": "974760673"}, {})


def _person(stovner: Stovner) -> Register:
    leader = stovner.browser("leader")
    fields = {"name": "Åse", "phone": "22334455", "keep_until": "2027-11-22"}
    made = leader.post("/stovner/people/new", organisation=stovner.partner, **fields)
    first, second = {"task": "vakt"}, {"phone": "22 33 44 56", "keep_until": "2027-05-01"}
    return Register(f"{made.location}/edit", "leader", "name", first, second)


def _place(stovner: Stovner) -> Register:
    fields = {"name": "Stua", "lanes": "1", "day_0": "10–15"}
    made = stovner.browser("district-admin").post("/stovner/places/new", **fields)
    first, second = {"capacity": "40", "day_0": "10.00–16.00"}, {"address": "Veien 1"}
    return Register(f"{made.location}/edit", "district-admin", "equipment", first, second)


def _activity(stovner: Stovner) -> Register:
    with stovner.database.writing(stovner.district_id) as session:
        slug = make_activity(session, stovner.partner).slug
    first, second = {"audience": "Familier"}, {"kind": "series"}
    return Register(f"/stovner/activities/{slug}/edit", "leader", "name", first, second)


def _owner(stovner: Stovner) -> Register:
    with stovner.database.writing(stovner.district_id) as session:
        slug = make_activity(session, stovner.partner).slug
    address = f"/stovner/activities/{slug}/responsibility"
    first, second = {"continues_until": "2027-06-01"}, {"review_on": "2027-03-01"}
    return Register(address, "district-admin", "owner_role", first, second)


def _agreement(stovner: Stovner) -> Register:
    with stovner.database.writing(stovner.district_id) as session:
        number = make_agreement(session, stovner.partner, make_place(session).id, 6).id
    first, second = {"release_days": "3"}, {"notice_days": "2"}
    address = f"/stovner/agreements/{number}/edit"
    return Register(address, "district-admin", "ends", first, second, ("20:00", "20:30"))


def _note(stovner: Stovner) -> Register:
    admin = stovner.browser("district-admin")
    days = {"first": "2027-02-15", "last": "2027-02-19"}
    admin.post("/stovner/calendar/notes", name="Vinterferie", kind="note", **days)
    with stovner.database.reading(stovner.district_id) as session:
        number = session.scalars(select(CalendarNote.id)).one()
    first, second = {"last": "2027-02-21"}, {"kind": "school-free"}
    return Register(f"/stovner/calendar/notes/{number}", "district-admin", "name", first, second)


@pytest.fixture(params=[_organisation, _person, _place, _activity, _owner, _agreement, _note])
def register(request: pytest.FixtureRequest, stovner: Stovner) -> Register:
    """Each of them."""
    made: Register = request.param(stovner)
    return made


@pytest.fixture
def browsers(stovner: Stovner, register: Register) -> tuple[Browser, Browser]:
    """Two who may change it, reading English."""
    found = stovner.browser(register.who), stovner.browser(register.who)
    for browser in found:
        browser.get("/stovner/account?lang=en")
    return found


def _fields(text: str) -> dict[str, str]:
    (form,) = [one for one in Reading("", text).forms if "seen" in one.names]
    return {name: value for name, value in form.fields if name != "csrf_token"}


def _kept(browser: Browser, register: Register) -> dict[str, str]:
    return _fields(browser.get(register.address).text)


def test_what_both_changed_is_told_to_the_second_who_then_decides(
    register: Register, browsers: tuple[Browser, Browser]
) -> None:
    one, other = browsers
    shown = _kept(one, register)
    assert _kept(other, register) == shown
    one.post(register.address, **{**shown, **register.first, register.both: register.values[0]})

    told = other.post(
        register.address, **{**shown, **register.second, register.both: register.values[1]}
    )

    assert told.status_code == 422
    assert f"Somebody else has changed this to “{register.values[0]}” since you" in told.text
    again = _fields(told.text)
    assert {**again, "seen": ""} == {
        **shown,
        **register.first,
        **register.second,
        register.both: register.values[1],
        "seen": "",
    }
    assert other.post(register.address, **again).status_code in {302, 303}
    assert _kept(one, register)[register.both] == register.values[1]


def test_what_each_changed_alone_is_kept_of_both(
    register: Register, browsers: tuple[Browser, Browser]
) -> None:
    one, other = browsers
    shown = _kept(one, register)
    one.post(register.address, **{**shown, **register.first, register.both: register.values[0]})

    saved = other.post(register.address, **{**shown, **register.second})

    assert saved.status_code in {302, 303}
    changed = {**shown, **register.first, **register.second, register.both: register.values[0]}
    assert {**_kept(one, register), "seen": ""} == {**changed, "seen": ""}


def test_what_somebody_emptied_is_told_so(stovner: Stovner) -> None:
    register = _place(stovner)
    admin = stovner.browser("district-admin")
    admin.get("/stovner/account?lang=en")
    shown = _kept(admin, register)
    admin.post(register.address, **{**shown, "day_0": ""})

    told = admin.post(register.address, **{**shown, "day_0": "10–14"})
    assert told.status_code == 422
    assert "Somebody else has emptied this since you opened the page." in told.text


def test_a_form_that_says_nothing_of_what_it_was_shown_is_saved(stovner: Stovner) -> None:
    admin = stovner.browser("district-admin")
    address = _organisation(stovner).address

    for seen in ({}, {"seen": ""}, {"seen": "name,:,number:"}):
        assert admin.post(address, name="Et navn", **seen).status_code in {302, 422}
    assert admin.post(address, name="Et annet navn").status_code == 302
