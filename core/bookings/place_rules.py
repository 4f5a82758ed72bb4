"""Rules an administrator sets for a place and what lies in it: kept, found, added, removed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import singledispatch

from sqlalchemy import select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.bookings.facts import OwnedRule
from core.bookings.models import PlaceRule
from core.bookings.rule_kinds import KINDS, rule_of, value_of
from core.bookings.vocabulary import (
    LONGEST_BUFFER,
    MOST,
    Approval,
    Buffer,
    Capacity,
    Companion,
    Duration,
    Frequency,
    LeadTime,
    Level,
    Neighbour,
    OpeningWindow,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Rule,
    What,
    Window,
)
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.districts.models import DistrictOrganisation, Organisation
from core.places import service as places
from core.places.models import Place
from core.places.tree import related
from core.problems import N_, NotFound, Refused

KEY = "place-rule:"
_NUMBER = N_("Write a number above 0.")


@dataclass(frozen=True)
class RuleDetails:
    """A rule as it shall be. Empty `organisations` (short names) is everyone.

    `approver` is the organisation whose leader says yes; None is the district's administrator.
    """

    what: What
    level: Level = Level.BLOCK
    organisations: tuple[str, ...] = ()
    approver: str | None = None


def listed(session: DistrictSession) -> list[OwnedRule]:
    """Every place rule of the district, the oldest first. They are the district's own."""
    rows = session.execute(
        select(PlaceRule, Place.slug)
        .join(Place, Place.id == PlaceRule.place_id)
        .order_by(PlaceRule.id)
    )
    return [OwnedRule(rule_of(row, slug), None, None) for row, slug in rows]


def holding(
    rules: Iterable[OwnedRule], place: Place, every_place: Sequence[Place]
) -> list[OwnedRule]:
    """The rules whoever books the place may meet.

    They are its own, those of what it lies in, and those of what lies in it: a booking of a house
    takes its rooms.
    """
    near = related({row.id: row.parent_id for row in every_place}, place.id)
    slugs = {row.slug for row in every_place if row.id in near}
    return [one for one in rules if not one.rule.places or not slugs.isdisjoint(one.rule.places)]


def find(session: DistrictSession, place: str, rule_id: int) -> Rule:
    """One rule of the place with that short name. Raises NotFound."""
    return rule_of(_row(session, place, rule_id), place)


def add(
    session: DistrictSession, access: Access, place: str, details: RuleDetails, now: datetime
) -> PlaceRule:
    """Set a rule for a place. Raises Forbidden, NotFound, or Refused naming a field."""
    access.require(Permission.BOOKING_RULES_EDIT)
    found = places.find(session, place)
    check(details.what)
    _check_names(session, details)
    rule = Rule(
        KEY,
        "",
        details.what,
        details.level,
        organisations=details.organisations,
        approver=details.approver,
    )
    row = PlaceRule(
        id=new_id(now),
        place_id=found.id,
        kind=next(kind for kind, (made, _title) in KINDS.items() if made is type(details.what)),
        level=details.level.value,
        value=value_of(rule),
        created_at=now,
        created_by=access.actor.reference,
    )
    session.add(row)
    _log(session, access, "bookings:add-rule", row, now)
    return row


def remove(
    session: DistrictSession, access: Access, place: str, rule_id: int, now: datetime
) -> None:
    """Take a rule away; what it said stays in the log. Raises Forbidden or NotFound."""
    access.require(Permission.BOOKING_RULES_EDIT)
    row = _row(session, place, rule_id)
    _log(session, access, "bookings:remove-rule", row, now)
    session.delete(row)


@singledispatch
def check(_what: object) -> None:
    """Raise Refused, naming a field of the rule, for what cannot be meant."""


@check.register
def _duration(what: Duration) -> None:
    if what.least is None and what.most is None:
        raise Refused(N_("Write how long a booking lasts, at least or at most."), field="least")
    _above_0(what.least, "least")
    _above_0(what.most, "most")
    if what.least and what.most and what.most < what.least:
        raise Refused(N_("The longest is shorter than the shortest."), field="most")


@check.register
def _lead_time(what: LeadTime) -> None:
    _within(what.hours, 0, "hours")
    if what.days is None and not what.hours:
        raise Refused(N_("Write how late, or how early, people may ask."), field="hours")
    _above_0(what.days, "days")
    if what.days is not None and what.days * 24 < what.hours:
        raise Refused(N_("Nobody could ask: that is too early and too late."), field="days")


@check.register
def _buffer(what: Buffer) -> None:
    _within(what.before, 0, "before", LONGEST_BUFFER)
    _within(what.after, 0, "after", LONGEST_BUFFER)
    if not what.before and not what.after:
        raise Refused(N_("Write the minutes before, after, or both."), field="after")


@check.register
def _capacity(what: Capacity) -> None:
    _above_0(what.people, "people")


@check.register
def _feature(what: RequiresFeature) -> None:
    if not what.feature.strip():
        raise Refused(N_("Write what the house must have."), field="feature")


@check.register
def _people(what: RequiresPeople) -> None:
    _above_0(what.least, "least")


@check.register
def _quota(what: Quota) -> None:
    _above_0(what.hours, "hours")


@check.register
def _frequency(what: Frequency) -> None:
    _above_0(what.times, "times")


@check.register
def _neighbour(what: Neighbour) -> None:
    if not what.not_beside.strip() and not what.unless_tag:
        raise Refused(N_("Write what it does not go together with."), field="not_beside")


@check.register
def _opening(what: OpeningWindow) -> None:
    _window(what.window)


@check.register
def _approval(what: Approval) -> None:
    _window(what.window)


def _window(window: Window) -> None:
    if not window.weekdays:
        raise Refused(N_("Choose at least one weekday."), field="weekdays")
    if window.backwards:
        raise Refused(N_("It ends before it starts. Check the times."), field="ends")


def _above_0(number: int | None, field: str) -> None:
    if number is not None:
        _within(number, 1, field)


def _within(number: int, least: int, field: str, most: int = MOST) -> None:
    if number < least:
        raise Refused(_NUMBER, field=field)
    if number > most:
        raise Refused(N_("Write a number up to %(n)s."), field=field, n=most)


def _check_names(session: DistrictSession, details: RuleDetails) -> None:
    """What a rule names must be here: another district's organisations and places are not."""
    known = set(
        session.scalars(
            select(Organisation.slug)
            .join(DistrictOrganisation, DistrictOrganisation.organisation_id == Organisation.id)
            .where(DistrictOrganisation.district_id == session.district_id)
        )
    )
    for field, named in (
        ("organisations", details.organisations),
        ("approver", (details.approver,) if details.approver else ()),
    ):
        if not known.issuperset(named):
            raise Refused(N_("Choose an organisation that is in use here."), field=field)
    if isinstance(details.what, Companion):
        try:
            places.find(session, details.what.place)
        except NotFound:
            raise Refused(N_("Choose a place that is in use."), field="place") from None


def _row(session: DistrictSession, place: str, rule_id: int) -> PlaceRule:
    row = session.scalar(
        select(PlaceRule)
        .join(Place, Place.id == PlaceRule.place_id)
        .where(PlaceRule.id == rule_id, Place.slug == place)
    )
    if row is None:
        raise NotFound
    return row


def _log(
    session: DistrictSession, access: Access, action: str, row: PlaceRule, now: datetime
) -> None:
    record(
        session,
        access.actor.reference,
        action,
        f"place-rule:{row.id}",
        now=now,
        place=str(row.place_id),
        kind=row.kind,
        level=row.level,
        value=row.value,
    )
