"""The district's places: looking, making, changing, archiving, deleting."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.db.ids import new_id, new_ids
from core.db.tenancy import DistrictSession
from core.matching import matches
from core.places.details import Details, check
from core.places.hours import Hours
from core.places.models import OpeningHours, Place
from core.places.tree import check_parent
from core.places.uses import places_in
from core.problems import N_, NotFound, Refused
from core.slugs import free_slug
from core.trees import in_order
from core.uses import Ask, Use, refuse_if_used

Along = Callable[[DistrictSession, Place, datetime], None]
"""What is done for a new place in the transaction that makes it; the moment is UTC."""

RESERVED = frozenset({"new"})
"""Words that are addresses of our own under /places/."""


@dataclass(frozen=True)
class Node:
    """A place in the tree. `depth` 0 is the top; no `hours`: none are given."""

    place: Place
    depth: int
    hours: tuple[Hours, ...]


def tree(session: DistrictSession) -> list[Node]:
    """Every place, archived ones too, each followed by what lies in it; two queries."""
    hours: dict[int, list[Hours]] = {}
    for row in session.scalars(select(OpeningHours)):
        hours.setdefault(row.place_id, []).append(Hours(row.weekday, row.opens, row.closes))
    return [
        Node(place, depth, tuple(sorted(hours.get(place.id, ()))))
        for depth, place in in_order(session.scalars(select(Place)))
    ]


def find(session: DistrictSession, slug: str) -> Place:
    """A place by its slug. Raises NotFound."""
    place = session.scalar(select(Place).where(Place.slug == slug))
    if place is None:
        raise NotFound
    return place


def search(session: DistrictSession, query: str) -> list[Place]:
    """Places in use whose name, address or equipment holds every word of the query."""
    rows = session.scalars(select(Place).where(Place.archived_at.is_(None)).order_by(Place.name))
    return [p for p in rows if matches(query, p.name, p.address, *p.equipment)]


def create(
    session: DistrictSession,
    access: Access,
    details: Details,
    booked: Sequence[Ask],
    along: Sequence[Along],
    now: datetime,
) -> Place:
    """A new place. Whoever has the house it lies in has all its rooms, so they get it `along`.

    Raises Refused for what cannot be, as when the house is `booked` in a way that nothing can be
    given along, naming what stands in the way; and Forbidden.
    """
    access.require(Permission.PLACES_EDIT)
    check(details)
    _refuse_if_booked(session, None, details, booked, now)
    rows = _locked(session)
    taken = {row.slug for row in rows} | RESERVED
    place = Place(
        id=new_id(now),
        slug=free_slug(details.name, taken, "place"),
        created_at=now,
        archived_at=None,
    )
    _fill(place, details, _parent(rows, None, details.parent))
    session.add(place)
    session.flush()
    _set_hours(session, place, details.hours, now)
    for give in along:
        give(session, place, now)
    _log(session, access, "places:create", place, now)
    return place


def edit(
    session: DistrictSession,
    access: Access,
    slug: str,
    details: Details,
    booked: Sequence[Ask],
    now: datetime,
) -> Place:
    """Change a place; its address on the web stays.

    Where it lies and its lanes stay while something is `booked`, here or where it would lie: that
    was given the room on what they are. Raises Refused, NotFound, Forbidden.
    """
    access.require(Permission.PLACES_EDIT)
    check(details)
    _refuse_if_booked(session, slug, details, booked, now)
    rows = _locked(session)
    place = find(session, slug)
    _fill(place, details, _parent(rows, place, details.parent))
    _set_hours(session, place, details.hours, now)
    _log(session, access, "places:edit", place, now)
    return place


def uses(session: DistrictSession, place: Place, asks: Sequence[Ask], now: datetime) -> list[Use]:
    """What builds on a place: places that lie in it, and what those asked know of."""
    return [use for ask in (places_in, *asks) for use in ask(session, place.id, now)]


def archive(
    session: DistrictSession, access: Access, slug: str, asks: Sequence[Ask], now: datetime
) -> Place:
    """Take a place out of use; its history stays. Raises Refused naming all that uses it."""
    access.require(Permission.PLACES_EDIT)
    place = find(session, slug)
    refuse_if_used(
        [use for use in uses(session, place, asks, now) if use.current],
        N_("%(name)s is in use and cannot be archived: %(uses)s. Move or end that first."),
        place.name,
    )
    if place.archived_at is None:
        place.archived_at = now
        _log(session, access, "places:archive", place, now)
    return place


def restore(session: DistrictSession, access: Access, slug: str, now: datetime) -> Place:
    """Take a place into use again. Raises Refused while the one it lies in is archived."""
    access.require(Permission.PLACES_EDIT)
    place = find(session, slug)
    parent = session.scalar(select(Place).where(Place.id == place.parent_id))
    if parent is not None and parent.archived_at is not None:
        raise Refused(
            N_("%(name)s lies in %(parent)s, which is archived. Take that into use first."),
            name=place.name,
            parent=parent.name,
        )
    place.archived_at = None
    _log(session, access, "places:restore", place, now)
    return place


def remove(
    session: DistrictSession, access: Access, slug: str, asks: Sequence[Ask], now: datetime
) -> str:
    """Delete a place that was never used, and give its name. Raises Refused naming its uses."""
    access.require(Permission.PLACES_EDIT)
    place = find(session, slug)
    name = place.name
    refuse_if_used(
        uses(session, place, asks, now),
        N_("%(name)s has been used and cannot be deleted: %(uses)s. You can archive it instead."),
        name,
    )
    session.execute(delete(OpeningHours).where(OpeningHours.place_id == place.id))
    session.delete(place)
    try:
        session.flush()
    except IntegrityError:
        # A plugin's table may point here, too; the foreign key knows what core does not.
        raise Refused(
            N_("%(name)s has been used and cannot be deleted. You can archive it instead."),
            name=name,
        ) from None
    _log(session, access, "places:delete", place, now)
    return name


def _refuse_if_booked(
    session: DistrictSession,
    slug: str | None,
    details: Details,
    booked: Sequence[Ask],
    now: datetime,
) -> None:
    """Before the places are locked: whoever books takes rooms first, and reads places then."""
    found = select(Place.id, Place.slug, Place.name, Place.parent_id, Place.lanes)
    rows = {row.slug: row for row in session.execute(found)}
    place = rows.get(slug) if slug is not None else None
    parent = rows.get(details.parent) if details.parent is not None else None
    moves = (place.parent_id if place else None) != (parent.id if parent else None)
    changed = []
    if place is not None and (moves or place.lanes != details.lanes):
        changed.append(place)
    if parent is not None and moves:
        changed.append(parent)
    for row in sorted(changed, key=lambda row: str(row.id)):
        refuse_if_used(
            [use for ask in booked for use in ask(session, row.id, now)],
            N_(
                "%(name)s has %(uses)s. Cancel them, or wait until they are over, before you "
                "change what lies where or how many groups there is room for."
            ),
            row.name,
        )


def _locked(session: DistrictSession) -> Sequence[Place]:
    """Every place, held until the end: two moves at once could otherwise make a circle."""
    return session.scalars(select(Place).order_by(Place.id).with_for_update()).all()


def _parent(rows: Iterable[Place], place: Place | None, slug: str | None) -> int | None:
    if slug is None:
        return None
    rows = list(rows)
    parent = next((row for row in rows if row.slug == slug), None)
    stays = place is not None and parent is not None and parent.id == place.parent_id
    if parent is None or (parent.archived_at is not None and not stays):
        raise Refused(N_("Choose a place that is in use."), field="parent")
    check_parent({row.id: row.parent_id for row in rows}, place.id if place else None, parent.id)
    return parent.id


def _fill(place: Place, details: Details, parent_id: int | None) -> None:
    place.name = details.name.strip()
    place.parent_id = parent_id
    place.address = details.address
    place.capacity = details.capacity
    place.lanes = details.lanes
    place.equipment = list(details.equipment)


def _set_hours(
    session: DistrictSession, place: Place, hours: Sequence[Hours], now: datetime
) -> None:
    session.execute(delete(OpeningHours).where(OpeningHours.place_id == place.id))
    session.add_all(
        OpeningHours(
            id=number,
            place_id=place.id,
            weekday=one.weekday,
            opens=one.opens,
            closes=one.closes,
        )
        for number, one in zip(new_ids(now, len(hours)), hours, strict=True)
    )


def _log(
    session: DistrictSession, access: Access, action: str, place: Place, now: datetime
) -> None:
    record(session, access.actor.reference, action, f"place:{place.id}", now=now)
