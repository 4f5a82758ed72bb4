"""Erasing in time: nobody is kept longer than was said when they were written down."""

from datetime import datetime

from sqlalchemy import delete

from core.audit.service import record
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.people.models import Person

PROGRAM = "program:0"
"""The actor of what the program does by itself."""


def erase_expired(session: DistrictSession, now: datetime) -> int:
    """Erase everybody in the district whose last day is past, and say how many."""
    gone = session.scalars(
        delete(Person).where(Person.keep_until < local_date(now)).returning(Person.id)
    ).all()
    for person_id in gone:
        record(session, PROGRAM, "people:expire", f"person:{person_id}", now=now)
    return len(gone)
