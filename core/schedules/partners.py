"""The activity a plugin serves, and making it with its organisation where a file comes first."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.tokens import new_token
from core.db.ids import new_id
from core.db.tenancy import DistrictSession, PlatformSession
from core.districts.models import DistrictOrganisation, Organisation
from core.problems import Forbidden, NotFound
from core.schedules.days import may_run
from core.schedules.models import Activity, ActivityKind


@dataclass(frozen=True)
class Partner:
    """What a plugin's activity is made of where it is absent; `own` is the district's own.

    `tags` are what it always has, for its neighbours to know. Without a `plugin` it is nobody's.
    """

    plugin: str
    organisation: str
    organisation_name: str
    activity: str
    activity_name: str
    kind: ActivityKind
    own: bool = False
    tags: frozenset[str] = frozenset()


def activity_of(session: DistrictSession, plugin: str) -> Activity:
    """The activity a plugin serves here: the first one in use that belongs to it.

    Raises NotFound where none does.
    """
    found = session.scalars(
        select(Activity)
        .where(Activity.plugin == plugin, Activity.archived_at.is_(None))
        .order_by(Activity.created_at, Activity.id)
        .limit(1)
    ).first()
    if found is None:
        raise NotFound
    return found


def activity_to_run(
    session: DistrictSession, access: Access, plugin: str, permission: str
) -> Activity:
    """The activity a plugin serves, for its organisation and for employees who are on it.

    Raises NotFound or Forbidden.
    """
    activity = activity_of(session, plugin)
    if not may_run(session, access, permission, activity):
        raise Forbidden
    return activity


def ensure_organisation(
    shared: PlatformSession, district_id: int, partner: Partner, now: datetime
) -> int:
    """The id of the partner's organisation in this district; made and linked where it is absent."""
    row = shared.scalar(select(Organisation).where(Organisation.slug == partner.organisation))
    if row is None:
        row = Organisation(
            id=new_id(now),
            slug=partner.organisation,
            name=partner.organisation_name,
            number=None,
            parent_id=None,
            created_at=now,
        )
        shared.add(row)
        shared.flush()
    if shared.get(DistrictOrganisation, (district_id, row.id)) is None:
        shared.add(
            DistrictOrganisation(
                district_id=district_id,
                organisation_id=row.id,
                is_own=partner.own,
                archived_at=None,
            )
        )
    return row.id


def ensure_activity(
    session: DistrictSession, slug: str, partner: Partner, organisation_id: int, now: datetime
) -> Activity:
    """The activity with this short name, made where it is absent; the plugin's if nobody's."""
    row = session.scalar(select(Activity).where(Activity.slug == slug))
    if row is None:
        row = _new_activity(slug, partner, organisation_id, now)
        session.add(row)
    row.plugin = row.plugin or partner.plugin or None
    row.tags = [*row.tags, *sorted(partner.tags.difference(row.tags))]
    session.flush()
    return row


def _new_activity(slug: str, partner: Partner, organisation_id: int, now: datetime) -> Activity:
    return Activity(
        id=new_id(now),
        slug=slug,
        name=partner.activity_name if slug == partner.activity else slug.capitalize(),
        kind=partner.kind.value,
        organisation_id=organisation_id,
        plugin=partner.plugin or None,
        place_id=None,
        description=None,
        feed_token=new_token(),
        created_at=now,
        archived_at=None,
        tags=[],
    )
