"""Signing in with e-mail and password, throttled; sessions on the server."""

from datetime import datetime, timedelta
from functools import cached_property

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from core.accounts.models import SignInAttempt, SignInSession, User
from core.accounts.tokens import hashed, new_token
from core.db.ids import new_id
from core.problems import N_, Refused

SESSION_LIFE = timedelta(days=14)
_WINDOW = timedelta(minutes=15)
_KEEP_ATTEMPTS = timedelta(hours=1)
_MOST_PER_ACCOUNT = 8
_MOST_PER_ADDRESS = 40
SHORTEST_PASSWORD = 12


class Passwords:
    """Argon2id with the library's own parameters."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher()

    @cached_property
    def _nobody(self) -> str:
        """Verified against when there is no such account, so that both answers take as long."""
        return self._hasher.hash(new_token())

    def hash(self, password: str) -> str:
        """A hash to keep. Raises Refused when the password is shorter than 12 characters."""
        if len(password) < SHORTEST_PASSWORD:
            raise Refused(
                N_("A password needs at least %(n)s characters. A short sentence works well."),
                field="password",
                n=SHORTEST_PASSWORD,
            )
        return self._hasher.hash(password)

    def matches(self, kept: str | None, password: str) -> bool:
        """Whether the password is the one kept; takes as long when none is."""
        nobody = self._nobody  # made at the first sign-in, whoever's it is: so both take as long
        try:
            return self._hasher.verify(kept or nobody, password) and kept is not None
        except (VerificationError, InvalidHashError):
            return False


def tidy_email(email: str) -> str:
    """E-mail addresses are compared without case and outer spaces, the domain as it is sent to.

    That is in ASCII: "bø.no" is "xn--b-5ga.no".
    """
    local, at, domain = email.strip().lower().rpartition("@")
    try:
        return f"{local}{at}{domain.encode('idna').decode()}"
    except UnicodeError:
        return f"{local}{at}{domain}"


def check_throttle(session: Session, email: str, address: str, now: datetime) -> None:
    """Raise Refused after 8 failures for an account, or 40 from an address, in 15 minutes."""
    for key, most in _keys(email, address):
        tried = session.scalar(
            select(func.count())
            .select_from(SignInAttempt)
            .where(SignInAttempt.key == key, SignInAttempt.at > now - _WINDOW)
        )
        if (tried or 0) >= most:
            raise Refused(N_("Too many attempts. Wait fifteen minutes and try again."))


def find_user(session: Session, email: str) -> User | None:
    """The open account with that e-mail address."""
    return session.scalar(
        select(User).where(User.email == tidy_email(email), User.closed_at.is_(None))
    )


def note_failure(session: Session, email: str, address: str, now: datetime) -> None:
    """Remember a failed attempt; forget those older than an hour."""
    forget_attempts(session, now)
    for key, _most in _keys(email, address):
        session.add(SignInAttempt(id=new_id(now), key=key, at=now))


def forget_attempts(session: Session, now: datetime) -> None:
    """Remove failed attempts older than an hour."""
    session.execute(delete(SignInAttempt).where(SignInAttempt.at < now - _KEEP_ATTEMPTS))


def open_session(session: Session, user: User, now: datetime) -> str:
    """Begin a session of 14 days and give its token, once. Sessions run out are removed."""
    forget_sessions(session, now)
    token = new_token()
    user.last_seen_at = now
    session.add(
        SignInSession(
            token_hash=hashed(token), user_id=user.id, created_at=now, expires_at=now + SESSION_LIFE
        )
    )
    return token


def forget_sessions(session: Session, now: datetime) -> None:
    """Remove sessions that have run out."""
    session.execute(delete(SignInSession).where(SignInSession.expires_at < now))


def close_session(session: Session, token: str) -> None:
    """End one session."""
    session.execute(delete(SignInSession).where(SignInSession.token_hash == hashed(token)))


def _keys(email: str, address: str) -> tuple[tuple[str, int], tuple[str, int]]:
    return (
        (hashed(f"account {tidy_email(email)}"), _MOST_PER_ACCOUNT),
        (hashed(f"address {address}"), _MOST_PER_ADDRESS),
    )
