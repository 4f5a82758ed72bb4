"""Choices that several forms share."""

from typing import Any

from flask_babel import gettext
from sqlalchemy import select

from core.db.tenancy import DistrictSession
from core.people import organisations
from core.places.models import Place
from core.schedules.service import activities
from core.schedules.tags import TAGS
from core.trees import in_order
from core.web.weekdays import weekday_label

Choices = list[tuple[Any, Any]]


def weekday_choices() -> Choices:
    """Monday to Sunday, by number."""
    return [(number, weekday_label(number)) for number in range(7)]


def place_choices(session: DistrictSession, kept: int | None = None) -> Choices:
    """Places in use, and the one that is `kept`, by short name, as they lie in one another."""
    return [
        (place.slug, "\u2003" * depth + place.name)
        for depth, place in in_order(session.scalars(select(Place)))
        if place.archived_at is None or place.id == kept
    ]


def other_offers(session: DistrictSession, offer_id: int) -> Choices:
    """The district's offers in use but for one, by short name; first none of them."""
    others = [(one.slug, one.name) for one in activities(session) if one.id != offer_id]
    return [("", gettext("Choose")), *others]


def organisation_choices(session: DistrictSession, kept: int | None = None) -> Choices:
    """The district's organisations in use, and the one that is `kept`, by short name."""
    return [
        (one.organisation.slug, "\u2003" * one.depth + one.organisation.name)
        for one in organisations.listed(session)
        if one.archived_at is None or one.organisation.id == kept
    ]


def tag_choices() -> Choices:
    """What neighbours may need to know of an activity."""
    return list(TAGS.items())
