"""Rows for tests, small and complete: what a test does not care about has a sensible value."""

from datetime import UTC, date, datetime, time, timedelta

from flask.testing import FlaskClient

from core.accounts.models import RoleGrant, User
from core.accounts.roles import Role
from core.accounts.sign_in import open_session
from core.accounts.tokens import new_token
from core.bookings.models import Agreement
from core.calendar.zones import to_utc
from core.db.ids import new_id
from core.db.tenancy import DistrictSession, PlatformSession
from core.districts.models import District, DistrictOrganisation, DistrictPlugin, Organisation
from core.people.models import Person
from core.places.models import Place
from core.schedules.assignments import HOST
from core.schedules.models import (
    Activity,
    ActivityKind,
    ActivityStaff,
    Assignment,
    Occurrence,
    OccurrenceState,
)

LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def make_district(
    session: PlatformSession, slug: str = "stovner", *, plugins: tuple[str, ...] = ()
) -> District:
    """A district in which these plugins are on."""
    district = District(
        id=new_id(LONG_AGO),
        slug=slug,
        name=f"Bydel {slug.title()}",
        accessibility_url=None,
        created_at=LONG_AGO,
    )
    session.add(district)
    session.flush()
    for plugin in plugins:
        session.add(
            DistrictPlugin(
                district_id=district.id,
                plugin=plugin,
                enabled=True,
                changed_at=LONG_AGO,
                changed_by="command:0",
            )
        )
    session.flush()
    return district


def make_organisation(
    session: PlatformSession,
    slug: str = "oslo-rode-kors",
    *,
    district: District | None = None,
    parent: Organisation | None = None,
    is_own: bool = False,
) -> Organisation:
    """An organisation, which works in the district when one is given."""
    organisation = Organisation(
        id=new_id(LONG_AGO),
        slug=slug,
        name=slug.replace("-", " ").title(),
        number=None,
        parent_id=parent.id if parent else None,
        created_at=LONG_AGO,
    )
    session.add(organisation)
    session.flush()
    if district is not None:
        session.add(
            DistrictOrganisation(
                district_id=district.id,
                organisation_id=organisation.id,
                is_own=is_own,
                archived_at=None,
            )
        )
        session.flush()
    return organisation


def make_user(
    session: PlatformSession,
    role: Role,
    *,
    email: str | None = None,
    district: District | None = None,
    organisation: Organisation | None = None,
) -> User:
    """Somebody with one role. Without a password: `sign_in` opens the door."""
    user = User(
        id=new_id(LONG_AGO),
        email=email or f"{role.value}-{new_id(LONG_AGO)}@stovner.example",
        name=f"A {role.value}",
        password_hash=None,
        language=None,
        created_at=LONG_AGO,
        last_seen_at=None,
        closed_at=None,
    )
    session.add(user)
    session.flush()
    session.add(
        RoleGrant(
            id=new_id(LONG_AGO),
            user_id=user.id,
            district_id=district.id if district else None,
            organisation_id=organisation.id if organisation else None,
            role=role.value,
        )
    )
    session.flush()
    return user


def sign_in(session: PlatformSession, client: FlaskClient, user: User, now: datetime) -> None:
    """Give a test browser the cookie that signing in gives. `now` is an aware moment."""
    token = open_session(session, user, now)
    with client.session_transaction() as cookie:
        cookie["_user_id"] = token


def make_place(
    session: DistrictSession,
    slug: str = "hvitt-hus",
    *,
    parent: Place | None = None,
    lanes: int = 1,
) -> Place:
    """A place with no room inside yet."""
    place = Place(
        id=new_id(LONG_AGO),
        slug=slug,
        name=slug.replace("-", " ").capitalize(),
        parent_id=parent.id if parent else None,
        capacity=None,
        lanes=lanes,
        equipment=[],
        address=None,
        created_at=LONG_AGO,
        archived_at=None,
    )
    session.add(place)
    session.flush()
    return place


def make_agreement(
    session: DistrictSession,
    organisation_id: int,
    place_id: int,
    weekday: int,
    *,
    release_days: int = 0,
    notice_days: int = 0,
) -> Agreement:
    """A standing agreement from 17 to 21, until further notice."""
    agreement = Agreement(
        id=new_id(LONG_AGO),
        organisation_id=organisation_id,
        place_id=place_id,
        weekday=weekday,
        starts=time(17),
        ends=time(21),
        first=LONG_AGO.date(),
        last=None,
        release_days=release_days,
        notice_days=notice_days,
        created_at=LONG_AGO,
    )
    session.add(agreement)
    session.flush()
    return agreement


def make_activity(
    session: DistrictSession,
    organisation_id: int,
    slug: str = "familiesenter",
    *,
    plugin: str | None = None,
    place_id: int | None = None,
) -> Activity:
    """An offer of an organisation."""
    activity = Activity(
        id=new_id(LONG_AGO),
        slug=slug,
        name=slug.capitalize(),
        kind=ActivityKind.DROP_IN.value,
        organisation_id=organisation_id,
        plugin=plugin,
        place_id=place_id,
        description=None,
        feed_token=new_token(),
        created_at=LONG_AGO,
        archived_at=None,
    )
    session.add(activity)
    session.flush()
    return activity


def make_staff(session: DistrictSession, activity_id: int, user_id: int) -> None:
    """Put an employee on an activity."""
    session.add(ActivityStaff(id=new_id(LONG_AGO), activity_id=activity_id, user_id=user_id))
    session.flush()


def make_occurrence(
    session: DistrictSession,
    activity_id: int,
    day: date,
    *,
    starts: time = time(11),
    ends: time = time(16),
    state: OccurrenceState = OccurrenceState.PLANNED,
    reason: str | None = None,
    place_id: int | None = None,
) -> Occurrence:
    """A day, with local times."""
    occurrence = Occurrence(
        id=new_id(LONG_AGO),
        activity_id=activity_id,
        plan_id=None,
        place_id=place_id,
        day=day,
        starts=to_utc(day, starts),
        ends=to_utc(day, ends),
        state=state.value,
        reason=reason,
        revision=0,
        changed_at=LONG_AGO,
    )
    session.add(occurrence)
    session.flush()
    return occurrence


def make_assignment(
    session: DistrictSession, occurrence_id: int, person_id: int, role: str = HOST
) -> Assignment:
    """Put somebody on a day."""
    assignment = Assignment(
        id=new_id(LONG_AGO),
        occurrence_id=occurrence_id,
        person_id=person_id,
        role=role,
        created_at=LONG_AGO,
    )
    session.add(assignment)
    session.flush()
    return assignment


def make_person(
    session: DistrictSession, organisation_id: int, name: str = "Åse Ødegård"
) -> Person:
    """Somebody an organisation keeps, with no address."""
    person = Person(
        id=new_id(LONG_AGO),
        organisation_id=organisation_id,
        name=name,
        task=None,
        email=None,
        phone=None,
        keep_until=LONG_AGO.date() + timedelta(days=700),
        hidden=False,
        created_at=LONG_AGO,
        archived_at=None,
    )
    session.add(person)
    session.flush()
    return person
