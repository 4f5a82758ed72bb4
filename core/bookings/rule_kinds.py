"""Rules an administrator set, kept as JSON, back to the vocabulary."""

from collections.abc import Mapping
from typing import Any, cast

import msgspec
from flask_babel import lazy_gettext

from core.bookings.models import PlaceRule
from core.bookings.vocabulary import (
    Approval,
    Buffer,
    Capacity,
    Companion,
    Duration,
    Exclusive,
    Frequency,
    LeadTime,
    Level,
    Neighbour,
    OpeningWindow,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Rule,
)
from core.text import Text

KINDS: Mapping[str, tuple[type[Any], Text]] = {
    "opening": (OpeningWindow, lazy_gettext("Open for booking")),
    "duration": (Duration, lazy_gettext("How long")),
    "lead-time": (LeadTime, lazy_gettext("How long before")),
    "buffer": (Buffer, lazy_gettext("Time between bookings")),
    "capacity": (Capacity, lazy_gettext("How many people")),
    "feature": (RequiresFeature, lazy_gettext("Equipment needed")),
    "people": (RequiresPeople, lazy_gettext("People on duty")),
    "companion": (Companion, lazy_gettext("Booked along")),
    "quota": (Quota, lazy_gettext("Quota of hours")),
    "frequency": (Frequency, lazy_gettext("How often")),
    "exclusive": (Exclusive, lazy_gettext("For itself")),
    "neighbour": (Neighbour, lazy_gettext("Who is next door")),
    "approval": (Approval, lazy_gettext("Somebody says yes first")),
}


class Kept(msgspec.Struct, frozen=True):
    """What a row's `value` holds: the rule's own fields, and whom it is for."""

    what: dict[str, Any]
    organisations: tuple[str, ...] = ()
    except_organisations: tuple[str, ...] = ()
    activities: tuple[str, ...] = ()
    approver: str | None = None


def rule_of(row: PlaceRule, place: str) -> Rule:
    """The rule a row keeps, for the place with that slug. Raises msgspec.ValidationError."""
    kind, title = KINDS[row.kind]
    kept = msgspec.convert(row.value, Kept)
    return Rule(
        f"place-rule:{row.id}",
        title,
        msgspec.convert(kept.what, kind),
        Level(row.level),
        places=(place,),
        activities=kept.activities,
        organisations=kept.organisations,
        except_organisations=kept.except_organisations,
        approver=kept.approver,
    )


def value_of(rule: Rule) -> dict[str, Any]:
    """What to keep of a rule. Raises msgspec.ValidationError for what cannot be kept."""
    kept = Kept(
        cast("dict[str, Any]", msgspec.to_builtins(rule.what)),
        rule.organisations,
        rule.except_organisations,
        rule.activities,
        rule.approver,
    )
    return cast("dict[str, Any]", msgspec.to_builtins(kept))
