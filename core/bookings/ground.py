"""What seldom changes and every request rests on: places, their rules, agreements, organisations.

It is remembered by its versions, so that asking for a room reads it once and not every time.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import bindparam, func, literal, select

from core.bookings.again import agreement_facts
from core.bookings.facts import AgreementFacts, OrganisationFacts, OwnedRule, PlaceFacts
from core.bookings.models import Agreement, PlaceRule, Version
from core.bookings.rule_kinds import rule_of
from core.bookings.versions import RULES
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession
from core.districts.models import Organisation
from core.places.models import OpeningHours, Place

_ORGANISATIONS = "organisations"
_READ = (
    select(Version.subject, Version.version)
    .where(Version.district_id == bindparam("district_id"))
    .union_all(
        # The names of organisations are all districts', and count their own changes
        select(literal(_ORGANISATIONS), func.coalesce(func.sum(Organisation.revision), 0))
    )
)
_VERSIONS = Prepared(_READ, _READ)


@dataclass(frozen=True)
class Ground:
    """The district as its administrators have set it up."""

    organisations: Mapping[int, OrganisationFacts]
    agreements: tuple[AgreementFacts, ...]
    places: Mapping[int, PlaceFacts]
    rules: tuple[OwnedRule, ...]


def read_versions(session: DistrictSession) -> dict[str, int]:
    """How often each subject has changed. What is read afterwards is at least as new."""
    return {row.subject: row.version for row in _VERSIONS.run(session)}


def ground(session: DistrictSession, versions: Mapping[str, int]) -> Ground:
    """The ground at these versions, or a newer one: that is seen when they are compared."""
    known = versions.get(RULES, 0), versions.get(_ORGANISATIONS, 0)
    key = ("ground", session.district_id)
    return session.remembered.get(key, known, lambda: _read(session))


def _read(session: DistrictSession) -> Ground:
    organisations, agreements = _organisations(session)
    places = _places(session)
    return Ground(organisations, agreements, places, tuple(_place_rules(session, places)))


def _organisations(
    session: DistrictSession,
) -> tuple[dict[int, OrganisationFacts], tuple[AgreementFacts, ...]]:
    """The organisations and their standing agreements here, by one statement."""
    rows = session.execute(
        select(Organisation.id, Organisation.slug, Organisation.name, Agreement)
        .join(Agreement, Agreement.organisation_id == Organisation.id, isouter=True)
        .order_by(Agreement.id)
    ).all()
    organisations = {row.id: OrganisationFacts(row.id, row.slug, row.name) for row in rows}
    agreements = (
        agreement_facts(row.Agreement, organisations[row.id]) for row in rows if row.Agreement
    )
    return organisations, tuple(agreements)


def _places(session: DistrictSession) -> dict[int, PlaceFacts]:
    rows = session.execute(
        select(
            Place.id,
            Place.slug,
            Place.name,
            Place.parent_id,
            Place.capacity,
            Place.lanes,
            Place.equipment,
            Place.archived_at,
            OpeningHours.weekday,
            OpeningHours.opens,
            OpeningHours.closes,
        )
        .join(OpeningHours, OpeningHours.place_id == Place.id, isouter=True)
        .order_by(Place.id, OpeningHours.weekday, OpeningHours.opens)
    ).all()
    hours: dict[int, list[tuple[int, object, object]]] = {}
    for row in rows:
        found = hours.setdefault(row.id, [])
        if row.weekday is not None:
            found.append((row.weekday, row.opens, row.closes))
    return {
        row.id: PlaceFacts(
            row.id,
            row.slug,
            row.name,
            row.parent_id,
            row.capacity,
            row.lanes,
            frozenset(row.equipment),
            tuple(hours[row.id]),  # type: ignore[arg-type]
            row.archived_at is not None,
        )
        for row in rows
    }


def _place_rules(session: DistrictSession, places: Mapping[int, PlaceFacts]) -> Iterable[OwnedRule]:
    for row in session.scalars(select(PlaceRule).order_by(PlaceRule.id)):
        yield OwnedRule(rule_of(row, places[row.place_id].slug), None, None)
