"""What of people and accounts builds on an organisation in this district."""

from datetime import datetime

from flask_babel import lazy_gettext, lazy_ngettext
from sqlalchemy import func, select

from core.accounts.models import RoleGrant
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation, Organisation
from core.people.models import Person
from core.uses import Use


def of_organisation(session: DistrictSession, organisation_id: int, _now: datetime) -> list[Use]:
    """Its parts in use, its people (not how many: they are its own business), roles in it."""
    uses = [
        Use(lazy_gettext("its part %(name)s", name=name), current=True)
        for name in _parts(session, organisation_id)
    ]
    if session.scalar(
        select(Person.id)
        .where(
            Person.organisation_id == organisation_id,
            Person.archived_at.is_(None),
            Person.hidden.is_(False),
        )
        .limit(1)
    ):
        uses.append(Use(lazy_gettext("people"), current=True))
    users = session.scalar(
        select(func.count(func.distinct(RoleGrant.user_id))).where(
            RoleGrant.organisation_id == organisation_id,
            RoleGrant.district_id == session.district_id,
        )
    )
    if users:
        text = lazy_ngettext("%(num)d user with a role", "%(num)d users with a role", users)
        uses.append(Use(text, current=True))
    return uses


def _parts(session: DistrictSession, organisation_id: int) -> list[str]:
    rows = session.scalars(
        select(Organisation.name)
        .join(DistrictOrganisation, DistrictOrganisation.organisation_id == Organisation.id)
        .where(
            Organisation.parent_id == organisation_id,
            DistrictOrganisation.district_id == session.district_id,
            DistrictOrganisation.archived_at.is_(None),
        )
        .order_by(Organisation.name)
    )
    return list(rows)
