"""The weekly log: people reached and flyers handed out, entries that add up and are corrected."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from core.calendar.counting_year import Period
from core.calendar.weeks import Week, clamped
from core.calendar.zones import local_date
from core.counts.logged import Logged, logged
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.models import Activity
from core.tallies.service import Added, Press, add, change_to
from plugins.bymisjon.words import CONTACT, FLYER, STAND

KEYS = (CONTACT, FLYER, STAND)
_NUMBERS = (CONTACT, FLYER)


@dataclass(frozen=True)
class Typed:
    """One line of the log. A number that is None was not noted, which is not zero."""

    week: Week
    contacts: int | None = None
    flyers: int | None = None
    note: str | None = None
    stand: bool = False


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
    whole = Period(Week.of(period.first).period.first, Week.of(period.last).period.last)
    found = logged(session, activity_id, KEYS, whole, lambda day: Week.of(day).key)
    weeks = [_week(Week.parse(at), one) for at, one in found.items()]
    return [one for one in weeks if one.week.within(period)]


def week_of(session: DistrictSession, activity_id: int, week: Week) -> WeekLog:
    """One week's numbers."""
    found = weeks_in(session, activity_id, week.period)
    return found[0] if found else _week(week, Logged())


def log(session: DistrictSession, press: Press, activity: Activity, typed: Typed) -> None:
    """Add what one person did. Raises Refused: without people, or a week that has not come."""
    if typed.contacts is None:
        raise Refused(
            N_("Write how many people you reached. If nobody, write 0."), field="contacts"
        )
    if typed.week > Week.of(local_date(press.at)):
        raise Refused(N_("The week has not come yet."))
    marked = week_of(session, activity.id, typed.week).logged.get(STAND, 0) > 0
    add(session, press, activity.id, entries(typed, stand=typed.stand and not marked))


def correct(
    session: DistrictSession, press: Press, activity: Activity, typed: Typed, seen: Typed, why: str
) -> None:
    """Make the log's numbers these, where they were not seen so. Raises Refused or Overtaken."""
    wanted = [replace(one, reason=why.strip()) for one in entries(typed, stand=False)]
    if not wanted:
        raise Refused(N_("The week has these numbers already."), field="contacts")
    if not why.strip():
        raise Refused(N_("Write why it is corrected."), field="reason")
    change_to(session, press, activity.id, wanted, seen=entries(seen, stand=False))


def entries(typed: Typed, *, stand: bool) -> list[Added]:
    """A line's entries; the note is kept with the first. A number that is None has none."""
    key, numbers = typed.week.key, ((CONTACT, typed.contacts), (FLYER, typed.flyers))
    notes = {CONTACT: typed.note}
    found = [Added(one, n, key, note=notes.get(one)) for one, n in numbers if n is not None]
    return [*found, Added(STAND, 1, key)] if stand else found


def _week(week: Week, one: Logged) -> WeekLog:
    own = {key: n for (key, _subject), n in one.sums.items()}
    counted = {key: one.counted(key) for key in _NUMBERS}
    return WeekLog(week, own, counted, one.notes, len(one.days), one.entered(_NUMBERS))
