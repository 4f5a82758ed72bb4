"""What people write themselves: what is refused, who sees it, and when it goes."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta

import phonenumbers
from sqlalchemy import delete, select
from sqlalchemy.orm import Session
from stdnum.no import fodselsnummer

from core.accounts.actors import Access
from core.calendar.zones import local_date
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import W_, NotFound
from core.schedules.models import Activity
from plugins.tilbakemelding.models import FreeText
from plugins.tilbakemelding.questions import log
from plugins.tilbakemelding.words import RELEASE

LONGEST = 300
_LONGEST_KEPT = timedelta(days=365)
_ELEVEN = re.compile(r"(?<!\d)\d(?:[ .\-]?\d){10}(?!\d)")
_DATE = re.compile(r"\d{1,2}\D\d{1,2}\D\d{4}")


def problem_with(text: str) -> str | None:
    """Why a text cannot be kept, as a message id; None where it can."""
    plain = _plain(text)
    if len(text) > LONGEST:
        return W_("This is too long. Write at most 300 letters.")
    if any(_is_identity(found[0]) for found in _ELEVEN.finditer(plain)):
        return W_(
            "This looks like an identity number. Take it out: we do not want to know who you are."
        )
    matches = phonenumbers.PhoneNumberMatcher(plain, "NO")
    if any(not _DATE.fullmatch(found.raw_string) for found in matches):
        return W_(
            "This looks like a telephone number. Take it out: we do not want to know who you are."
        )
    return None


def new_text(activity: Activity, question_id: int, text: str, day: date, now: datetime) -> FreeText:
    """A text that waits to be released. It is kept until the activity's review, at most a year."""
    today = local_date(now)
    latest, review = today + _LONGEST_KEPT, activity.review_on
    return FreeText(
        id=new_id(now),
        activity_id=activity.id,
        question_id=question_id,
        day=day,
        text=text,
        keep_until=min(review, latest) if review is not None and review >= today else latest,
    )


def texts_of(session: DistrictSession, activity_id: int) -> Sequence[FreeText]:
    """Every text that is kept of an activity, the latest first."""
    return session.scalars(
        select(FreeText)
        .where(FreeText.activity_id == activity_id)
        .order_by(FreeText.day.desc(), FreeText.id)
    ).all()


def release(
    session: DistrictSession, access: Access, activity: Activity, text_id: int, now: datetime
) -> None:
    """Let others see a text. Raises NotFound and Forbidden."""
    row = _find(session, access, activity, text_id)
    if row.released_at is None:
        row.released_at, row.released_by = now, access.actor.reference
        log(session, access, "text:release", text_id, now)


def remove(
    session: DistrictSession, access: Access, activity: Activity, text_id: int, now: datetime
) -> None:
    """Delete a text before its time. Raises NotFound and Forbidden."""
    session.delete(_find(session, access, activity, text_id))
    log(session, access, "text:remove", text_id, now)


def forget(session: Session, now: datetime) -> None:
    """Delete texts whose activity has been reviewed since, and those kept long enough."""
    today = local_date(now)
    reviewed = (
        select(Activity.id)
        .where(
            Activity.id == FreeText.activity_id,
            Activity.review_on < today,
            Activity.review_on >= FreeText.day,
        )
        .exists()
    )
    session.execute(
        delete(FreeText)
        .where((FreeText.keep_until < today) | reviewed)
        .execution_options(synchronize_session=False)
    )


def _plain(text: str) -> str:
    """With the digits of any script as ours, and without what is not seen."""
    return "".join(
        str(unicodedata.digit(letter, None) or 0) if letter.isdecimal() else letter
        for letter in text
        if unicodedata.category(letter) != "Cf"
    )


def _is_identity(digits: str) -> bool:
    """Eleven digits together, or spaced as a valid identity or D number is."""
    return digits.isdigit() or bool(fodselsnummer.is_valid(re.sub(r"\D", "", digits)))


def _find(session: DistrictSession, access: Access, activity: Activity, text_id: int) -> FreeText:
    access.require(RELEASE, activity.organisation_id)
    of_activity = FreeText.activity_id == activity.id
    row = session.scalar(select(FreeText).where(FreeText.id == text_id, of_activity))
    if row is None:
        raise NotFound
    return row
