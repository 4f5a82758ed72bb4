"""The district's calendar: public holidays, school-free days, and days that matter to people."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.calendar.counting_year import Period
from core.calendar.holidays_no import public_holidays
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused
from core.schedules.hours import check_date
from core.schedules.models import (
    Activity,
    CalendarNote,
    NoteKind,
    Occurrence,
    OccurrenceState,
)

_LONGEST = timedelta(days=120)


@dataclass(frozen=True)
class NoteDetails:
    """A school holiday or a note such as Ramadan, local dates, both inclusive."""

    kind: NoteKind
    name: str
    first: date
    last: date


@dataclass(frozen=True)
class Marks:
    """What is known of one date. Only `holiday` proposes to close."""

    holiday: str | None = None
    others: tuple[str, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """All of them, the holiday first."""
        return (self.holiday, *self.others) if self.holiday else self.others


@dataclass(frozen=True)
class HolidayDay:
    """What an activity does on a public holiday."""

    activity: Activity
    day: Occurrence

    @property
    def is_open(self) -> bool:
        """Kept open, rather than closed as proposed."""
        return self.day.state == OccurrenceState.PLANNED


def notes_in(session: DistrictSession, period: Period) -> Sequence[CalendarNote]:
    """The district's own notes that touch a period, by first day."""
    return session.scalars(
        select(CalendarNote)
        .where(CalendarNote.first <= period.last, CalendarNote.last >= period.first)
        .order_by(CalendarNote.first, CalendarNote.name)
    ).all()


def marks_in(session: DistrictSession, period: Period, language: str) -> dict[date, Marks]:
    """What is known of the dates of a period, for those of which anything is known."""
    others: dict[date, list[str]] = {}
    for note in notes_in(session, period):
        for n in range((note.last - note.first).days + 1):
            others.setdefault(note.first + timedelta(days=n), []).append(note.name)
    holidays = public_holidays(period, language)
    return {
        day: Marks(holidays.get(day), tuple(others.get(day, ())))
        for day in sorted(holidays.keys() | others.keys())
        if day in period
    }


def days_on(session: DistrictSession, dates: Collection[date]) -> dict[date, list[HolidayDay]]:
    """The open and the closed days of all activities on these local dates, by name; one query."""
    found: dict[date, list[HolidayDay]] = {}
    rows = session.execute(
        select(Activity, Occurrence)
        .join(Occurrence, Occurrence.activity_id == Activity.id)
        .where(
            Activity.archived_at.is_(None),
            Occurrence.day.in_(dates),
            Occurrence.state.in_((OccurrenceState.PLANNED, OccurrenceState.CLOSED)),
        )
        .order_by(Activity.name, Occurrence.starts)
    )
    for activity, day in rows:
        found.setdefault(day.day, []).append(HolidayDay(activity, day))
    return found


def save_note(
    session: DistrictSession,
    access: Access,
    details: NoteDetails,
    now: datetime,
    note_id: int | None = None,
) -> CalendarNote:
    """Add a note, or change the one with this id. Raises Forbidden, NotFound or Refused."""
    access.require(Permission.CALENDAR_EDIT)
    if not details.name.strip():
        raise Refused(N_("Write what the days are called."), field="name")
    check_date(details.first, now, "first")
    check_date(details.last, now, "last")
    if details.last < details.first:
        raise Refused(N_("The last day is before the first."), field="last")
    if details.last - details.first > _LONGEST:
        raise Refused(N_("A note can last for at most four months."), field="last")
    note = CalendarNote(id=new_id(now)) if note_id is None else note_by_id(session, note_id)
    note.kind, note.name = details.kind.value, details.name.strip()
    note.first, note.last = details.first, details.last
    session.add(note)
    record(session, access.actor.reference, "schedules:note", f"note:{note.id}", now=now)
    return note


def delete_note(session: DistrictSession, access: Access, note_id: int, now: datetime) -> None:
    """Take a note away. Days that were planned around it stay as they are."""
    access.require(Permission.CALENDAR_EDIT)
    session.delete(note_by_id(session, note_id))
    record(session, access.actor.reference, "schedules:note-delete", f"note:{note_id}", now=now)


def note_by_id(session: DistrictSession, note_id: int) -> CalendarNote:
    """A note. Raises NotFound."""
    found = session.scalar(select(CalendarNote).where(CalendarNote.id == note_id))
    if found is None:
        raise NotFound
    return found
