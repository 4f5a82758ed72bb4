"""A district's word that a translator has been through a language."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, Scoped


class LanguageCheck(Scoped, Base):
    """A language that is checked. No row: it is shown as not checked by a translator."""

    __tablename__ = "language_checks"

    language: Mapped[str] = mapped_column(primary_key=True)
    checked_by: Mapped[str]
    checked_at: Mapped[datetime]
