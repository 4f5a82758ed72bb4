"""From asking to being forgotten: what is written, when, and what is left."""

import re
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from core.bookings import letters
from core.bookings.models import Letter
from core.districts.service import switch_plugin
from core.schedules.models import Occurrence
from plugins.paaminnelse.due import Kind
from plugins.paaminnelse.models import WrittenLetter
from plugins.paaminnelse.wording import letter
from tests.plugins.paaminnelse.conftest import NAME, THEME, Network

REMINDER = "Påminnelse: du har en avtale i morgen kl. 11.00"
TELLING = re.compile(
    rf"kvinne|women|nettverk|network|{NAME}|{THEME}|hvitt|stovner kommune|bydel", re.IGNORECASE
)


def at(day: int, hour: int) -> datetime:
    """A moment of November 2026, by the clock on the wall."""
    return datetime(2026, 11, day, hour - 1, tzinfo=UTC)


def test_one_letter_the_day_before_and_nothing_is_left_afterwards(network: Network) -> None:
    clock = network.stovner.clock
    clock.now = at(21, 20)
    network.ask("  Amina@Example.no ")
    for moment in (at(21, 22), at(22, 9)):
        clock.now = moment
        network.work()
        assert network.letters() == [], "too early"
    clock.now = at(22, 10)
    network.work()
    network.work()
    [(recipient, subject, body)] = network.letters()
    assert (recipient, subject) == ("amina@example.no", REMINDER)
    assert "Reminder: you have an appointment tomorrow at 11:00" in body

    clock.now = at(23, 15)
    network.clean()
    assert network.kept() == ["amina@example.no"], "the day is not over"
    clock.now = at(23, 16)
    network.clean()
    assert network.kept() == []
    assert network.letters() == [], "its address goes, too"
    with network.reading() as session:
        assert session.scalars(select(WrittenLetter)).all() == []


@pytest.mark.parametrize("kind", Kind)
def test_a_letter_says_when_and_nothing_else(network: Network, kind: Kind) -> None:
    with network.stovner.app.app_context():
        subject, body = letter(kind, at(23, 18), "https://x.example/off/t", at(22, 10))
    assert "18.00" in subject
    assert not TELLING.search(subject + body)


def test_the_link_in_a_letter_takes_the_reminder_away(network: Network) -> None:
    network.ask()
    network.work()
    [(_to, _subject, body)] = network.letters()
    link = re.findall(r"http://localhost(/\S+)", body)[0]
    assert not TELLING.search(link.partition("off/")[0])
    client = network.resident()
    page = client.get(f"{link}?lang=nb")
    assert page.status_code == 200
    assert "Vil du fjerne påminnelsen?" in page.text
    assert NAME not in page.text
    assert network.kept(), "a program that follows links takes nothing away"
    token = re.findall(r'name="csrf_token" value="([^"]+)"', page.text)[0]
    gone = client.post(f"{link}?lang=nb", data={"csrf_token": token})
    assert "Påminnelsen er fjernet." in gone.text
    assert network.kept() == []
    assert network.letters() == [], "nor is the letter kept"
    assert client.get(link).status_code == 404
    assert client.post(link, data={"csrf_token": token}).status_code == 404


@pytest.mark.parametrize("state", ["cancelled", "closed", "withdrawn"])
def test_a_day_that_is_off_is_told_at_once_and_forgotten(network: Network, state: str) -> None:
    network.ask(day=network.days[2])
    network.ask("fatima@example.no")
    network.change(2, state=state)
    network.work()
    network.work()
    told = [one for one in network.letters() if one[0] == "amina@example.no"]
    [(_to, subject, body)] = told
    assert subject == "Avtalen din søndag 29. november kl. 11.00 er avlyst"
    assert "is cancelled" in body
    assert network.kept() == ["fatima@example.no"]


def test_a_day_that_is_moved_is_told_and_reminded_of_again(network: Network) -> None:
    clock = network.stovner.clock
    network.ask()
    network.work()
    with network.reading() as session:
        row = session.scalars(select(Occurrence).where(Occurrence.id == network.days[1])).one()
        starts, ends = row.starts, row.ends
    later = {"starts": starts + timedelta(days=3), "ends": ends + timedelta(days=3)}
    network.change(1, **later)
    clock.advance(minutes=1)
    network.work()
    network.work()
    clock.advance(days=3)
    network.work()
    assert [subject for _to, subject, _body in network.letters()] == [
        REMINDER,
        "Avtalen din er flyttet til torsdag 26. november kl. 11.00",
        REMINDER,
    ]


def test_where_the_plugin_is_off_nothing_is_sent_and_all_is_forgotten(network: Network) -> None:
    network.ask()
    with network.stovner.database.platform_writing() as shared:
        switch_plugin(
            shared,
            network.stovner.district_id,
            "paaminnelse",
            enabled=False,
            actor="command:0",
            now=network.stovner.clock(),
        )
    network.work()
    assert network.letters() == []
    network.stovner.clock.advance(days=2)
    network.clean()
    assert network.kept() == []


def test_other_letters_stay(network: Network) -> None:
    network.ask()
    network.work()
    with network.writing() as session:
        letters.write(session, "kari@example.no", "Bestillingen", "", network.stovner.clock())
    network.stovner.clock.advance(days=2)
    network.clean()
    with network.reading() as session:
        assert [row.recipient for row in session.scalars(select(Letter))] == ["kari@example.no"]
