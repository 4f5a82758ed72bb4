"""Settings from the environment, and the secret key that is made once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

_MAX_UPLOAD = 6 * 1024 * 1024
_OWN_NAMES = frozenset({"localhost", "127.0.0.1"})
# Submission and submission over TLS (RFC 6409, RFC 8314)
_MAIL_PORTS: Mapping[str, int] = {"smtp": 587, "smtps": 465}


class BadSettings(Exception):
    """The program cannot start with these settings; the message says what to change."""


@dataclass(frozen=True)
class MailServer:
    """Where e-mail is handed in, and the address it is from. `tls` is from the first byte."""

    host: str
    port: int
    tls: bool
    sender: str
    user: str | None = None
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str) -> "MailServer":
        """Read smtp://<user>:<password>@host:port?from=address or smtps://. Raises BadSettings."""
        try:
            parts = urlsplit(url)
            port = parts.port or _MAIL_PORTS[parts.scheme]
            user = unquote(parts.username) if parts.username else None
            sender = parse_qs(parts.query).get("from", [user or ""])[0]
            if not parts.hostname or "@" not in sender:
                raise ValueError
        except (ValueError, KeyError):
            raise BadSettings(
                "INNBYGGERBASEN_SMTP_URL is smtp://host?from=address or smtps://host?from=address, "
                "with user:password@ before the host where the server asks for them."
            ) from None
        tls = parts.scheme == "smtps"
        return cls(parts.hostname, port, tls, sender, user, unquote(parts.password or ""))


@dataclass(frozen=True)
class Config:
    """What the program needs from outside. Without a mail server letters go to a folder.

    `hosts` are the names it is served under: this machine's own, where no others are set.
    """

    data: Path
    database_url: str
    secret_key: str
    max_upload: int = _MAX_UPLOAD
    mail_server: MailServer | None = None
    hosts: frozenset[str] = _OWN_NAMES

    @classmethod
    def from_environment(cls, environ: Mapping[str, str]) -> "Config":
        """Read INNBYGGERBASEN_*; make the data folder (mode 700) and the key (mode 600)."""
        data = Path(environ.get("INNBYGGERBASEN_DATA") or "var").resolve()
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        url = environ.get("INNBYGGERBASEN_DATABASE_URL") or f"sqlite:///{data}/innbyggerbasen.db"
        key = environ.get("INNBYGGERBASEN_SECRET_KEY")
        if not key and url.startswith("postgres"):
            raise BadSettings(
                "Set INNBYGGERBASEN_SECRET_KEY: with PostgreSQL every server must use the same key."
            )
        mail = environ.get("INNBYGGERBASEN_SMTP_URL")
        return cls(
            data,
            url,
            key or kept_secret(data / "secret-key"),
            mail_server=MailServer.from_url(mail) if mail else None,
            hosts=_names(environ.get("INNBYGGERBASEN_HOSTS", "")) or _OWN_NAMES,
        )


def _names(written: str) -> frozenset[str]:
    """As browsers send them: without a port, and æ, ø and å in their other spelling."""
    names = [name.partition(":")[0].lower() for name in written.replace(",", " ").split()]
    try:
        return frozenset(name.encode("idna").decode() for name in names)
    except UnicodeError:
        raise BadSettings(
            f"INNBYGGERBASEN_HOSTS holds what is no name: {written}. "
            "Write names as innbyggerbasen.example.no, with a space between."
        ) from None


def kept_secret(path: Path) -> str:
    """A random secret, made once and kept in a file that only its owner can read."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(number, "w") as file:
        file.write(secrets.token_urlsafe(32))
    return path.read_text().strip()
