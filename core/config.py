"""Settings from the environment, and the secret key that is made once."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

_MAX_UPLOAD = 6 * 1024 * 1024


class BadSettings(Exception):
    """The program cannot start with these settings; the message says what to change."""


@dataclass(frozen=True)
class Config:
    """What the program needs from outside."""

    data: Path
    database_url: str
    secret_key: str
    max_upload: int = _MAX_UPLOAD

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
        return cls(data, url, key or kept_secret(data / "secret-key"))


def kept_secret(path: Path) -> str:
    """A random secret, made once and kept in a file that only its owner can read."""
    try:
        number = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    with os.fdopen(number, "w") as file:
        file.write(secrets.token_urlsafe(32))
    return path.read_text().strip()
