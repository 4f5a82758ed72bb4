"""Who may have a calendar feed of bookings: secret addresses, made on request, and renewed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.accounts.tokens import new_token
from core.audit.service import record
from core.bookings.models import FeedAddress
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.people import organisations
from core.places import service as places
from core.places.models import Place
from core.problems import Forbidden, NotFound
from core.schedules import service as schedules
from core.schedules.models import Activity


class Kind(StrEnum):
    """Whose bookings a feed holds."""

    PLACE = "place"
    ORGANISATION = "organisation"
    ACTIVITY = "activity"


@dataclass(frozen=True)
class Subject:
    """What a feed is of. `organisation_id` is who answers for it; None is the district."""

    kind: Kind
    id: int
    slug: str
    name: str
    organisation_id: int | None


_EDITS: Mapping[Kind, Permission] = {
    Kind.PLACE: Permission.PLACES_EDIT,
    Kind.ORGANISATION: Permission.ACTIVITY_EDIT,
    Kind.ACTIVITY: Permission.ACTIVITY_EDIT,
}


def subject(session: DistrictSession, kind: Kind, slug: str) -> Subject:
    """A place, organisation or activity of this district. Raises NotFound."""
    if kind is Kind.PLACE:
        place = places.find(session, slug)
        return Subject(kind, place.id, slug, place.name, None)
    if kind is Kind.ORGANISATION:
        found = organisations.find(session, slug).organisation
        return Subject(kind, found.id, slug, found.name, found.id)
    activity = schedules.by_slug(session, slug)
    return Subject(kind, activity.id, slug, activity.name, activity.organisation_id)


def may_renew(access: Access, of: Subject) -> bool:
    """Whoever edits the place, or leads the organisation the bookings are of."""
    return access.may(_EDITS[of.kind], of.organisation_id)


def token_of(session: DistrictSession, of: Subject) -> str | None:
    """The secret of its address; None before anybody has asked for one."""
    row = _row(session, of)
    return row.token if row else None


def make(session: DistrictSession, access: Access, of: Subject, now: datetime) -> None:
    """Give it an address, for everybody who sees the calendar. One that has it keeps it.

    Raises Forbidden.
    """
    access.require(Permission.CALENDAR_SEE)
    if _row(session, of) is not None:
        return
    try:
        with session.begin_nested():
            session.add(
                FeedAddress(id=new_id(now), kind=of.kind.value, subject_id=of.id, token=new_token())
            )
    except IntegrityError:
        return  # another press made it meanwhile
    _log(session, access, "bookings:make-feed", of, now)


def renew(session: DistrictSession, access: Access, of: Subject, now: datetime) -> None:
    """Give it a new secret address; the old one ends at once. Raises Forbidden or NotFound."""
    if not may_renew(access, of):
        raise Forbidden
    row = _row(session, of)
    if row is None:
        raise NotFound
    row.token = new_token()
    _log(session, access, "bookings:renew-feed", of, now)


def of_token(session: DistrictSession, token: str) -> Subject:
    """What a secret address is of. Raises NotFound for an old one, or one of another district."""
    row = session.scalar(select(FeedAddress).where(FeedAddress.token == token))
    if row is None:
        raise NotFound
    kind = Kind(row.kind)
    slug = _slug(session, kind, row.subject_id)
    if slug is None:
        raise NotFound
    return subject(session, kind, slug)


def _slug(session: DistrictSession, kind: Kind, subject_id: int) -> str | None:
    if kind is Kind.PLACE:
        return session.scalar(select(Place.slug).where(Place.id == subject_id))
    if kind is Kind.ORGANISATION:
        listed = (one.organisation for one in organisations.listed(session))
        return next((one.slug for one in listed if one.id == subject_id), None)
    return session.scalar(select(Activity.slug).where(Activity.id == subject_id))


def _row(session: DistrictSession, of: Subject) -> FeedAddress | None:
    return session.scalar(
        select(FeedAddress).where(
            FeedAddress.kind == of.kind.value, FeedAddress.subject_id == of.id
        )
    )


def _log(session: DistrictSession, access: Access, action: str, of: Subject, now: datetime) -> None:
    record(session, access.actor.reference, action, f"{of.kind.value}:{of.id}", now=now)
