"""The people an organisation keeps for itself: as little as possible, for as long as needed.

The list holds names and tasks; how to reach somebody is on the person's own page, and each look
at that is logged.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select

from core.accounts.actors import Access
from core.audit.service import record
from core.calendar.zones import local_date
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation
from core.matching import alphabetical, matches
from core.people.contact import read_email, read_phone, written_phone
from core.people.models import Person
from core.people.reach import Reach, reached, require_reached
from core.people.retention import erase_expired
from core.problems import N_, NotFound, Refused

KEEP = timedelta(days=365)
"""How long a person is kept unless another day is chosen."""

KEEP_AT_MOST = timedelta(days=2 * 365)


@dataclass(frozen=True)
class Details:
    """One person as they shall be kept. `keep_until` is the last day, a local date, inclusive."""

    organisation_id: int
    name: str
    task: str | None
    email: str | None
    phone: str | None
    keep_until: date


@dataclass(frozen=True)
class Listed:
    """A person in the list: no address."""

    id: int
    name: str
    task: str | None
    organisation: str
    keep_until: date
    archived: bool


@dataclass(frozen=True)
class Shown:
    """A person on their own page."""

    id: int
    name: str
    task: str | None
    email: str | None
    phone: str | None
    organisation_id: int
    organisation: str
    keep_until: date
    archived: bool


def people(
    session: DistrictSession, access: Access, now: datetime, query: str = ""
) -> list[Listed]:
    """The people the actor may see, archived ones too, by name; only those a query finds."""
    reach = reached(session, access)
    rows = session.scalars(visible(now).where(Person.organisation_id.in_(reach)))
    found = [row for row in rows if not query or matches(query, row.name, row.task)]
    return [
        Listed(
            row.id,
            row.name,
            row.task,
            reach[row.organisation_id],
            row.keep_until,
            row.archived_at is not None,
        )
        for row in sorted(found, key=lambda row: alphabetical(row.name))
    ]


def look_at(session: DistrictSession, access: Access, person_id: int, now: datetime) -> Shown:
    """One person, with their address: the look is logged. Raises NotFound."""
    person, reach = find(session, access, person_id, now)
    log(session, access, "people:show", person.id, now)
    return Shown(
        person.id,
        person.name,
        person.task,
        person.email,
        written_phone(person.phone),
        person.organisation_id,
        reach[person.organisation_id],
        person.keep_until,
        person.archived_at is not None,
    )


def create(session: DistrictSession, access: Access, details: Details, now: datetime) -> Person:
    """Keep a person. Raises Refused, and NotFound for an organisation out of reach."""
    erase_expired(session, now)
    person = Person(id=new_id(now), hidden=False, created_at=now, archived_at=None)
    _fill(session, person, details, reached(session, access), now)
    session.add(person)
    log(session, access, "people:create", person.id, now)
    return person


def edit(
    session: DistrictSession, access: Access, person_id: int, details: Details, now: datetime
) -> Person:
    """Change a person. Raises Refused and NotFound."""
    erase_expired(session, now)
    person, reach = find(session, access, person_id, now)
    if details.organisation_id != person.organisation_id:
        raise Refused(
            N_("A person stays with the organisation that wrote them down. Add them anew there."),
            field="organisation",
        )
    _fill(session, person, details, reach, now)
    log(session, access, "people:edit", person.id, now)
    return person


def archive(session: DistrictSession, access: Access, person_id: int, now: datetime) -> Person:
    """Take a person out of use; they are still erased in time. Raises NotFound."""
    erase_expired(session, now)
    person, _reach = find(session, access, person_id, now)
    person.archived_at = now
    log(session, access, "people:archive", person.id, now)
    return person


def restore(session: DistrictSession, access: Access, person_id: int, now: datetime) -> Person:
    """Take a person into use again. Raises NotFound."""
    erase_expired(session, now)
    person, _reach = find(session, access, person_id, now)
    person.archived_at = None
    log(session, access, "people:restore", person.id, now)
    return person


def visible(now: datetime) -> Select[Person]:
    """Nobody who is never to be shown, nor whose time has run out."""
    return select(Person).where(Person.hidden.is_(False), Person.keep_until >= local_date(now))


def find(
    session: DistrictSession, access: Access, person_id: int, now: datetime
) -> tuple[Person, Reach]:
    """A person within reach. Raises NotFound: others' people do not exist here."""
    reach = reached(session, access)
    person = session.scalar(visible(now).where(Person.id == person_id))
    if person is None:
        raise NotFound
    require_reached(person.organisation_id, reach)
    return person, reach


def log(
    session: DistrictSession, access: Access, action: str, person_id: int, now: datetime
) -> None:
    """The log names the person by id alone, so that nobody stays in it after erasure."""
    record(session, access.actor.reference, action, f"person:{person_id}", now=now)


def _fill(
    session: DistrictSession, person: Person, details: Details, reach: Reach, now: datetime
) -> None:
    require_reached(details.organisation_id, reach)
    if person.organisation_id != details.organisation_id:
        _check_in_use(session, details.organisation_id)
    if not details.name.strip():
        raise Refused(N_("Write the person's name."), field="name")
    today = local_date(now)
    if not today <= details.keep_until <= today + KEEP_AT_MOST:
        raise Refused(
            N_("Choose a day from today and at most two years ahead."), field="keep_until"
        )
    person.organisation_id = details.organisation_id
    person.name = details.name.strip()
    person.task = details.task
    person.email = read_email(details.email)
    person.phone = read_phone(details.phone)
    person.keep_until = details.keep_until


def _check_in_use(session: DistrictSession, organisation_id: int) -> None:
    link = session.get(DistrictOrganisation, (session.district_id, organisation_id))
    if link is None or link.archived_at is not None:
        raise Refused(N_("Choose an organisation that is in use."), field="organisation")
