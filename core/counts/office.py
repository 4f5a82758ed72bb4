"""Who sees what is guarded, as newcomers: few as they are, they could single somebody out."""

from collections.abc import Mapping

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Role
from core.counts.categories import Categories
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation
from core.statistics.measures import GUARDED


def is_office(session: DistrictSession, access: Access, organisation_id: int) -> bool:
    """Whether the reader works where the counting was done: there, small numbers are known.

    A district's administrator does for the district's own organisations, and no partner's.
    """
    if access.belongs_to(organisation_id):
        return True
    if Role.DISTRICT_ADMIN not in access.roles:
        return False
    own = select(DistrictOrganisation.organisation_id).where(
        DistrictOrganisation.district_id == session.district_id,
        DistrictOrganisation.organisation_id == organisation_id,
        DistrictOrganisation.is_own.is_(True),
    )
    return session.scalar(own) is not None


def counts_guarded(
    session: DistrictSession,
    access: Access,
    activity_id: int,
    organisation_id: int,
    staff_of: frozenset[int],
) -> bool:
    """Whether somebody asks at the door who is new: the office, its devices, its employees.

    A district's administrator who counts for a partner counts visits alone.
    """
    if access.actor.is_device or activity_id in staff_of:
        return True
    return is_office(session, access, organisation_id)


def unguarded(known: Categories) -> Categories:
    """The categories that are shown to everybody who may see a day."""
    return {key: one for key, one in known.items() if one.kind not in GUARDED}


def to_show(totals: Mapping[str, int], known: Categories) -> dict[str, int]:
    """The totals without what is guarded; what nobody can tell the kind of is left out, too."""
    shown = unguarded(known)
    return {key: n for key, n in totals.items() if key in shown}
