"""A plugin's settings: a form from its declared schema, and what it refuses."""

import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import select

from core.districts.models import PluginSettings
from core.districts.service import kept_settings
from core.places.models import Place
from core.testing.factories import LONG_AGO, make_place
from tests.core.web.sample_plugin import PLUGINS, SETTINGS, SWITCH, on, text
from tests.core.web.sample_plugin import admin as admin
from tests.core.web.sample_plugin import app as app
from tests.support.stovner import Browser, Stovner

TYPED = {
    "goal": "200",
    "most": "4",
    "share": "1,25",
    "opens": "10:30",
    "greeting": "Hei",
    "shown": "y",
    "step": "5",
    "colour": "blue",
    "words": "one\n\n two ",
    "where": "",
}
"""What the browser sends of a filled-in form."""

SAVED = {
    "goal": 200,
    "most": 4,
    "share": 1.25,
    "opens": "10:30",
    "greeting": "Hei",
    "shown": True,
    "step": 5,
    "colour": "blue",
    "words": ["one", "two"],
    "where": "",
}


def test_two_who_set_different_things_keep_both(stovner: Stovner, admin: Browser) -> None:
    """And of the same thing, the second is told what it is now."""
    on(admin)
    shown = {**TYPED, "seen": _seen(admin.get(SETTINGS).text)}
    admin.post(SETTINGS, **shown)
    opened = {**TYPED, "seen": _seen(admin.get(SETTINGS).text)}
    admin.post(SETTINGS, **{**opened, "goal": "300", "words": "three\nfour"})

    assert admin.post(SETTINGS, **{**opened, "greeting": "Hallo"}).status_code == 303
    both = {**SAVED, "goal": 300, "greeting": "Hallo", "words": ["three", "four"]}
    assert kept(stovner) == both
    told = admin.post(SETTINGS, **{**opened, "words": "five"})

    assert told.status_code == 422
    assert "has changed this to “three, four” since you opened the page" in unescape(told.text)
    again = {"goal": "300", "greeting": "Hallo", "words": "five", "seen": _seen(told.text)}
    assert admin.post(SETTINGS, **{**TYPED, **again}).status_code == 303
    assert kept(stovner) == {**both, "words": ["five"]}


def _seen(page: str) -> str:
    found = re.search(r'name="seen"[^>]*value="([^"]*)"', page)
    assert found
    return found[1]


def test_settings_are_saved_as_the_schema_says_and_kept_while_it_is_off(
    stovner: Stovner, admin: Browser
) -> None:
    on(admin)
    admin.get(SETTINGS)
    answer = admin.post(SETTINGS, **TYPED)
    assert answer.status_code == 303
    admin.post(SWITCH, to="off")

    assert admin.get(SETTINGS).status_code == 404
    assert kept(stovner) == SAVED
    on(admin)
    page = admin.get(SETTINGS).text
    assert 'value="10:30"' in page
    assert "one\ntwo" in unescape(page)
    assert 'selected value="blue"' in page


def kept(stovner: Stovner) -> dict[str, Any]:
    with stovner.database.platform_reading() as shared:
        return kept_settings(shared, stovner.district_id).get("sample", {})


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("goal", "501", "Write a number from 1 to 500."),
        ("goal", "", "Write a number from 1 to 500."),
        ("goal", "many", "Write a whole number, such as 14."),
        ("most", "10", "Write a number that is at most 9."),
        ("share", "-1", "Write a number that is at least 0"),
        ("share", "nan", "Write a number, such as 3.5."),
        ("opens", "half past ten", "This cannot be used. Write it like this: 15:00"),
        ("greeting", "much too long", "Write at most 10 characters."),
        ("colour", "green", "Not a valid choice"),
        ("where", "not-there", "Not a valid choice"),
        ("goal", "3", "The most must not be above the goal."),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_the_schema_refuses_is_said_at_its_field_and_nothing_saved(
    stovner: Stovner, admin: Browser, field: str, typed: str, said: str
) -> None:
    on(admin)
    answer = admin.post(SETTINGS, **{**TYPED, field: typed})

    assert answer.status_code == 422
    assert said in text(answer)
    assert kept(stovner) == {}
    assert 'value="200"' in answer.text or field == "goal", "what was typed stays"


def test_a_place_is_one_of_the_districts_own_in_use(stovner: Stovner, admin: Browser) -> None:
    on(admin)
    with stovner.database.writing(stovner.district_id) as session:
        make_place(session)
        make_place(session, "gamle-hus").archived_at = LONG_AGO
    with stovner.database.writing(stovner.grorud_id) as session:
        make_place(session, "nabohuset")
    page = admin.get(SETTINGS).text
    assert '<option value="hvitt-hus">' in page
    for elsewhere in ("gamle-hus", "nabohuset"):
        assert elsewhere not in page
        assert admin.post(SETTINGS, **{**TYPED, "where": elsewhere}).status_code == 422
    assert admin.post(SETTINGS, **{**TYPED, "where": "hvitt-hus"}).status_code == 303
    assert kept(stovner)["where"] == "hvitt-hus"
    assert '<option selected value="hvitt-hus">' in admin.get(SETTINGS).text

    with stovner.database.writing(stovner.district_id) as session:
        session.scalars(select(Place).where(Place.slug == "hvitt-hus")).one().archived_at = LONG_AGO
    assert "hvitt-hus (no longer in use)" in admin.get(SETTINGS).text
    assert admin.post(SETTINGS, **{**TYPED, "where": "hvitt-hus"}).status_code == 303
    assert kept(stovner)["where"] == "hvitt-hus"


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_refusal_is_in_the_readers_language(stovner: Stovner, admin: Browser) -> None:
    on(admin)
    admin.get(f"{PLUGINS}?lang=nb")
    answer = admin.post(SETTINGS, **{**TYPED, "goal": "0"})

    assert "Skriv et tall fra 1 til 500." in text(answer)


def test_settings_of_an_older_schema_give_way_to_the_defaults(
    stovner: Stovner, admin: Browser
) -> None:
    on(admin)
    with stovner.database.platform_writing() as shared:
        shared.add(
            PluginSettings(
                district_id=stovner.district_id,
                plugin="sample",
                values={"goal": "as a word"},
                changed_at=LONG_AGO,
                changed_by="user:1",
            )
        )
    assert 'value="100"' in admin.get(SETTINGS).text
