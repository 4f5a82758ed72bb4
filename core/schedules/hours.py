"""When a day is: local times as people write them, the moments they are, and what is in the way."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from core.calendar.zones import NonexistentTime, local_date, local_time, to_utc
from core.problems import N_, Refused
from core.schedules.models import Occurrence, OccurrenceState

_LONGEST = timedelta(hours=16)
_EARLIEST = date(2000, 1, 1)
_AHEAD = timedelta(days=5 * 366)


@dataclass(frozen=True)
class Hours:
    """Local times. An end before the start is the next day's: an evening past midnight."""

    starts: time
    ends: time

    def on(self, day: date) -> tuple[datetime, datetime]:
        """The UTC moments on a date. Raises Refused for the hour summer time takes away."""
        try:
            begins = to_utc(day, self.starts)
            last_day = day if self.ends > self.starts else day + timedelta(days=1)
            ends = to_utc(last_day, self.ends)
        except NonexistentTime as missing:
            raise Refused(
                N_(
                    "The clocks go forward on %(day)s: %(time)s does not exist. "
                    "Choose another time."
                ),
                field="starts" if missing.clock == self.starts else "ends",
                day=f"{missing.day:%d.%m.%Y}",
                time=f"{missing.clock:%H.%M}",
            ) from missing
        if ends - begins > _LONGEST:
            raise Refused(
                N_("The day would last for over 16 hours. Check the times."), field="ends"
            )
        return begins, ends


def check_date(day: date, now: datetime, field: str) -> None:
    """Raise Refused for a local date that can only be a slip: before 2000, or years ahead."""
    if not _EARLIEST <= day <= local_date(now) + _AHEAD:
        raise Refused(N_("Choose a date after 1999 and at most five years ahead."), field=field)


def in_the_way(days: Iterable[Occurrence], starts: datetime, ends: datetime) -> Occurrence | None:
    """The first of an activity's days that leaves no room for one from `starts` to `ends`.

    Days may share a date, as a morning and an evening do, but do not overlap. A cancelled day is
    in the way only of one that begins when it would have begun: that one is opened again instead.
    """
    for row in days:
        if row.starts == starts:
            return row
        overlaps = row.starts < ends and starts < row.ends
        if overlaps and row.state != OccurrenceState.CANCELLED:
            return row
    return None


def times_of(row: Occurrence) -> str:
    """ "11.00–16.00", local."""
    return f"{local_time(row.starts):%H.%M}–{local_time(row.ends):%H.%M}"
