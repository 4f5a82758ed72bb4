"""What of places builds on a place: those that lie in it."""

from datetime import datetime

from flask_babel import lazy_gettext
from sqlalchemy import select

from core.db.tenancy import DistrictSession
from core.places.models import Place
from core.uses import Use


def places_in(session: DistrictSession, place_id: int, _now: datetime) -> list[Use]:
    """The places that lie in a place; archived ones are history."""
    rows = session.execute(
        select(Place.name, Place.archived_at)
        .where(Place.parent_id == place_id)
        .order_by(Place.name)
    )
    return [
        Use(lazy_gettext("the place %(name)s", name=row.name), current=row.archived_at is None)
        for row in rows
    ]
