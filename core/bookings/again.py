"""From rows to requests: what a booking or a claim was asked as."""

from sqlalchemy import select

from core.bookings.facts import ActivityFacts, OrganisationFacts, Request
from core.bookings.models import Booking, Claim
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.schedules.models import Activity


def request_again(session: DistrictSession, row: Booking | Claim) -> Request:
    """The request a booking or a claim was made from. A booking is not in its own way."""
    activity, organisation = session.execute(
        select(Activity, Organisation)
        .join(Organisation, Organisation.id == row.organisation_id)
        .where(Activity.id == row.activity_id)
    ).one()
    return Request(
        row.place_id,
        activity_facts(activity),
        organisation_facts(organisation),
        row.starts,
        row.ends,
        row.created_by,
        shared=row.shared,
        people=row.people,
        volunteers=row.volunteers if isinstance(row, Booking) else None,
        booking_id=row.id if isinstance(row, Booking) else None,
        asked=row.changed_at if isinstance(row, Booking) else row.created_at,
    )


def organisation_facts(row: Organisation) -> OrganisationFacts:
    """What rules need to know of an organisation."""
    return OrganisationFacts(row.id, row.slug, row.name)


def activity_facts(row: Activity) -> ActivityFacts:
    """What rules need to know of an activity."""
    return ActivityFacts(
        row.id, row.slug, row.name, row.organisation_id, row.plugin, frozenset(row.tags)
    )
