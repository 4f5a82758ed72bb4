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
    it by language, and `options` are [{"key": …, "texts": {…}}]. `imported` was asked elsewhere.
    """

    __tablename__ = "tilbakemelding_questions"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    position: Mapped[int]
    kind: Mapped[str]
    standard: Mapped[str | None]
    texts: Mapped[dict[str, str]] = mapped_column(Json)
    options: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    imported: Mapped[bool]
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Batch(DistrictOwned, Base):
    """A file that was imported."""

    __tablename__ = "tilbakemelding_batches"
    __table_args__ = (within_district("activity_id", "activities"),)

    activity_id: Mapped[int]
    label: Mapped[str]
    created_at: Mapped[datetime]
    created_by: Mapped[str]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[str | None]


class Response(DistrictOwned, Base):
    """Somebody answered. Append-only. `day` is the local date; the time of day is not kept.

    `token` is made where the form is, or of an imported line, so that nothing counts twice.
    """

    __tablename__ = "tilbakemelding_responses"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("batch_id", "tilbakemelding_batches"),
        UniqueConstraint("district_id", "activity_id", "token"),
        Index("ix_tilbakemelding_responses_day", "district_id", "activity_id", "day"),
    )

    activity_id: Mapped[int]
    batch_id: Mapped[int | None]
    token: Mapped[str]
    day: Mapped[date]
    mode: Mapped[str]


class Answer(DistrictOwned, Base):
    """A face ("5") or an option's key; a row for each option that was chosen. Append-only.

    `response_id` is no foreign key: PostgreSQL would lock the response, which needs the right to
    change it, and nobody has that.
    """

    __tablename__ = "tilbakemelding_answers"
    __table_args__ = (
        within_district("question_id", "tilbakemelding_questions"),
        UniqueConstraint("district_id", "response_id", "question_id", "value"),
        Index("ix_tilbakemelding_answers_question", "district_id", "question_id"),
    )

    response_id: Mapped[int]
    question_id: Mapped[int]
    value: Mapped[str]


class FreeText(DistrictOwned, Base):
    """What somebody wrote. Others see it once it is released; deleted after `keep_until`.

    It stands alone, without the rest of what the same person answered.
    """

    __tablename__ = "tilbakemelding_texts"
    __table_args__ = (
        within_district("activity_id", "activities"),
        within_district("question_id", "tilbakemelding_questions"),
        within_district("batch_id", "tilbakemelding_batches"),
    )

    activity_id: Mapped[int]
    question_id: Mapped[int]
    batch_id: Mapped[int | None]
    day: Mapped[date]
    text: Mapped[str]
    keep_until: Mapped[date]
    released_at: Mapped[datetime | None]
    released_by: Mapped[str | None]
