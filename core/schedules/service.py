"""Activities: found, made, changed and put away."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select

from core.accounts.actors import Access
from core.accounts.models import RoleGrant, User
from core.accounts.roles import Permission, Role
from core.accounts.tokens import new_token
from core.audit.service import record
from core.db.ids import new_id, new_ids
from core.db.tenancy import DistrictSession
from core.people.accounts import people_of
from core.places.models import Place
from core.problems import N_, NotFound, Refused
from core.schedules.holding import hold
from core.schedules.models import (
    Activity,
    ActivityKind,
    ActivityStaff,
    Occurrence,
    OccurrenceState,
)
from core.schedules.tags import with_chosen
from core.slugs import free_slug
from core.uses import Ask, refuse_if_used

_ADDRESSES = frozenset({"new", "plakat"})  # pages of their own where an activity's slug stands


@dataclass(frozen=True)
class ActivityDetails:
    """What a person says of an activity. A new one needs name, organisation and kind.

    `tags` are those of `core/schedules/tags` that hold; others' stay.
    """

    name: str
    organisation_id: int
    kind: ActivityKind
    place_id: int | None = None
    plugin: str | None = None
    description: str | None = None
    audience: str | None = None
    tags: tuple[str, ...] = ()


def activities(session: DistrictSession, *, archived: bool = False) -> Sequence[Activity]:
    """The district's activities by name; those put away when `archived`."""
    put_away = Activity.archived_at.is_not(None) if archived else Activity.archived_at.is_(None)
    return session.scalars(select(Activity).where(put_away).order_by(Activity.name)).all()


def by_slug(session: DistrictSession, slug: str) -> Activity:
    """The activity with that short name. Raises NotFound."""
    found = session.scalar(select(Activity).where(Activity.slug == slug))
    if found is None:
        raise NotFound
    return found


def in_use(session: DistrictSession, slug: str) -> Activity:
    """The activity with that short name. Raises NotFound, also for one that is put away."""
    found = by_slug(session, slug)
    if found.archived_at is not None:
        raise NotFound
    return found


def to_edit(session: DistrictSession, access: Access, slug: str) -> Activity:
    """The activity, for somebody who may change it. Raises NotFound or Forbidden."""
    found = by_slug(session, slug)
    access.require(Permission.ACTIVITY_EDIT, found.organisation_id)
    return found


def create(
    session: DistrictSession, access: Access, details: ActivityDetails, now: datetime
) -> Activity:
    """A new activity; its short name is made from its name. Raises Forbidden or Refused."""
    access.require(Permission.ACTIVITY_EDIT, details.organisation_id)
    taken = _ADDRESSES.union(session.scalars(select(Activity.slug)))
    activity = Activity(
        id=new_id(now),
        slug=free_slug(_name(details), taken, "tilbud"),
        feed_token=new_token(),
        created_at=now,
        archived_at=None,
    )
    _fill(activity, details)
    session.add(activity)
    _log(session, access, activity, "schedules:create", now)
    return activity


def change(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    details: ActivityDetails,
    now: datetime,
) -> None:
    """Change an activity. Its address stays. Raises Forbidden or Refused."""
    access.require(Permission.ACTIVITY_EDIT, activity.organisation_id)
    access.require(Permission.ACTIVITY_EDIT, details.organisation_id)
    _name(details)
    _fill(activity, details)
    _log(session, access, activity, "schedules:change", now)


def archive(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    now: datetime,
    asks: Sequence[Ask] = (),
) -> None:
    """Put an activity away: in no list, its days and figures stay.

    Raises Refused while it has coming days, which people may be waiting for, or while anything
    that `asks` know of uses it.
    """
    access.require(Permission.ACTIVITY_EDIT, activity.organisation_id)
    hold(session, activity.id)
    coming = coming_days(session, activity.id, now)
    if coming:
        raise Refused(
            N_("Coming days of %(name)s: %(n)s. Cancel them first, so that nobody waits in vain."),
            name=activity.name,
            n=coming,
        )
    refuse_if_used(
        [use for ask in asks for use in ask(session, activity.id, now) if use.current],
        N_("%(name)s has %(uses)s. Cancel them first, so that the places are free for others."),
        activity.name,
    )
    activity.archived_at = now
    _log(session, access, activity, "schedules:archive", now)


def coming_days(session: DistrictSession, activity_id: int, now: datetime) -> int:
    """How many planned days of an activity are not over."""
    planned = select(func.count(Occurrence.id)).where(
        Occurrence.activity_id == activity_id,
        Occurrence.ends > now,
        Occurrence.state == OccurrenceState.PLANNED,
    )
    return session.scalar(planned) or 0


def restore(session: DistrictSession, access: Access, activity: Activity, now: datetime) -> None:
    """Take an activity out again."""
    access.require(Permission.ACTIVITY_EDIT, activity.organisation_id)
    activity.archived_at = None
    _log(session, access, activity, "schedules:restore", now)


def renew_feed(session: DistrictSession, access: Access, activity: Activity, now: datetime) -> None:
    """Give the calendar feed a new secret address; the old one ends at once."""
    access.require(Permission.ACTIVITY_EDIT, activity.organisation_id)
    activity.feed_token = new_token()
    _log(session, access, activity, "schedules:renew-feed", now)


def place_names(session: DistrictSession) -> dict[int, str]:
    """What the district's places are called, by id."""
    return {row.id: row.name for row in session.execute(select(Place.id, Place.name))}


def staff_choices(session: DistrictSession, access: Access) -> list[tuple[int, str]]:
    """The employees this actor may put on an activity: id and name.

    The district's administrator may choose every employee, a leader those of the own organisation.
    """
    where = RoleGrant.district_id == session.district_id
    if not access.may(Permission.USERS_EDIT):
        where &= people_of(session, access)
    rows = session.execute(
        select(User.id, User.name)
        .join(RoleGrant, RoleGrant.user_id == User.id)
        .where(where, RoleGrant.role == Role.STAFF.value, User.closed_at.is_(None))
        .order_by(User.name)
        .distinct()
    )
    return [(row.id, row.name) for row in rows]


def staff_of(session: DistrictSession, activity_id: int) -> list[int]:
    """The users who are on an activity."""
    found = select(ActivityStaff.user_id).where(ActivityStaff.activity_id == activity_id)
    return list(session.scalars(found))


def set_staff(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    users: Collection[int],
    now: datetime,
) -> None:
    """Of those the actor may choose, put these on the activity. Raises NotFound for anybody else.

    Employees the actor does not see stay as they are.
    """
    access.require(Permission.ACTIVITY_EDIT, activity.organisation_id)
    chosen = set(users)
    known = {user_id for user_id, _name in staff_choices(session, access)}
    if not chosen <= known:
        raise NotFound
    session.execute(
        delete(ActivityStaff).where(
            ActivityStaff.activity_id == activity.id, ActivityStaff.user_id.in_(known)
        )
    )
    for number, user_id in zip(new_ids(now, len(chosen)), sorted(chosen), strict=True):
        session.add(ActivityStaff(id=number, activity_id=activity.id, user_id=user_id))
    _log(session, access, activity, "schedules:staff", now)


def _name(details: ActivityDetails) -> str:
    if not details.name.strip():
        raise Refused(N_("Write what people call the activity."), field="name")
    return details.name.strip()


def _fill(activity: Activity, details: ActivityDetails) -> None:
    activity.name = _name(details)
    activity.organisation_id = details.organisation_id
    activity.kind = details.kind.value
    activity.place_id = details.place_id
    activity.plugin = details.plugin
    activity.description = details.description
    activity.audience = details.audience
    activity.tags = with_chosen(activity.tags or (), details.tags)


def _log(
    session: DistrictSession, access: Access, activity: Activity, action: str, now: datetime
) -> None:
    record(session, access.actor.reference, action, f"activity:{activity.id}", now=now)
