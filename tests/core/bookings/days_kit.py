"""Opening days of the family centre, planned and added."""

from datetime import date, time, timedelta

from sqlalchemy import select

from core.bookings import planning
from core.calendar.recurrence import WeeklyRule
from core.db.tenancy import DistrictSession
from core.schedules.hours import Hours
from core.schedules.models import Activity, Occurrence
from tests.core.bookings.office import KITCHEN, TUESDAY, Office

EVENING = Hours(time(18), time(20))


def centre(session: DistrictSession) -> Activity:
    """The family centre."""
    return session.scalars(select(Activity).where(Activity.slug == "familiesenter")).one()


def days(office: Office) -> list[Occurrence]:
    """Every day there is, in order."""
    with office.database.reading(office.district) as session:
        return list(session.scalars(select(Occurrence).order_by(Occurrence.starts)))


def plan(office: Office, weeks: int, leave_out: set[date] = frozenset()) -> bool:  # type: ignore[assignment]
    """Plan so many Tuesday evenings in the kitchen; whether they were saved."""
    rule = WeeklyRule({1}, TUESDAY, TUESDAY + timedelta(weeks=weeks - 1))
    decided = planning.save_plan(
        office.desk(),
        centre,
        rule,
        EVENING,
        office.places[KITCHEN],
        keep_open=(),
        leave_out=leave_out,
        language="nb",
    )
    return decided.saved is not None


def add(office: Office, day: date = TUESDAY, place: str = KITCHEN) -> Occurrence | None:
    """Add one evening; None when its room cannot be had."""
    decided = planning.add_day(office.desk(), centre, day, EVENING, office.places[place])
    return decided.saved[0] if decided.saved else None
