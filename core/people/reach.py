"""Whose people an actor may see. A partner and the district are separate controllers of data.

A role in one organisation reaches that one and its parts. A role in the whole district reaches the
district's own organisation and its parts, never a partner's.
"""

from collections.abc import Iterable

from sqlalchemy import select

from core.accounts.actors import Access, reach
from core.accounts.roles import Permission
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation, Organisation
from core.matching import alphabetical
from core.problems import NotFound

Reach = dict[int, str]
"""Organisations by id, with their names."""


def reached(session: DistrictSession, access: Access) -> Reach:
    """The organisations of this district whose people the actor may see and change, by name."""
    rows = session.execute(
        select(
            Organisation.id, Organisation.name, Organisation.parent_id, DistrictOrganisation.is_own
        )
        .join(DistrictOrganisation, DistrictOrganisation.organisation_id == Organisation.id)
        .where(DistrictOrganisation.district_id == session.district_id)
    ).all()
    parents = [(row.id, row.parent_id) for row in rows]
    own = {one for row in rows if row.is_own for one in reach(row.id, parents)}
    mine = _mine(access, own)
    by_name = sorted(rows, key=lambda row: alphabetical(row.name))
    return {row.id: row.name for row in by_name if row.id in mine}


def require_reached(organisation_id: int, reached_here: Reach) -> None:
    """Raise NotFound for an organisation that is not among them."""
    if organisation_id not in reached_here:
        raise NotFound


def _mine(access: Access, own: Iterable[int]) -> set[int]:
    mine: set[int] = set()
    for grant in access.grants:
        if access.policy.gives(grant.role, Permission.PEOPLE_EDIT):
            mine.update(own if grant.organisations is None else grant.organisations)
    return mine
