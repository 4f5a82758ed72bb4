"""Questions, and what was answered. Who answered, and in which language, is kept nowhere."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core.db.base import Base, DistrictOwned, within_district
from core.db.types import Json


class Kind(StrEnum):
    """What is answered: one of five faces, some of several options, or in own words."""

    SMILEY = "smiley"
    CHOICE = "choice"
    TEXT = "text"


class Mode(StrEnum):
    """How it was asked. `IMPORT`: elsewhere, and read from a file."""

    TOGETHER = "together"
    ALONE = "alone"
    TABLET = "tablet"
    QR = "qr"
    IMPORT = "import"


class Question(DistrictOwned, Base):
    """A question of an activity. One that is changed is ended, and another begun.

    `standard` names one of ours (`standard.py`), which is there in every language; else `texts` has
    it by language, and `options` are [{"key": …, "texts": {…}}].
    """

    __tablename__ = "tilbakemelding_questions"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str]
    standard: Mapped[str | None]
    texts: Mapped[dict[str, str]] = mapped_column(Json, default=dict)
    options: Mapped[list[dict[str, Any]]] = mapped_column(Json, default=list)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Response(DistrictOwned, Base):
    """Somebody answered. Append-only. `day` is local; neither a column nor the id tells the time.

    `token` is made where the form is, or of an imported line, so that nothing counts twice.
    `answers` are faces ("5") and options' keys by the question's id; texts stand alone.
    """

    __tablename__ = "tilbakemelding_answered"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("batch_id", "batches"),
        UniqueConstraint("district_id", "activity_id", "token"),
        Index("ix_tilbakemelding_answered_day", "district_id", "activity_id", "day"),
        {"sqlite_with_rowid": False},
    )

    activity_id: Mapped[int]
    batch_id: Mapped[int | None]
    token: Mapped[str]
    day: Mapped[date]
    mode: Mapped[str]
    answers: Mapped[dict[str, list[str]]] = mapped_column(Json)


class FreeText(DistrictOwned, Base):
    """What somebody wrote. Others see it once it is released; deleted after `keep_until`.

    It stands alone: nothing of it, its id neither, leads to what the same person answered.
    """

    __tablename__ = "tilbakemelding_texts"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("question_id", "tilbakemelding_questions"),
        within_district("batch_id", "batches"),
        {"sqlite_with_rowid": False},
    )

    activity_id: Mapped[int]
    question_id: Mapped[int]
    batch_id: Mapped[int | None]
    day: Mapped[date]
    text: Mapped[str]
    keep_until: Mapped[date]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None]
