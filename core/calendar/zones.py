"""Local time in Norway and moments in UTC."""

from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

OSLO = ZoneInfo("Europe/Oslo")


class NonexistentTime(ValueError):
    """The clock jumps over this local time: the hour that is missing in March."""

    def __init__(self, day: date, clock: time) -> None:
        super().__init__(f"{clock:%H:%M} does not exist on {day.isoformat()}")
        self.day = day
        self.clock = clock


def to_utc(day: date, clock: time) -> datetime:
    """The moment of a local date and time. Of an hour that comes twice, the first.

    Raises NonexistentTime for the hour that is missing when summer time begins.
    """
    local = datetime.combine(day, clock, OSLO)
    moment = local.astimezone(UTC)
    if moment.astimezone(OSLO).replace(tzinfo=None) != local.replace(tzinfo=None):
        raise NonexistentTime(day, clock)
    return moment


def local_date(moment: datetime) -> date:
    """The date in Norway at an aware moment."""
    return moment.astimezone(OSLO).date()


def local_time(moment: datetime) -> time:
    """The time of day in Norway at an aware moment."""
    return moment.astimezone(OSLO).time()
