"""Answers already given to a program, so that asking again with the same key changes nothing."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Scoped


class GivenAnswer(Scoped, Base):
    """The answer to one `Idempotency-Key`. `key_hash` includes who asked; kept for 24 hours."""

    __tablename__ = "given_answers"

    key_hash: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[str]
    status: Mapped[int]
    body: Mapped[str]
    given_at: Mapped[datetime]
