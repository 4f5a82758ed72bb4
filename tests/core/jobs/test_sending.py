"""Letters leave by a mail server or into a folder, once, and the log names nobody."""

import stat
from dataclasses import replace
from datetime import datetime
from email import message_from_bytes, policy
from email.message import EmailMessage

import pytest
from sqlalchemy import select

from core.bookings import letters
from core.bookings.models import Letter
from core.config import MailServer as Setting
from core.jobs.post import letters_folder
from core.jobs.scheduler import Workshop
from core.jobs.sending import send_letters
from tests.support.clock import Clock
from tests.support.mail import MailServer

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
BODY = "Hei!\n\nLåven er ledig på søndag.\n.\nDu kan ta den nå."


def _write(workshop: Workshop, district_id: int, *recipients: str) -> None:
    with workshop.platform.database.writing(district_id) as session:
        for recipient in recipients:
            letters.write(session, recipient, "Låven er ledig", BODY, workshop.platform.clock())


def _state(workshop: Workshop, district_id: int) -> dict[str, tuple[datetime | None, int]]:
    with workshop.platform.database.reading(district_id) as session:
        return {row.recipient: (row.sent_at, row.tries) for row in session.scalars(select(Letter))}


def _by(workshop: Workshop, url: str) -> Workshop:
    config = replace(workshop.config, mail_server=Setting.from_url(url))
    return replace(workshop, config=config)


def _in_folder(workshop: Workshop) -> list[EmailMessage]:
    files = sorted(letters_folder(workshop.config).glob("*"))
    return [message_from_bytes(file.read_bytes(), policy=policy.default) for file in files]


def test_without_a_mail_server_they_are_files_only_their_owner_reads(
    workshop: Workshop, two_districts: tuple[int, int]
) -> None:
    for district_id in two_districts:
        _write(workshop, district_id, "leder@stovner.example")

    send_letters(workshop, workshop.platform.clock())
    send_letters(workshop, workshop.platform.clock())

    folder = letters_folder(workshop.config)
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert [stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()] == [0o600, 0o600]
    for message in _in_folder(workshop):
        assert message["To"] == "leder@stovner.example"
        assert message["Subject"] == "Låven er ledig"
        assert message["Date"].datetime == workshop.platform.clock()
        assert message.get_content().splitlines() == BODY.splitlines()


def test_a_mail_server_gets_each_once(
    workshop: Workshop, two_districts: tuple[int, int], mail_server: MailServer
) -> None:
    _write(workshop, two_districts[0], "a@stovner.example", "b@stovner.example")
    _write(workshop, two_districts[1], "c@grorud.example")
    by_mail = _by(workshop, mail_server.url())

    send_letters(by_mail, workshop.platform.clock())
    send_letters(by_mail, workshop.platform.clock())

    assert sorted(message["To"] for message in mail_server.taken) == [
        "a@stovner.example",
        "b@stovner.example",
        "c@grorud.example",
    ]
    assert len({message["Message-ID"] for message in mail_server.taken}) == 3
    first = mail_server.taken[0]
    assert first["From"] == "Innbyggerbasen <post@stovner.example>"
    assert first["Subject"] == "Låven er ledig"
    assert first["Auto-Submitted"] == "auto-generated"
    assert first.get_content().splitlines() == BODY.splitlines()
    assert not letters_folder(workshop.config).exists()


def test_one_that_is_turned_down_is_tried_again_and_holds_up_nobody(
    workshop: Workshop,
    two_districts: tuple[int, int],
    mail_server: MailServer,
    clock: Clock,
    caplog: pytest.LogCaptureFixture,
) -> None:
    district_id = two_districts[0]
    mail_server.refused = {"refused@stovner.example"}
    mail_server.hangs_up_on = {"hangs@stovner.example"}
    names = ["refused@stovner.example", "hangs@stovner.example", "two@a, three@b", "æ", "<a@b.no>"]
    names += [",a@b.no", "a@b.no"]
    _write(workshop, district_id, *names)
    by_mail = _by(workshop, mail_server.url())

    send_letters(by_mail, clock())
    send_letters(by_mail, clock())

    begun = clock()
    assert _state(workshop, district_id) == {
        **dict.fromkeys(names, (None, 1)),
        "a@b.no": (begun, 0),
    }
    mail_server.refused = set()
    send_letters(by_mail, clock.advance(minutes=3))
    assert [message["To"] for message in mail_server.taken] == ["a@b.no", "refused@stovner.example"]
    for said in (*names, "Låven", "Hei!"):
        assert said not in caplog.text
    assert "SMTPRecipientsRefused" in caplog.text


def test_while_the_post_is_closed_letters_wait_unharmed(
    workshop: Workshop,
    two_districts: tuple[int, int],
    mail_server: MailServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _write(workshop, two_districts[0], "a@stovner.example")
    closed = _by(workshop, "smtp://127.0.0.1:1?from=post%40stovner.example")
    for _again in range(6):
        send_letters(closed, workshop.platform.clock())
    assert _state(workshop, two_districts[0]) == {"a@stovner.example": (None, 0)}
    assert "ConnectionRefusedError" in caplog.text
    assert "stovner.example" not in caplog.text

    send_letters(_by(workshop, mail_server.url()), workshop.platform.clock())
    assert len(mail_server.taken) == 1


def test_a_password_is_never_sent_in_the_clear(
    workshop: Workshop,
    two_districts: tuple[int, int],
    mail_server: MailServer,
    caplog: pytest.LogCaptureFixture,
) -> None:
    _write(workshop, two_districts[0], "a@stovner.example")
    user, password = "post", "open sesame"
    server = _by(workshop, mail_server.url(f"{user}:{password.replace(' ', '%20')}@"))

    send_letters(server, workshop.platform.clock())

    assert mail_server.taken == []
    assert {word[:4] for word in mail_server.heard} == {"ehlo"}
    assert "SMTPNotSupportedError" in caplog.text
    assert password not in caplog.text + repr(server.config)


def test_no_connection_is_made_when_nothing_waits(
    workshop: Workshop, mail_server: MailServer
) -> None:
    send_letters(_by(workshop, mail_server.url()), workshop.platform.clock())

    assert mail_server.heard == []


def test_it_stops_between_two_letters(
    workshop: Workshop, two_districts: tuple[int, int], mail_server: MailServer
) -> None:
    _write(workshop, two_districts[0], "a@stovner.example")
    workshop.stopping.set()

    send_letters(_by(workshop, mail_server.url()), workshop.platform.clock())

    assert mail_server.heard == []


def test_a_folder_that_cannot_be_written_harms_no_letter(
    workshop: Workshop, two_districts: tuple[int, int]
) -> None:
    _write(workshop, two_districts[0], "a@stovner.example")
    folder = letters_folder(workshop.config)
    folder.write_text("a file where the folder should be")
    send_letters(workshop, workshop.platform.clock())
    assert _state(workshop, two_districts[0]) == {"a@stovner.example": (None, 0)}

    folder.unlink()
    send_letters(workshop, workshop.platform.clock())
    assert len(_in_folder(workshop)) == 1
