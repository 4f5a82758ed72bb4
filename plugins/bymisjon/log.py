"""The weekly log: people reached and flyers handed out, entries that add up and are corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from core.calendar.counting_year import Period
from core.calendar.weeks import Week, clamped
from core.calendar.zones import local_date
from core.counts.days import Day, Status, days_between
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.models import Activity
from core.tallies.service import Added, Change, add, history
from plugins.bymisjon.words import CONTACT, FLYER, STAND

KEYS = (CONTACT, FLYER, STAND)
_NUMBERS = (CONTACT, FLYER)


@dataclass(frozen=True)
class Typed:
    """One line of the log. A number that is None was not noted, which is not zero."""

    week: Week
    contacts: int | None
    flyers: int | None = None
    note: str | None = None
    stand: bool = False

    @property
    def numbers(self) -> Mapping[str, int | None]:
        """By key."""
        return {CONTACT: self.contacts, FLYER: self.flyers}


@dataclass(frozen=True)
class WeekLog:
    """A week's numbers. `logged` is the log's own by key, `counted` what stands' counters have.

    `entered` is whether there is a number at all: zero people is one. `stands` are days planned.
    """

    week: Week
    logged: Mapping[str, int]
    counted: Mapping[str, int]
    notes: Sequence[str]
    stands: int
    entered: bool

    @property
    def contacts(self) -> int:
        """People reached."""
        return self.logged.get(CONTACT, 0) + self.counted.get(CONTACT, 0)

    @property
    def flyers(self) -> int:
        """Flyers handed out."""
        return self.logged.get(FLYER, 0) + self.counted.get(FLYER, 0)

    @property
    def stand(self) -> bool:
        """Whether there was a family day: one was planned, or somebody said so."""
        return self.stands > 0 or self.logged.get(STAND, 0) > 0


def weeks_in(session: DistrictSession, activity_id: int, period: Period) -> list[WeekLog]:
    """The period's weeks that have entries or stands, in order. Local dates, both inclusive."""
    period = clamped(period)
    first, last = Week.of(period.first), Week.of(period.last)
    span = first.key, last.key
    changes: dict[str, list[Change]] = {}
    for one in history(session, activity_id, KEYS, span, most=100_000):
        changes.setdefault(one.period, []).append(one)
    days: dict[str, list[Day]] = {}
    whole = Period(first.period.first, last.period.last)
    for day in days_between(session, whole, [activity_id]):
        if day.status in {Status.PLANNED, Status.HELD}:
            days.setdefault(Week.of(day.day).key, []).append(day)
    found = [
        _week(Week.parse(at), changes.get(at, []), days.get(at, []))
        for at in sorted(changes.keys() | days.keys())
    ]
    return [one for one in found if one.week.within(period)]


def week_of(session: DistrictSession, activity_id: int, week: Week) -> WeekLog:
    """One week's numbers."""
    found = weeks_in(session, activity_id, week.period)
    return found[0] if found else _week(week, [], [])


def log(
    session: DistrictSession,
    actor: str,
    activity: Activity,
    typed: Typed,
    press: UUID,
    now: datetime,
) -> None:
    """Add what one person did. Raises Refused: without people, or a week that has not come."""
    if typed.contacts is None:
        raise Refused(
            N_("Write how many people you reached. If nobody, write 0."), field="contacts"
        )
    if typed.week > Week.of(local_date(now)):
        raise Refused(N_("The week has not come yet."))
    marked = week_of(session, activity.id, typed.week).logged.get(STAND, 0) > 0
    add(session, actor, activity.id, entries(typed, stand=typed.stand and not marked), press, now)


def correct(
    session: DistrictSession,
    actor: str,
    activity: Activity,
    typed: Typed,
    reason: str,
    press: UUID,
    now: datetime,
) -> None:
    """Make the log's numbers these by entries for the difference. Raises Refused."""
    if not reason.strip():
        raise Refused(N_("Write why it is corrected."), field="reason")
    saved = week_of(session, activity.id, typed.week)
    changed = differences(saved, typed, reason.strip())
    if not changed:
        raise Refused(N_("The week has these numbers already."), field="contacts")
    add(session, actor, activity.id, changed, press, now)


def entries(typed: Typed, *, stand: bool) -> list[Added]:
    """A line's entries; the note is kept with the first."""
    found = [
        Added(key, n, typed.week.key, note=typed.note if key == CONTACT else None)
        for key, n in typed.numbers.items()
        if n is not None
    ]
    return [*found, Added(STAND, 1, typed.week.key)] if stand else found


def differences(saved: WeekLog, typed: Typed, reason: str) -> list[Added]:
    """What makes the log's own numbers these; one that is None stays as it is."""
    return [
        Added(key, n - saved.logged.get(key, 0), typed.week.key, reason=reason)
        for key, n in typed.numbers.items()
        if n is not None and n != saved.logged.get(key, 0)
    ]


def _week(week: Week, changes: Sequence[Change], days: Sequence[Day]) -> WeekLog:
    logged: dict[str, int] = {}
    for one in changes:
        for (key, _subject), n in one.n.items():
            logged[key] = logged.get(key, 0) + n
    standing = [one for one in changes if not one.undone and not one.is_undo]
    counted = {key: sum(day.totals.get(key, 0) for day in days) for key in _NUMBERS}
    held = any(key in day.totals for key in _NUMBERS for day in days)
    notes = [one.note for one in reversed(standing) if one.note]
    return WeekLog(week, logged, counted, notes, len(days), bool(standing) or held)
