"""Organisations as people see and change them."""

import pytest

from tests.support.stovner import Browser, Stovner

RED_CROSS = "864139442"


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    """The district's administrator, reading English."""
    browser = stovner.browser("district-admin")
    browser.get("/stovner/organisations?lang=en")
    return browser


def test_the_list_shows_this_districts_alone(admin: Browser) -> None:
    page = admin.get("/stovner/organisations").text

    assert "Helsestasjonen" in page
    assert 'data-depth="1"' in page
    assert "the district itself" in page
    assert "Bydel Grorud" not in page
    assert admin.get("/stovner/organisations/bydel-grorud").status_code == 404


def test_a_wrong_number_is_said_at_its_field_and_stays_typed(admin: Browser) -> None:
    answer = admin.post("/stovner/organisations/new", name="Røde Kors", number="864139443")

    assert answer.status_code == 422
    assert "This is not an organisation number" in answer.text
    assert 'value="864139443"' in answer.text


def test_a_known_number_is_linked_and_its_name_locked(stovner: Stovner, admin: Browser) -> None:
    there = stovner.browser("grorud-admin")
    there.post("/grorud/organisations/new", name="Kirkens Bymisjon", number=RED_CROSS)

    answer = admin.post("/stovner/organisations/new", name="Bymisjonen", number=RED_CROSS)

    assert answer.location == "/stovner/organisations/kirkens-bymisjon"
    page = admin.get(answer.location).text
    assert "was known by its number" in page
    assert "Another district uses this organisation, too" in page
    assert "/kirkens-bymisjon/edit" not in page
    refused = admin.post("/stovner/organisations/kirkens-bymisjon/edit", name="Vårt")
    assert (refused.status_code, "Ask an administrator" in refused.text) == (422, True)
    changed = stovner.browser("admin").post(
        "/stovner/organisations/kirkens-bymisjon/edit", name="Bymisjonen", number=RED_CROSS
    )
    assert changed.status_code == 302


def test_archiving_says_what_is_in_the_way(admin: Browser) -> None:
    answer = admin.post("/stovner/organisations/oslo-rode-kors/archive")
    assert answer.status_code == 409
    assert "2 users with a role" in answer.text

    admin.post("/stovner/organisations/new", name="Frivilligsentralen")
    address = "/stovner/organisations/frivilligsentralen"
    assert admin.post(f"{address}/archive").location == "/stovner/organisations"
    assert "1 archived organisation" in admin.get("/stovner/organisations").text
    assert admin.post(f"{address}/restore").location == address
