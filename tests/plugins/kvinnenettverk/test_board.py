"""The board, a gathering's own page and the resource group, as leaders and others see them."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.accounts.models import User
from core.counts.batches import BatchDay, save_batch
from core.db.tenancy import DistrictSession
from core.districts.service import switch_plugin
from core.people import privacy
from core.people.models import Person
from core.schedules.models import Activity, Occurrence
from core.tasks.models import Task
from core.testing.factories import LONG_AGO, make_activity, make_occurrence, make_place
from plugins.kvinnenettverk.models import GatheringNote, Meeting, Member
from tests.support.stovner import Browser, Stovner

TODAY = date(2026, 11, 22)
SOON, LATER, PAST = TODAY + timedelta(days=5), TODAY + timedelta(days=90), TODAY - timedelta(days=9)
HOME = "/stovner/kvinnenettverk"
AT = f"{HOME}/gathering/{SOON}-1100"


@pytest.fixture
def network(stovner: Stovner) -> Stovner:
    """Three gatherings: one that was, one soon, one in spring; and somebody from the police."""
    with stovner.database.platform_writing() as shared:
        for district in (stovner.district_id, stovner.grorud_id):
            switch_plugin(
                shared, district, "kvinnenettverk", enabled=True, actor="command:0", now=LONG_AGO
            )
    with stovner.database.writing(stovner.district_id) as session:
        activity = make_activity(session, stovner.own, "kvinnenettverk", plugin="kvinnenettverk")
        activity.owner_id = stovner.users["coordinator"]
        for day in (PAST, SOON, LATER):
            make_occurrence(session, activity.id, day)
        session.add(
            Person(
                id=7, organisation_id=stovner.own, name="Pia Politi", task=None, email=None,
                phone=None, keep_until=date(2027, 6, 1), hidden=False, created_at=LONG_AGO,
                archived_at=None,
            )
        )  # fmt: skip
    return stovner


def steps(browser: Browser) -> list[str]:
    """The button of each gathering on the board, in order."""
    page = browser.get(f"{HOME}/").text
    rows = page.split('<li class="day-row">')[1:]
    return [
        re.sub(r"<.*", "", re.findall(r'class="ds-button"[^>]*>([^<]+)', row)[-1]).strip()
        for row in rows
    ]


def soon(session: DistrictSession) -> Occurrence:
    return session.scalars(select(Occurrence).where(Occurrence.day == SOON)).one()


def test_each_fact_moves_the_gathering_one_step_on(network: Stovner) -> None:
    browser = network.browser("coordinator")
    assert steps(browser) == ["Tell de som kommer", "Velg temaet", "Velg temaet"]
    assert "Over fristen: velg temaet" in browser.get(f"{HOME}/").text

    with network.database.writing(network.district_id) as session:
        soon(session).title = "Barns språk"
    assert steps(browser)[1] == "Fordel oppgavene"
    with network.database.writing(network.district_id) as session:
        number = soon(session).id
        session.add(
            Task(
                id=1,
                occurrence_id=number,
                activity_id=None,
                person_id=None,
                text="Kake",
                due=SOON,
                done_at=None,
            )
        )
    assert steps(browser)[1] == "Fordel oppgavene", "nobody has it"
    with network.database.writing(network.district_id) as session:
        session.scalars(select(Task)).one().person_id = 7
    assert steps(browser)[1] == "Bestill lokalet"
    with network.database.writing(network.district_id) as session:
        soon(session).place_id = make_place(session).id
    assert steps(browser)[1] == "Send invitasjonen"
    assert browser.post(f"{AT}/invited", out="1").status_code == 303
    assert steps(browser)[1] == "Tell de som kommer"
    browser.post(f"{AT}/invited", out="0")
    assert steps(browser)[1] == "Send invitasjonen"


def test_a_gathering_that_was_waits_for_its_count_and_three_lines(network: Stovner) -> None:
    browser = network.browser("coordinator")
    with network.database.writing(network.district_id) as session:
        activity = session.scalars(select(Activity)).one()
        row = session.scalars(select(Occurrence).where(Occurrence.day == PAST)).one()
        day = BatchDay(PAST, row.starts, row.ends, {"adult": 21})
        access = network.access("coordinator")
        save_batch(session, access, activity, "tall", [day], network.clock())
    assert steps(browser)[0] == "Skriv tre linjer"
    where = f"{HOME}/gathering/{PAST}-1100/reflection"
    too_long = browser.post(where, went_well="x" * 501, to_change="", next_time="Mer tid")
    assert too_long.status_code == 422
    assert "Mer tid" in too_long.text, "what was typed stays"
    assert browser.post(where, went_well="Mange kom", to_change="", next_time="").status_code == 303
    assert len(steps(browser)) == 2, "it is done, and leaves the board"
    page = browser.get(f"{HOME}/gathering/{PAST}-1100").text
    assert "Mange kom" in page
    assert "Besøk: 21" in page


def test_a_closed_gathering_is_not_on_the_board(network: Stovner) -> None:
    with network.database.writing(network.district_id) as session:
        session.scalars(select(Occurrence).where(Occurrence.day == SOON)).one().state = "cancelled"
    assert len(steps(network.browser("coordinator"))) == 2


def test_members_and_meetings_are_kept_and_members_leave(network: Stovner) -> None:
    browser = network.browser("coordinator")
    member = {"person": 7, "comes_from": "Politiet", "role": "Mangfoldskontakt", "external": "y"}
    late = browser.post(f"{HOME}/group/member", **member, until="2028-01-01")
    assert late.status_code == 422
    assert "Personen er lagret til 01.06.2027" in late.text
    assert browser.post(f"{HOME}/group/member", **member, until="2027-05-01").status_code == 303
    past = browser.post(f"{HOME}/group/meeting", day="2026-11-01", starts="10:00", agenda="")
    assert past.status_code == 422
    gap = browser.post(f"{HOME}/group/meeting", day="2027-03-28", starts="02:30", agenda="")
    assert gap.status_code == 422
    meeting = {"day": "2026-12-02", "starts": "10:00", "agenda": "Våren"}
    assert browser.post(f"{HOME}/group/meeting", **meeting).status_code == 303
    page = browser.get(f"{HOME}/group").text
    for words in ("Pia Politi", "Politiet", "utenfor bydelen", "Våren", "10.00"):
        assert words in page, words
    with network.database.reading(network.district_id) as session:
        assert len(session.scalars(select(Meeting)).all()) == 1
        row = session.scalars(select(Member)).one().id
    assert browser.post(f"{HOME}/group/leave", row=row).status_code == 303
    assert browser.post(f"{HOME}/group/leave", row=row).status_code == 404
    assert browser.post(f"{HOME}/group/leave", row=2**70).status_code == 404


def join_group(network: Stovner, who: str, until: date | None) -> None:
    """That user's account has the e-mail of the person, who is in the group."""
    with network.database.writing(network.district_id) as session:
        activity = session.scalars(select(Activity.id)).one()
        person = session.scalars(select(Person)).one()
        person.email = session.scalars(
            select(User.email).where(User.id == network.users[who])
        ).one()
        session.add(
            Member(
                id=1, activity_id=activity, person_id=7, comes_from="Politiet", role="Vert",
                external=True, until=until,
            )
        )  # fmt: skip


@pytest.mark.parametrize("who", ["staff", "viewer", "leader"])
def test_a_member_with_an_account_sees_the_group_and_changes_nothing(
    network: Stovner, who: str
) -> None:
    join_group(network, who, TODAY)
    tasks = "/stovner/activities/kvinnenettverk/tasks"
    network.browser("coordinator").post(tasks, text="Ring NAV", person=7, due="2026-11-30")
    browser = network.browser(who)
    home = browser.get("/stovner/").text
    assert f'href="{HOME}/group"' in home
    page = browser.get(f"{HOME}/group")
    assert page.status_code == 200
    assert "Pia Politi" in page.text
    assert "Ring NAV: Pia Politi, 30.11.2026" in page.text
    for words in ("Ta ut av gruppa", "Ta noen inn i gruppa", "Planlegg et møte"):
        assert words not in page.text
    for form in ("member", "meeting", "leave"):
        assert browser.post(f"{HOME}/group/{form}", row=1, person=7).status_code == 403, form
    assert browser.get(f"{HOME}/").status_code == 403, "the board is the leaders'"
    network.clock.advance(days=1)
    assert browser.get(f"{HOME}/group").status_code == 403, "the last day has been"
    assert f'href="{HOME}/group"' not in browser.get("/stovner/").text


def test_whose_e_mail_is_not_there_is_told_nothing(network: Stovner) -> None:
    join_group(network, "viewer", None)
    browser = network.browser("staff")
    assert browser.get(f"{HOME}/group").status_code == 403
    assert f'href="{HOME}/group"' not in browser.get("/stovner/").text


def test_a_member_goes_with_the_person(network: Stovner) -> None:
    network.browser("coordinator").post(
        f"{HOME}/group/member", person=7, comes_from="NAV", role="Veileder"
    )
    with network.database.writing(network.district_id) as session:
        privacy.erase(session, network.access("coordinator"), 7, network.clock())
        assert session.scalars(select(Member)).all() == []


@pytest.mark.parametrize("who", ["leader", "staff", "counter", "viewer", "admin"])
def test_nobody_else_sees_the_network(network: Stovner, who: str) -> None:
    browser = network.browser(who)
    for page in ("", "group", f"gathering/{SOON}-1100", "import"):
        assert browser.get(f"{HOME}/{page}").status_code == 403, page
    assert browser.post(f"{AT}/invited", out="1").status_code == 403
    with network.database.reading(network.district_id) as session:
        assert session.scalars(select(GatheringNote)).all() == []


def test_another_districts_gathering_is_not_there(network: Stovner) -> None:
    browser = network.browser("grorud-leader")
    assert browser.get(f"/grorud/kvinnenettverk/gathering/{SOON}-1100").status_code == 404
    assert browser.get(f"{HOME}/").status_code in {403, 404}
