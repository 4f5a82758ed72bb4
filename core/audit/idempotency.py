"""Answers already given to a program, so that asking again with the same key changes nothing."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Scoped
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession
from core.db.upsert import insert
from core.problems import N_, Refused

KEPT_FOR = timedelta(hours=24)


class GivenAnswer(Scoped, Base):
    """The answer to one `Idempotency-Key`. `key_hash` includes who asked; kept for 24 hours."""

    __tablename__ = "given_answers"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    status: Mapped[int]
    body: Mapped[str]
    given_at: Mapped[datetime]


_EARLIER = Prepared.select(
    select(GivenAnswer.body_hash, GivenAnswer.status, GivenAnswer.body)
    .where(GivenAnswer.district_id == bindparam("district_id"))
    .where(GivenAnswer.key_hash == bindparam("key"))
    .where(GivenAnswer.given_at >= bindparam("since"))
)


@dataclass(frozen=True)
class Question:
    """A request with an `Idempotency-Key`. `actor` is a reference, `address` the path asked."""

    actor: str
    address: str
    key: str
    body: bytes

    @property
    def key_hash(self) -> str:
        """Another actor's key, and another address's, is another key."""
        return _hash("\n".join((self.actor, self.address, self.key)).encode())

    @property
    def body_hash(self) -> str:
        """What tells two bodies apart."""
        return _hash(self.body)


@dataclass(frozen=True)
class Answered:
    """An answer: HTTP status and JSON text."""

    status: int
    body: str


class KeyReused(Refused):
    """The key came before with another body."""


def answer_once(
    session: DistrictSession, question: Question, now: datetime, answer: Callable[[], Answered]
) -> Answered:
    """The answer given to this question within 24 hours, or a new one, kept with what it saved.

    Raises KeyReused. `answer` works in this session, so both are saved or neither.
    """
    forget_answers(session, now)
    if not _claim(session, question, now) and (found := earlier(session, question, now)):
        return found
    given = answer()
    session.execute(
        update(GivenAnswer)
        .where(GivenAnswer.key_hash == question.key_hash)
        .values(status=given.status, body=given.body)
        .execution_options(synchronize_session=False)
    )
    return given


def comes_first(session: DistrictSession, actor: str, said: str, now: datetime) -> bool:
    """Whether an actor says this for the first time in 24 hours; what comes of it is saved along.

    Of two who say it at once, one waits for the other. `actor` is a reference.
    """
    return _claim(session, Question(actor, "", said, b""), now)


def forget_answers(session: DistrictSession, now: datetime) -> None:
    """Remove answers given more than 24 hours ago."""
    session.execute(
        delete(GivenAnswer)
        .where(GivenAnswer.given_at < now - KEPT_FOR)
        .execution_options(synchronize_session=False)
    )


def _claim(session: DistrictSession, question: Question, now: datetime) -> bool:
    """Take the key before answering: of two servers asked at once, one waits for the other."""
    row = {
        "district_id": session.district_id,
        "key_hash": question.key_hash,
        "body_hash": question.body_hash,
        "status": 0,
        "body": "",
        "given_at": now,
    }
    statement = insert(session, GivenAnswer).on_conflict_do_nothing()
    return bool(session.scalars(statement.returning(GivenAnswer.key_hash), [row]).all())


def earlier(session: DistrictSession, question: Question, now: datetime) -> Answered | None:
    """The answer given to this question within 24 hours, if any. Raises KeyReused."""
    found = _EARLIER.run(session, key=question.key_hash, since=now - KEPT_FOR).first()
    if found is None:
        return None
    if found.body_hash != question.body_hash:
        raise KeyReused(N_("This key was used for something else. Send a new one."))
    return Answered(found.status, found.body)


def _hash(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
