"""Whose the resource group's page is, and what two who write at once, or tap twice, come to."""

import re
from collections.abc import Sequence
from uuid import uuid4

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.counts.days import day_by_key
from core.people.models import Person
from core.problems import Refused
from core.schedules.acting import Acting
from core.schedules.models import Activity
from plugins.kvinnenettverk import gatherings
from plugins.kvinnenettverk.models import GatheringNote, Meeting, Member
from tests.plugins.kvinnenettverk.test_board import AT, HOME, SOON
from tests.plugins.kvinnenettverk.test_board import network as network
from tests.support.stovner import Browser, Stovner
from tests.support.together import together

GROUP = f"{HOME}/group"
PIA = {"person": 7, "comes_from": "Politiet", "role": "Vert", "external": "y", "until": ""}
MEETING = {"day": "2026-12-02", "starts": "10:00", "agenda": "Våren"}


def owned_by(network: Stovner, owner: str | None, deputy: str | None = None) -> None:
    with network.database.writing(network.district_id) as session:
        row = session.scalars(select(Activity)).one()
        row.owner_id = network.users[owner] if owner else None
        row.deputy_id = network.users[deputy] if deputy else None


def notes(network: Stovner) -> Sequence[GatheringNote]:
    with network.database.reading(network.district_id) as session:
        return session.scalars(select(GatheringNote)).all()


def meetings(network: Stovner) -> Sequence[Meeting]:
    with network.database.reading(network.district_id) as session:
        return session.scalars(select(Meeting)).all()


def member(network: Stovner) -> Member:
    with network.database.reading(network.district_id) as session:
        return session.scalars(select(Member)).one()


def field(page: str, name: str) -> str:
    """What a field of the page is filled with."""
    found = re.search(rf'<input[^>]*name="{name}"[^>]*>', page)
    value = re.search(r'value="([^"]*)"', found[0]) if found else None
    return value[1] if value else ""


@pytest.mark.parametrize(("owner", "deputy"), [("coordinator", None), (None, "district-admin")])
def test_the_owner_and_the_deputy_keep_the_group(
    network: Stovner, owner: str | None, deputy: str | None
) -> None:
    owned_by(network, owner, deputy)
    browser = network.browser(owner or deputy or "")
    assert browser.post(f"{GROUP}/member", **PIA).status_code == 303
    assert "Pia Politi" in browser.get(GROUP).text


@pytest.mark.parametrize("who", ["district-admin", "coordinator"])
def test_leaders_and_administrators_who_do_not_own_the_offer_see_nothing(
    network: Stovner, who: str
) -> None:
    owner = "coordinator" if who == "district-admin" else "district-admin"
    owned_by(network, owner)
    network.browser(owner).post(f"{GROUP}/member", **PIA)
    browser = network.browser(who)
    answer = browser.get(GROUP)
    assert answer.status_code == 403
    assert "Pia Politi" not in answer.text
    assert "Spør " in answer.text
    for form in ("member", "meeting", "cancel", "leave"):
        assert browser.post(f"{GROUP}/{form}", row=member(network).id, **PIA).status_code == 403
    assert browser.get(f"{HOME}/").status_code == 200, "the board is theirs still"


def test_an_offer_without_an_owner_says_what_to_do(network: Stovner) -> None:
    owned_by(network, None)
    where = "/stovner/activities/kvinnenettverk/responsibility"
    answer = network.browser("coordinator").get(GROUP)
    assert answer.status_code == 403
    assert "Ingen har ansvaret for tilbudet ennå" in answer.text
    assert f'href="{where}"' in answer.text


def test_one_word_of_a_member_is_changed_and_the_rest_stays(network: Stovner) -> None:
    browser = network.browser("coordinator")
    browser.post(f"{GROUP}/member", **{**PIA, "until": "2027-05-01"})
    row = member(network)
    assert f"member={row.id}#member" in browser.get(GROUP).text, "the link to change it"
    page = browser.get(f"{GROUP}?member={row.id}").text
    assert "Endre det som står om Pia Politi" in page
    shown = {name: field(page, name) for name in ("comes_from", "role", "until")}
    assert shown == {"comes_from": "Politiet", "role": "Vert", "until": "2027-05-01"}
    assert re.search(r'<input[^>]*checked[^>]*name="external"', page)
    sent = {**shown, "role": "Vertinne", "person": 7, "external": "y"}
    assert browser.post(f"{GROUP}/member?member={row.id}", **sent).status_code == 303
    row = member(network)
    assert (row.comes_from, row.role, row.external) == ("Politiet", "Vertinne", True)
    assert str(row.until) == "2027-05-01"


def test_who_is_in_the_group_is_not_taken_in_again(network: Stovner) -> None:
    browser = network.browser("coordinator")
    assert '<option value="7">' in browser.get(GROUP).text
    browser.post(f"{GROUP}/member", **PIA)
    assert '<option value="7">' not in browser.get(GROUP).text
    assert browser.post(f"{GROUP}/member", **{**PIA, "role": "X"}).status_code == 422
    assert browser.post(f"{GROUP}/member?member=8", **{**PIA, "role": "X"}).status_code == 422
    assert member(network).role == "Vert"


def test_a_meeting_sent_twice_is_one_and_can_be_cancelled(network: Stovner) -> None:
    browser = network.browser("coordinator")
    press = field(browser.get(GROUP).text, "press")
    for _tap in range(2):
        assert browser.post(f"{GROUP}/meeting", press=press, **MEETING).status_code == 303
    [row] = meetings(network)
    other = {**MEETING, "agenda": "Høsten"}
    assert browser.post(f"{GROUP}/meeting", press=press, **other).status_code == 303
    assert len(meetings(network)) == 2, "gone back to and filled in anew, it is another"
    assert "Avlys møtet" in browser.get(GROUP).text
    for _tap in range(2):
        assert browser.post(f"{GROUP}/cancel", row=row.id).status_code == 303
    assert [one.agenda for one in meetings(network)] == ["Høsten"]


def test_a_meeting_that_is_refused_can_be_sent_again(network: Stovner) -> None:
    browser, press = network.browser("coordinator"), str(uuid4())
    late = {**MEETING, "press": press, "day": "2026-11-01"}
    assert browser.post(f"{GROUP}/meeting", **late).status_code == 422
    assert browser.post(f"{GROUP}/meeting", **{**late, "day": "2026-12-01"}).status_code == 303
    assert len(meetings(network)) == 1


def reflected(browser: Browser, page: str, **lines: str) -> tuple[int, str]:
    """Send the three lines from a page that was opened."""
    known = {name: field(page, f"seen_{name}") for name in gatherings.LINES}
    seen = {f"seen_{name}": line for name, line in known.items()}
    answer = browser.post(f"{AT}/reflection", **{**seen, **known, **lines})
    return answer.status_code, answer.text


def test_two_write_their_own_lines_and_both_are_kept(network: Stovner) -> None:
    first, second = (network.browser("coordinator") for _ in range(2))
    page = first.get(AT).text
    assert reflected(first, page, went_well="Mange kom")[0] == 303
    assert reflected(second, page, to_change="Mer mat")[0] == 303
    [note] = notes(network)
    assert (note.went_well, note.to_change) == ("Mange kom", "Mer mat")
    with network.database.reading(network.district_id) as session:
        actions = session.scalars(select(AuditEntry.action)).all()
    assert actions.count("kvinnenettverk:reflected") == 2


def test_two_write_one_line_and_the_second_sees_both(network: Stovner) -> None:
    first, second = (network.browser("coordinator") for _ in range(2))
    page = first.get(AT).text
    assert reflected(first, page, went_well="Mange kom", next_time="Kake")[0] == 303
    status, shown = reflected(second, page, went_well="God stemning")
    assert status == 422
    for words in ("Noen andre har skrevet her imens", "Skrevet imens: Mange kom", "God stemning"):
        assert words in shown, words
    assert "\nKake</textarea>" in shown, "what only the first wrote is shown"
    assert notes(network)[0].went_well == "Mange kom"
    both = "Mange kom, god stemning"
    assert reflected(second, shown, went_well=both, next_time="Kake")[0] == 303
    assert (notes(network)[0].went_well, notes(network)[0].next_time) == (both, "Kake")


def test_two_at_once_make_one_note(network: Stovner) -> None:
    access, empty = network.access("coordinator"), dict.fromkeys(gatherings.LINES)

    def write(name: str) -> None:
        with network.database.writing(network.district_id) as session:
            by = Acting(session, access, session.scalars(select(Activity)).one(), network.clock())
            day = day_by_key(session, by.activity.id, f"{SOON}-1100")
            gatherings.reflect(by, day, {**empty, name: "Ja"}, empty)

    together(*(lambda name=name: write(name) for name in gatherings.LINES))
    [note] = notes(network)
    assert [getattr(note, name) for name in gatherings.LINES] == ["Ja", "Ja", "Ja"]


def test_of_two_who_write_one_line_at_once_one_is_told(network: Stovner) -> None:
    access, empty = network.access("coordinator"), dict.fromkeys(gatherings.LINES)

    def write(seen: str | None, line: str) -> str | None:
        try:
            with network.database.writing(network.district_id) as session:
                row = session.scalars(select(Activity)).one()
                by = Acting(session, access, row, network.clock())
                day = day_by_key(session, row.id, f"{SOON}-1100")
                before = {**empty, "went_well": seen}
                gatherings.reflect(by, day, {**empty, "went_well": line}, before)
        except Refused:
            return None
        return line

    kept: str | None = None
    for number in range(8):
        said = (f"Den ene, {number}", f"Den andre, {number}")
        answers = together(*(lambda line=line, seen=kept: write(seen, line) for line in said))
        assert answers.count(None) == 1
        kept = notes(network)[0].went_well
        assert kept in answers


def test_a_person_of_another_organisation_is_not_taken_in(network: Stovner) -> None:
    with network.database.writing(network.district_id) as session:
        session.scalars(select(Person)).one().organisation_id = network.partner
    assert network.browser("coordinator").post(f"{GROUP}/member", **PIA).status_code == 422
