"""Where letters leave the program: a mail server, or a folder where none is set up.

What goes wrong is told without addresses and without what was written.
"""

import os
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from functools import partial
from pathlib import Path
from typing import TypeAlias

from core.bookings.models import Letter
from core.config import Config, MailServer

_TIMEOUT = 10  # seconds, for each answer of the mail server
_LOCAL_SENDER = "innbyggerbasen@localhost"


class PostClosed(Exception):
    """Nothing can be sent now, whatever it is."""


class NotTaken(Exception):
    """This letter was turned down."""


Deliver: TypeAlias = Callable[[Letter, datetime], None]


def post_of(config: Config) -> Deliver:
    """How letters are sent with these settings: raises PostClosed or NotTaken."""
    if config.mail_server:
        return partial(_hand_in, config.mail_server)
    return partial(_put_in_folder, letters_folder(config))


def letters_folder(config: Config) -> Path:
    """Where letters are put when there is no mail server."""
    return config.data / "letters"


def empty_folder(folder: Path, before: datetime) -> None:
    """Remove what was put there before a moment."""
    for file in folder.glob("*.eml"):
        if file.stat().st_mtime < before.timestamp():
            file.unlink(missing_ok=True)


def _hand_in(server: MailServer, letter: Letter, now: datetime) -> None:
    # One connection a letter: whatever a letter does to its connection, the next has its own
    message = _message(letter, server.sender, now)
    client = _connected(server)
    try:
        client.send_message(message, server.sender, [letter.recipient])
        with suppress(OSError):  # it has been taken, however the server says goodbye
            client.quit()
    except (OSError, ValueError) as error:
        raise NotTaken(_told(error)) from None
    finally:
        client.close()


def _connected(server: MailServer) -> smtplib.SMTP:
    trust = ssl.create_default_context()
    try:
        if server.tls:
            client: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=_TIMEOUT, context=trust
            )
        else:
            client = smtplib.SMTP(server.host, server.port, timeout=_TIMEOUT)
    except OSError as error:
        raise PostClosed(_told(error)) from None
    try:
        _introduce(client, server, trust)
    except OSError as error:
        client.close()
        raise PostClosed(_told(error)) from None
    return client


def _introduce(client: smtplib.SMTP, server: MailServer, trust: ssl.SSLContext) -> None:
    client.ehlo_or_helo_if_needed()
    encrypted = server.tls
    if not encrypted and client.has_extn("starttls"):
        client.starttls(context=trust)
        encrypted = True
    if server.user is None:
        return
    if not encrypted:
        raise smtplib.SMTPNotSupportedError("no password without TLS")
    client.login(server.user, server.password)


def _put_in_folder(folder: Path, letter: Letter, now: datetime) -> None:
    content = _message(letter, _LOCAL_SENDER, now).as_bytes(policy=SMTP)
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        number = os.open(
            folder / f"{letter.district_id}-{letter.id}.eml",
            os.O_WRONLY | os.O_CREAT | os.O_TRUNC,
            0o600,
        )
        with os.fdopen(number, "wb") as file:
            file.write(content)
    except OSError as error:
        raise PostClosed(_told(error)) from None


def _message(letter: Letter, sender: str, now: datetime) -> EmailMessage:
    message = EmailMessage()
    try:
        message["From"] = Address("Innbyggerbasen", addr_spec=sender)
        message["To"] = Address(addr_spec=letter.recipient)
        message["Subject"] = letter.subject
        message["Date"] = format_datetime(now)
        # The same each time it is tried, so that a reader's program knows a letter that came twice
        domain = sender.rpartition("@")[2]
        message["Message-ID"] = f"<{letter.district_id}.{letter.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(letter.body)
    except Exception as error:  # noqa: BLE001 (one address nobody can read stops no other letter)
        raise NotTaken(_told(error)) from None
    return message


def _told(error: Exception) -> str:
    code = getattr(error, "smtp_code", None) or getattr(error, "errno", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__
