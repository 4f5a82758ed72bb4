"""The demo's people, none of them real, and the days they are on."""

from collections.abc import Mapping
from datetime import timedelta

from sqlalchemy import select

from core.calendar.zones import local_date
from core.cli.demo_common import Loading
from core.cli.demo_files import DemoFile, PersonData
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.people.models import Person
from core.people.service import KEEP
from core.schedules.models import Activity, Assignment, Occurrence, OccurrenceState

_AHEAD = timedelta(weeks=2)


def load_people(
    session: DistrictSession,
    loading: Loading,
    part: DemoFile,
    district: str,
    organisations: Mapping[str, int],
) -> None:
    """Keep each person once, and put them on the days that are planned."""
    for data in part.people:
        if data.district != district:
            continue
        organisation_id = organisations[data.organisation]
        there = select(Person.id).where(
            Person.name == data.name, Person.organisation_id == organisation_id
        )
        if session.scalar(there) is None:
            _keep(session, loading, data, organisation_id)


def _keep(
    session: DistrictSession, loading: Loading, data: PersonData, organisation_id: int
) -> None:
    today = local_date(loading.now)
    person = Person(
        id=new_id(loading.now),
        organisation_id=organisation_id,
        name=data.name,
        task=data.task,
        email=data.email,
        phone=None,
        keep_until=today + KEEP,
        hidden=False,
        created_at=loading.now,
        archived_at=None,
    )
    session.add(person)
    session.flush()
    days = session.scalars(
        select(Occurrence.id)
        .join(Activity, Activity.id == Occurrence.activity_id)
        .where(
            Activity.slug.in_(data.on),
            Occurrence.day.between(today, today + _AHEAD),
            Occurrence.state == OccurrenceState.PLANNED,
        )
    )
    for day in days:
        session.add(
            Assignment(
                id=new_id(loading.now),
                occurrence_id=day,
                person_id=person.id,
                role=data.role,
                created_at=loading.now,
            )
        )
    session.flush()
