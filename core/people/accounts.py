"""Whose accounts an actor may know by name: as with people, those of the organisations reached."""

from sqlalchemy import ColumnElement, select

from core.accounts.actors import Access
from core.accounts.models import RoleGrant
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation
from core.people.reach import reached


def people_of(session: DistrictSession, access: Access) -> ColumnElement[bool]:
    """A condition on roles: held in this district, for an organisation whose people the actor sees.

    A role in the whole district is one of the district's own organisation.
    """
    seen = reached(session, access)
    own = session.scalars(
        select(DistrictOrganisation.organisation_id).where(
            DistrictOrganisation.district_id == session.district_id,
            DistrictOrganisation.is_own.is_(True),
        )
    )
    known: ColumnElement[bool] = RoleGrant.organisation_id.in_(seen)
    if not seen.keys().isdisjoint(own):
        known |= RoleGrant.organisation_id.is_(None)
    return (RoleGrant.district_id == session.district_id) & known
