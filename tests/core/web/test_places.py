"""Places as people see and change them."""

import pytest

from tests.support.stovner import Browser, Stovner

HOUSE = {"name": "Hvitt hus", "lanes": "1", "day_0": "10–15", "equipment": "leker, sofa"}


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    """The district's administrator, reading English."""
    browser = stovner.browser("district-admin")
    browser.get("/stovner/places?lang=en")
    return browser


def test_an_empty_list_offers_the_first_step_to_those_who_may_take_it(
    stovner: Stovner, admin: Browser
) -> None:
    assert "Begin with the property" in admin.get("/stovner/places").text
    assert "/stovner/places/new" in admin.get("/stovner/places").text
    assert "/stovner/places/new" not in stovner.browser("viewer").get("/stovner/places").text


def test_a_place_is_made_shown_and_changed(admin: Browser) -> None:
    made = admin.post("/stovner/places/new", **HOUSE)
    assert made.location == "/stovner/places/hvitt-hus"
    admin.post("/stovner/places/new", name="Stua", lanes="2", parent="hvitt-hus", capacity="40")

    tree = admin.get("/stovner/places").text
    assert "Monday 10:00–15:00" in tree
    assert 'data-depth="1"' in tree
    assert "2 groups at once" in tree
    assert "room for 40 people" in tree
    form = admin.get("/stovner/places/hvitt-hus/edit").text
    assert 'value="10.00–15.00"' in form
    assert 'value="leker, sofa"' in form
    changed = admin.post("/stovner/places/stua/edit", name="Storstua", lanes="1", parent="")
    assert changed.location == "/stovner/places/stua"
    assert "Storstua" in admin.get("/stovner/places/stua").text


def test_a_refused_form_keeps_what_was_typed_and_says_every_error(admin: Browser) -> None:
    answer = admin.post(
        "/stovner/places/new", **{**HOUSE, "lanes": "0", "day_0": "15–10", "day_3": "ten to three"}
    )

    assert answer.status_code == 422
    assert "It must open before it closes" in answer.text
    assert "We cannot read “ten to three”" in answer.text
    assert 'value="ten to three"' in answer.text
    assert 'value="Hvitt hus"' in answer.text
    again = admin.post("/stovner/places/new", **{**HOUSE, "lanes": "0"})
    assert (again.status_code, "Write 1 or more" in again.text) == (422, True)


@pytest.mark.parametrize(("field", "most"), [("lanes", 100), ("capacity", 100_000)])
def test_more_than_any_place_has_is_told_by_its_field(
    admin: Browser, field: str, most: int
) -> None:
    for number in (most + 1, 2**63):
        answer = admin.post("/stovner/places/new", **{**HOUSE, field: str(number)})
        assert answer.status_code == 422
        assert f"Write a number of at most {most}." in answer.text
    assert admin.post("/stovner/places/new", **{**HOUSE, field: str(most)}).status_code == 302


def test_what_is_in_use_says_what_uses_it(admin: Browser) -> None:
    admin.post("/stovner/places/new", **HOUSE)
    admin.post("/stovner/places/new", name="Stua", lanes="1", parent="hvitt-hus")

    for verb in ("archive", "delete"):
        answer = admin.post(f"/stovner/places/hvitt-hus/{verb}")
        assert answer.status_code == 409
        assert "the place Stua" in answer.text
    assert "Delete it: it was never used" in admin.get("/stovner/places/stua").text
    assert "A line in the log" in admin.get("/stovner/places/stua/delete").text
    assert admin.post("/stovner/places/stua/delete").location == "/stovner/places"
    assert admin.get("/stovner/places/stua").status_code == 404


def test_a_place_is_archived_and_taken_into_use_again(admin: Browser) -> None:
    admin.post("/stovner/places/new", **HOUSE)

    assert admin.post("/stovner/places/hvitt-hus/archive").location == "/stovner/places"
    assert "1 archived place" in admin.get("/stovner/places").text
    admin.post("/stovner/places/hvitt-hus/restore")
    assert "archived place" not in admin.get("/stovner/places").text


def test_bokmal_says_the_same(admin: Browser) -> None:
    admin.post("/stovner/places/new", **HOUSE)

    assert "mandag 10.00–15.00" in admin.get("/stovner/places?lang=nb").text


@pytest.mark.parametrize("who", ["leader", "staff", "viewer"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_others_look_and_do_not_change(stovner: Stovner, who: str) -> None:
    browser = stovner.browser(who)

    assert browser.get("/stovner/places").status_code == 200
    assert browser.get("/stovner/places/new").status_code == 403
    assert browser.post("/stovner/places/new", **HOUSE).status_code == 403
