"""People as their organisation sees them."""

import json

import pytest

from tests.support.stovner import Browser, Stovner


@pytest.fixture
def leader(stovner: Stovner) -> Browser:
    """The partner's leader, reading English."""
    browser = stovner.browser("leader")
    browser.get("/stovner/people?lang=en")
    return browser


def _add(browser: Browser, organisation: int, **fields: object) -> str:
    person = {"name": "Åse Ødegård", "task": "vakt", "phone": "22334455", **fields}
    answer = browser.post(
        "/stovner/people/new", organisation=organisation, keep_until="2027-11-22", **person
    )
    assert answer.status_code == 302, answer.text
    return str(answer.location)


def test_a_person_is_written_down_for_a_year_unless_somebody_says_otherwise(
    stovner: Stovner, leader: Browser
) -> None:
    assert "No people yet" in leader.get("/stovner/people").text
    assert 'value="2027-11-22"' in leader.get("/stovner/people/new").text

    address = _add(leader, stovner.partner)

    assert "22 33 44 55" in leader.get(address).text
    listed = leader.get("/stovner/people").text
    assert "Åse Ødegård" in listed
    assert "22 33 44 55" not in listed


def test_others_people_do_not_exist(stovner: Stovner, leader: Browser) -> None:
    address = _add(leader, stovner.partner)

    for who in ("coordinator", "district-admin"):
        other = stovner.browser(who)
        assert "Åse" not in other.get("/stovner/people").text
        assert "Åse" not in other.get("/stovner/search?q=åse").text
        for page in ("", "/edit", "/erase", "/hide"):
            assert other.get(address + page).status_code == 404
        for verb in ("edit", "archive", "restore", "erase", "hide", "export"):
            assert other.post(f"{address}/{verb}").status_code == 404
    for who in ("admin", "staff", "viewer", "counter"):
        assert stovner.browser(who).get(address).status_code == 403
    assert stovner.browser("grorud-leader").get(address).status_code == 404


def test_another_organisation_cannot_be_chosen(stovner: Stovner, leader: Browser) -> None:
    answer = leader.post(
        "/stovner/people/new", organisation=stovner.own, name="Åse", keep_until="2027-11-22"
    )

    assert answer.status_code == 422


def test_a_refused_form_keeps_what_was_typed(stovner: Stovner, leader: Browser) -> None:
    answer = leader.post(
        "/stovner/people/new",
        organisation=stovner.partner,
        name="Åse",
        phone="12",
        keep_until="2030-01-01",
    )

    assert answer.status_code == 422
    assert "at most two years ahead" in answer.text
    assert 'value="12"' in answer.text


def test_a_person_is_changed_archived_and_found(stovner: Stovner, leader: Browser) -> None:
    address = _add(leader, stovner.partner)

    leader.post(
        f"{address}/edit", organisation=stovner.partner, name="Åse Å", keep_until="2027-01-01"
    )
    assert "Åse Å" in leader.get("/stovner/people?q=ÅSE").text
    assert "0 people for “nobody”" in leader.get("/stovner/people?q=nobody").text
    leader.post(f"{address}/archive")
    assert "1 archived person" in leader.get("/stovner/people").text
    leader.post(f"{address}/restore")
    assert "archived" not in leader.get("/stovner/people").text


def test_the_right_to_access_is_a_file(stovner: Stovner, leader: Browser) -> None:
    answer = leader.post(_add(leader, stovner.partner) + "/export")

    assert json.loads(answer.text)["phone"] == "22 33 44 55"
    assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("verb", "says"), [("erase", "You cannot get them back"), ("hide", "no way back")]
)
def test_what_cannot_be_undone_says_so_first(
    stovner: Stovner, leader: Browser, verb: str, says: str
) -> None:
    address = _add(leader, stovner.partner)

    assert says in leader.get(f"{address}/{verb}").text
    assert leader.post(f"{address}/{verb}").location == "/stovner/people"

    assert leader.get(address).status_code == 404
    assert "Åse" not in leader.get("/stovner/people").text
    assert "Åse" not in leader.get("/stovner/search?q=åse").text
