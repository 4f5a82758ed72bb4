"""Quotas and frequencies: how much of a period is used, over whole series."""

from collections.abc import Iterator
from datetime import date, datetime, timedelta

from core.bookings.facts import Finding, Message, OwnedRule, Request, Snapshot, Used
from core.bookings.findings import finding
from core.bookings.scope import of_kind, places_of
from core.bookings.vocabulary import Frequency, Per, Quota, Rule, Unit
from core.calendar.zones import local_date
from core.problems import N_


def first_day(unit: Unit, day: date) -> date:
    """The first local date of the period a date lies in."""
    if unit is Unit.WEEK:
        return day - timedelta(days=day.weekday())
    if unit is Unit.MONTH:
        return day.replace(day=1)
    if unit is Unit.YEAR:
        return day.replace(month=1, day=1)
    return day


def quotas(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """Hours above the quota. Of a series, the dates that go beyond it are those refused."""
    for one, what in of_kind(rules, Quota):
        times = _times(request, what.unit, one.rule, what.per, snapshot)
        used = sum((ends - starts for starts, ends in times), timedelta())
        if used > timedelta(hours=what.hours):
            text = N_("The quota is %(n)s hours in the period; with this it would be %(used)s.")
            hours = f"{used.total_seconds() / 3600:.1f}".removesuffix(".0").replace(".", ",")
            yield finding(one, snapshot, Message(text, {"n": what.hours, "used": hours}))


def frequencies(request: Request, snapshot: Snapshot, rules: list[OwnedRule]) -> Iterator[Finding]:
    """More bookings in a period than the rule allows."""
    for one, what in of_kind(rules, Frequency):
        if len(_times(request, what.unit, one.rule, what.per, snapshot)) > what.times:
            text = N_("There can be %(n)s in the period, and they are there already.")
            yield finding(one, snapshot, Message(text, {"n": what.times}))


def _times(
    request: Request, unit: Unit, rule: Rule, per: Per, snapshot: Snapshot
) -> list[tuple[datetime, datetime]]:
    """What counts in the request's period: others, the series so far, and the request."""
    period = first_day(unit, local_date(request.starts))
    served = places_of(rule, snapshot)
    others = [
        (one.starts, one.ends)
        for one in snapshot.used
        if one.booking_id != request.booking_id
        and first_day(unit, local_date(one.starts)) == period
        and _counts(one, request, per)
        and any(row.id in served for row in snapshot.below(one.place_id))
    ]
    asked = set(request.series) | {(request.starts, request.ends)}
    own = [
        (starts, ends)
        for starts, ends in asked
        if (starts, ends) <= (request.starts, request.ends)
        and first_day(unit, local_date(starts)) == period
    ]
    return others + own


def _counts(one: Used, request: Request, per: Per) -> bool:
    if per is Per.ORGANISATION:
        return one.organisation_id == request.organisation.id
    if per is Per.USER:
        return one.actor == request.actor
    if per is Per.ACTIVITY:
        return one.activity_id == request.activity.id
    return one.place_id == request.place_id
