"""What the short names of a request stand for."""

from sqlalchemy import BindParameter, ColumnElement, bindparam, select

from core.bookings.facts import ActivityFacts, OrganisationFacts
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation, Organisation
from core.places.models import Place
from core.problems import N_, Refused
from core.schedules.models import Activity

_HERE: BindParameter[int] = bindparam("district_id")


def _for(organisation: ColumnElement[bool]) -> Prepared:
    return Prepared.select(
        select(
            Place.id.label("place_id"),
            Activity.id.label("activity_id"),
            Activity.slug.label("activity"),
            Activity.name,
            Activity.organisation_id.label("of"),
            Activity.plugin,
            Activity.tags,
            Organisation.id.label("organisation_id"),
            Organisation.slug.label("organisation"),
            Organisation.name.label("organisation_name"),
        )
        .select_from(Place)
        .join(Activity, (Activity.district_id == _HERE) & (Activity.slug == bindparam("activity")))
        .join(Organisation, organisation)
        .where(Place.district_id == _HERE, Place.slug == bindparam("place"))
        .where(Activity.archived_at.is_(None))
    )


_ITS_OWN = _for(Organisation.id == Activity.organisation_id)
_WORKS_HERE = select(DistrictOrganisation.organisation_id).where(
    DistrictOrganisation.district_id == _HERE, DistrictOrganisation.archived_at.is_(None)
)
_ANOTHER = _for((Organisation.slug == bindparam("organisation")) & Organisation.id.in_(_WORKS_HERE))


def named(
    session: DistrictSession, place: str, activity: str, organisation: str | None
) -> tuple[int, ActivityFacts, OrganisationFacts]:
    """The place's id, the activity and the organisation; none is the one the activity belongs to.

    One statement when all of them stand for something; Raises Refused, naming a field.
    """
    if not organisation:
        found = _ITS_OWN.run(session, place=place, activity=activity)
    else:
        found = _ANOTHER.run(session, place=place, activity=activity, organisation=organisation)
    row = found.first()
    if row is None:
        raise _missing(session, place, activity)
    known = ActivityFacts(
        row.activity_id, row.activity, row.name, row.of, row.plugin, frozenset(row.tags)
    )
    owner = OrganisationFacts(row.organisation_id, row.organisation, row.organisation_name)
    return row.place_id, known, owner


def _missing(session: DistrictSession, place: str, activity: str) -> Refused:
    if session.scalar(select(Place.id).where(Place.slug == place)) is None:
        return Refused(N_("There is no such place here. Choose one from the list."), field="place")
    found = select(Activity.id).where(Activity.slug == activity, Activity.archived_at.is_(None))
    if session.scalar(found) is None:
        return Refused(N_("There is no such activity here."), field="activity")
    return Refused(N_("There is no such organisation here."), field="organisation")
