"""Organisations of a district. All districts share the organisations; each links those it knows.

Who is responsible for people's data follows from an organisation's parent, so that is chosen once,
when it is made, and never changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select
from stdnum.exceptions import ValidationError
from stdnum.no import orgnr

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation, Organisation
from core.matching import matches
from core.problems import N_, NotFound, Refused
from core.slugs import free_slug
from core.trees import in_order
from core.uses import Ask, Use, refuse_if_used

RESERVED = frozenset({"new"})
"""Words that are addresses of our own under /organisations/."""


@dataclass(frozen=True)
class Listed:
    """An organisation of this district. `is_own`: the district itself, or a part of it."""

    organisation: Organisation
    is_own: bool
    archived_at: datetime | None
    depth: int = 0


@dataclass(frozen=True)
class Added:
    """What adding did. `was_known`: linked by its number, not made."""

    slug: str
    name: str
    was_known: bool


def read_number(typed: str | None) -> str | None:
    """Nine digits with a right mod-11 check digit, or None. Raises Refused (field "number")."""
    if not typed or not typed.strip():
        return None
    try:
        return str(orgnr.validate(typed))
    except ValidationError:
        raise Refused(
            N_("This is not an organisation number. It has nine digits; check it at brreg.no."),
            field="number",
        ) from None


def listed(session: DistrictSession) -> list[Listed]:
    """This district's organisations, archived ones too, each followed by its parts."""
    links = {link.organisation_id: link for link in session.scalars(_links(session))}
    rows = session.scalars(select(Organisation).where(Organisation.id.in_(links)))
    return [
        Listed(row, links[row.id].is_own, links[row.id].archived_at, depth)
        for depth, row in in_order(rows)
    ]


def find(session: DistrictSession, slug: str) -> Listed:
    """An organisation of this district. Raises NotFound, for another district's too."""
    organisation, link = _linked(session, slug)
    return Listed(organisation, link.is_own, link.archived_at)


def search(session: DistrictSession, query: str) -> list[Organisation]:
    """Organisations in use whose name or number holds every word of the query."""
    return [
        one.organisation
        for one in listed(session)
        if one.archived_at is None
        and matches(query, one.organisation.name, one.organisation.number)
    ]


def is_elsewhere(session: DistrictSession, organisation_id: int) -> bool:
    """Whether another district uses the organisation, too; nothing else is told of it."""
    others = session.scalar(
        select(func.count())
        .select_from(DistrictOrganisation)
        .where(
            DistrictOrganisation.organisation_id == organisation_id,
            DistrictOrganisation.district_id != session.district_id,
        )
    )
    return bool(others)


def has_own(session: DistrictSession) -> bool:
    """Whether the district itself is among its organisations."""
    return any(link.is_own for link in session.scalars(_links(session)))


def add(
    session: DistrictSession,
    access: Access,
    *,
    name: str,
    number: str | None,
    parent: str | None,
    own: bool,
    now: datetime,
) -> Added:
    """Make an organisation, or link the one that has this number. `parent` is a slug.

    `own` marks the district itself, once; its parts follow from their parent. Raises Refused.
    """
    access.require(Permission.ORGANISATIONS_EDIT)
    if not name.strip():
        raise Refused(N_("Write the name of the organisation."), field="name")
    if own and has_own(session):
        raise Refused(N_("The district is here already. Choose what this is a part of."))
    above, above_link = _linked(session, parent) if parent else (None, None)
    number = read_number(number)
    known = _by_number(session, number)
    organisation = known or _make(session, name, number, above, now)
    link = session.get(DistrictOrganisation, (session.district_id, organisation.id))
    if link is not None and link.archived_at is None:
        raise Refused(
            N_("%(name)s has this number and is here already."),
            field="number",
            name=organisation.name,
        )
    if link is None:
        below_own = known is None and above_link is not None and above_link.is_own
        link = DistrictOrganisation(
            district_id=session.district_id,
            organisation_id=organisation.id,
            is_own=own or below_own,
        )
        session.add(link)
    link.archived_at = None
    _log(session, access, "organisations:add", organisation, now, known is not None)
    return Added(organisation.slug, organisation.name, known is not None)


def edit(
    session: DistrictSession,
    access: Access,
    slug: str,
    *,
    name: str,
    number: str | None,
    now: datetime,
) -> None:
    """Change name and number. Raises Refused when another district uses it, unless for admin."""
    access.require(Permission.ORGANISATIONS_EDIT)
    organisation, _link = _linked(session, slug)
    if not may_edit(session, access, organisation.id):
        raise Refused(
            N_("Another district uses %(name)s, too. Ask an administrator to change it."),
            name=organisation.name,
        )
    if not name.strip():
        raise Refused(N_("Write the name of the organisation."), field="name")
    number = read_number(number)
    other = _by_number(session, number)
    if other is not None and other.id != organisation.id:
        raise Refused(N_("Another organisation has this number."), field="number")
    organisation.name, organisation.number = name.strip(), number
    _log(session, access, "organisations:edit", organisation, now)


def may_edit(session: DistrictSession, access: Access, organisation_id: int) -> bool:
    """Whether the actor may change what other districts may see of an organisation."""
    return access.may(Permission.ORGANISATIONS_EDIT) and (
        access.may(Permission.PLATFORM_EDIT) or not is_elsewhere(session, organisation_id)
    )


def current_uses(
    session: DistrictSession, organisation_id: int, asks: Sequence[Ask], now: datetime
) -> list[Use]:
    """What those asked know to use an organisation in this district now."""
    return [use for ask in asks for use in ask(session, organisation_id, now) if use.current]


def archive(
    session: DistrictSession, access: Access, slug: str, asks: Sequence[Ask], now: datetime
) -> None:
    """Take it out of use in this district alone. Raises Refused naming all that uses it."""
    access.require(Permission.ORGANISATIONS_EDIT)
    organisation, link = _linked(session, slug)
    refuse_if_used(
        current_uses(session, organisation.id, asks, now),
        N_("%(name)s is in use and cannot be archived: %(uses)s. Move or end that first."),
        organisation.name,
    )
    link.archived_at = now
    _log(session, access, "organisations:archive", organisation, now)


def restore(session: DistrictSession, access: Access, slug: str, now: datetime) -> None:
    """Take it into use in this district again."""
    access.require(Permission.ORGANISATIONS_EDIT)
    organisation, link = _linked(session, slug)
    link.archived_at = None
    _log(session, access, "organisations:restore", organisation, now)


def _links(session: DistrictSession) -> Select[DistrictOrganisation]:
    return select(DistrictOrganisation).where(
        DistrictOrganisation.district_id == session.district_id
    )


def _linked(session: DistrictSession, slug: str) -> tuple[Organisation, DistrictOrganisation]:
    row = session.execute(
        select(Organisation, DistrictOrganisation)
        .join(DistrictOrganisation, DistrictOrganisation.organisation_id == Organisation.id)
        .where(DistrictOrganisation.district_id == session.district_id, Organisation.slug == slug)
    ).first()
    if row is None:
        raise NotFound
    return row[0], row[1]


def _by_number(session: DistrictSession, number: str | None) -> Organisation | None:
    if number is None:
        return None
    return session.scalar(select(Organisation).where(Organisation.number == number))


def _make(
    session: DistrictSession,
    name: str,
    number: str | None,
    above: Organisation | None,
    now: datetime,
) -> Organisation:
    taken = set(session.scalars(select(Organisation.slug))) | RESERVED
    organisation = Organisation(
        id=new_id(now),
        slug=free_slug(name, taken, "organisation"),
        name=name.strip(),
        number=number,
        parent_id=above.id if above else None,
        created_at=now,
    )
    session.add(organisation)
    session.flush()
    return organisation


def _log(
    session: DistrictSession,
    access: Access,
    action: str,
    organisation: Organisation,
    now: datetime,
    was_known: bool = True,
) -> None:
    target = f"organisation:{organisation.id}"
    record(session, access.actor.reference, action, target, now=now, was_known=was_known)
