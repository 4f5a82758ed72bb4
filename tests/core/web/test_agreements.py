"""Standing agreements as people see and change them."""

import re

import pytest

from tests.support.stovner import Browser, Stovner

AGREEMENT = {
    "organisation": "oslo-rode-kors",
    "place": "hvitt-hus",
    "weekday": "2",
    "starts": "15:00",
    "ends": "19:00",
    "first": "2026-11-22",
    "release_days": "14",
    "notice_days": "7",
}


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    """The district's administrator, reading English, with a house."""
    browser = stovner.browser("district-admin")
    browser.get("/stovner/places?lang=en")
    browser.post("/stovner/places/new", name="Hvitt hus", lanes="1")
    return browser


def address(page: str, verb: str) -> str:
    """Where the first agreement of a page is changed or ended."""
    found = re.search(rf"/stovner/agreements/\d+/{verb}", page)
    assert found
    return found[0]


def test_an_agreement_is_made_changed_and_ended(admin: Browser) -> None:
    assert "Add an agreement" in admin.get("/stovner/agreements").text
    assert 'value="2026-11-22"' in admin.get("/stovner/agreements/new?place=hvitt-hus").text
    assert admin.post("/stovner/agreements/new", **AGREEMENT).location == "/stovner/agreements"

    page = admin.get("/stovner/agreements").text
    assert "has the first right here on Wednesdays at 15.00–19.00" in page
    edit = address(page, "edit")
    assert 'value="19:00"' in admin.get(edit).text
    admin.post(edit, **{**AGREEMENT, "ends": "20:00"})
    assert "15.00–20.00" in admin.get("/stovner/agreements").text

    end = address(page, "end")
    assert "Bookings that are made." in admin.get(end).text
    assert "The past stays" in admin.post(end, last="2026-11-21").text
    assert admin.post(end, last="2026-11-22").status_code == 303
    assert "to 22.11.2026" in admin.get("/stovner/agreements").text


def test_an_ended_agreement_is_folded_away_and_not_changed(
    stovner: Stovner, admin: Browser
) -> None:
    admin.post("/stovner/agreements/new", **AGREEMENT, last="2026-11-22")
    edit = address(admin.get("/stovner/agreements").text, "edit")
    stovner.clock.advance(days=1)

    page = admin.get("/stovner/agreements").text
    assert "1 agreement that has ended" in page
    assert "/edit" not in page
    assert "has ended, and stays as it was" in admin.post(edit, **AGREEMENT).text


def test_a_refusal_says_whose_the_time_is_and_keeps_what_was_typed(admin: Browser) -> None:
    admin.post("/stovner/agreements/new", **AGREEMENT)
    other = {**AGREEMENT, "organisation": "bydel-stovner", "starts": "18:00", "ends": "21:00"}
    answer = admin.post("/stovner/agreements/new", **other)

    assert answer.status_code == 422
    assert "Oslo Rode Kors has an agreement for Hvitt hus on Wednesdays" in answer.text
    assert 'value="21:00"' in answer.text
    late = admin.post("/stovner/agreements/new", **{**AGREEMENT, "ends": "14:00"})
    assert "It must end after it starts" in late.text


def test_everybody_sees_agreements_and_only_administrators_change_them(
    stovner: Stovner, admin: Browser
) -> None:
    admin.post("/stovner/agreements/new", **AGREEMENT)
    edit = address(admin.get("/stovner/agreements").text, "edit")
    for who in ("viewer", "leader", "staff"):
        browser = stovner.browser(who)
        page = browser.get("/stovner/agreements?lang=en").text
        assert "has the first right here" in page
        assert "/edit" not in page
        assert browser.get(edit).status_code == 403
        assert browser.post(edit, **AGREEMENT).status_code == 403
    assert stovner.browser("grorud-admin").get("/stovner/agreements").status_code == 404


def test_a_place_and_an_organisation_with_an_agreement_are_in_use(admin: Browser) -> None:
    admin.post("/stovner/agreements/new", **AGREEMENT)

    for address in ("places/hvitt-hus", "organisations/oslo-rode-kors"):
        answer = admin.post(f"/stovner/{address}/archive")
        assert answer.status_code == 409
        assert "1 standing agreement" in answer.text
