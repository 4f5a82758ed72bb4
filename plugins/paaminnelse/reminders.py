"""Asking for a reminder, taking it away, and who sees the list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from core.accounts.actors import Access
from core.accounts.tokens import new_token
from core.accounts.users import checked_email
from core.bookings import letters
from core.calendar.zones import local_date
from core.db.ids import first_id, new_id
from core.db.tenancy import DistrictSession
from core.db.upsert import insert
from core.problems import W_, Forbidden, NotFound, Refused
from core.schedules.acting import Acting
from core.schedules.models import Activity, Occurrence, OccurrenceState
from core.schedules.ownership import owns
from plugins.paaminnelse.models import Reminder, WrittenLetter
from plugins.paaminnelse.words import SEE

MOST_DAYS = 10
MOST_AN_HOUR = 60
"""Of one activity; no address of anybody's telephone is kept to count by."""
MOST_FOR_ONE = 10
"""Days of the district one address is reminded of, so that nobody is pestered with them."""
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Listed:
    """One reminder and its day, for those who see the list."""

    row: Reminder
    day: Occurrence


def coming(session: DistrictSession, activity_id: int, now: datetime) -> Sequence[Occurrence]:
    """The days somebody can be reminded of, the next first: those after today."""
    days = select(Occurrence).where(
        Occurrence.activity_id == activity_id,
        Occurrence.state == OccurrenceState.PLANNED,
        Occurrence.day > local_date(now),
    )
    return session.scalars(days.order_by(Occurrence.starts).limit(MOST_DAYS)).all()


def ask(
    session: DistrictSession,
    activity: Activity,
    day_id: int,
    typed: str,
    link_of: Callable[[str], str],
    now: datetime,
) -> None:
    """Remind an address of one coming day. `link_of` makes the link of a token.

    Asking twice is once, and an address that has many already gets no more: nothing is said of
    either, for whoever asks must not learn who is on the list. Raises Refused, with the field.
    """
    email = _address(typed)
    if day_id not in {day.id for day in coming(session, activity.id, now)}:
        raise Refused(W_("Choose a day."), field="day")
    if _asked_lately(session, activity.id, now) >= MOST_AN_HOUR:
        raise Refused(W_("Many have asked just now. Nothing is saved yet. Try again in a while."))
    days = session.scalars(select(Reminder.occurrence_id).where(Reminder.email == email)).all()
    if day_id in days or len(days) >= MOST_FOR_ONE:
        return
    token = new_token()
    row = {
        "district_id": session.district_id,
        "id": new_id(now),
        "occurrence_id": day_id,
        "email": email,
        "token": token,
        "link": link_of(token),
        "told_of": None,
    }
    once = ["district_id", "occurrence_id", "email"]
    session.execute(insert(session, Reminder).on_conflict_do_nothing(index_elements=once), [row])


def holds(access: Access, activity: Activity) -> bool:
    """Whether the actor is the activity's owner or deputy, and still has a role for it."""
    return owns(access, activity) and access.may(SEE, activity.organisation_id)


def require_holder(access: Access, activity: Activity) -> None:
    """Raise Forbidden for everybody else, leaders and administrators too."""
    if not holds(access, activity):
        raise Forbidden


def look(by: Acting) -> Sequence[Listed]:
    """Everybody who is to be reminded, by day. The look is logged. Raises Forbidden."""
    require_holder(by.access, by.activity)
    log(by, "look")
    rows = by.session.execute(
        select(Reminder, Occurrence)
        .join(Occurrence, Occurrence.id == Reminder.occurrence_id)
        .where(Occurrence.activity_id == by.activity.id)
        .order_by(Occurrence.starts, Reminder.email)
    )
    return [Listed(row.Reminder, row.Occurrence) for row in rows]


def remove(by: Acting, reminder_id: int) -> None:
    """Take somebody off the list. Raises Forbidden or NotFound."""
    require_holder(by.access, by.activity)
    row = by.session.scalar(
        select(Reminder)
        .join(Occurrence, Occurrence.id == Reminder.occurrence_id)
        .where(Reminder.id == reminder_id, Occurrence.activity_id == by.activity.id)
    )
    if row is None:
        raise NotFound
    _forget(by.session, row)
    log(by, "remove")


def with_token(session: DistrictSession, token: str) -> Reminder | None:
    """The reminder a link takes away; None where it is gone."""
    return session.scalar(select(Reminder).where(Reminder.token == token))


def take_off(session: DistrictSession, token: str) -> bool:
    """Whoever has the link takes the reminder away; False where it is gone."""
    row = with_token(session, token)
    if row is not None:
        _forget(session, row)
    return row is not None


def log(by: Acting, what: str) -> None:
    """Write it in the audit log, without an address."""
    by.record(f"paaminnelse:{what}")


def _forget(session: DistrictSession, row: Reminder) -> None:
    of_it = select(WrittenLetter.letter_id).where(WrittenLetter.reminder_id == row.id)
    letters.remove(session, session.scalars(of_it).all())
    session.delete(row)


def _address(typed: str) -> str:
    try:
        return checked_email(typed)
    except Refused as refused:
        text = W_("This is not an e-mail address. It looks like name@example.no.")
        raise Refused(text, field="email") from refused


def _asked_lately(session: DistrictSession, activity_id: int, now: datetime) -> int:
    days = select(Occurrence.id).where(Occurrence.activity_id == activity_id)
    # An id tells when it was made, so that no time need be kept for this
    lately = Reminder.id >= first_id(now - _HOUR)
    asked = select(func.count(Reminder.id)).where(lately, Reminder.occurrence_id.in_(days))
    return session.scalar(asked) or 0
