"""From rows to facts: what a booking or a claim was asked as, and what rules know of a row."""

from datetime import date

from sqlalchemy import select

from core.bookings.facts import ActivityFacts, AgreementFacts, OrganisationFacts, Request
from core.bookings.models import Agreement, Booking, Claim, Status
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
    return as_asked(row, activity, organisation)


def as_asked(row: Booking | Claim, activity: Activity, organisation: Organisation) -> Request:
    """The same where its activity and organisation are at hand."""
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
        displace=takes_back(row),
        asked=row.changed_at if isinstance(row, Booking) else row.created_at,
    )


def takes_back(row: Booking | Claim) -> bool:
    """Whether it waits for a yes to put others aside. What is confirmed has done so."""
    return isinstance(row, Booking) and row.displace and row.status == Status.PENDING


def organisation_facts(row: Organisation) -> OrganisationFacts:
    """What rules need to know of an organisation."""
    return OrganisationFacts(row.id, row.slug, row.name)


def activity_facts(row: Activity) -> ActivityFacts:
    """What rules need to know of an activity."""
    return ActivityFacts(
        row.id, row.slug, row.name, row.organisation_id, row.plugin, frozenset(row.tags)
    )


def agreement_facts(row: Agreement, holder: OrganisationFacts) -> AgreementFacts:
    """What rules need to know of a standing agreement."""
    return AgreementFacts(
        row.id,
        holder,
        row.place_id,
        row.weekday,
        row.starts,
        row.ends,
        row.first,
        row.last,
        row.release_days,
        row.notice_days,
        frozenset(date.fromisoformat(day) for day in row.given_up),
    )
