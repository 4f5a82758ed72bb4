"""The job that offers dates that have come free to those who asked for them."""

from datetime import datetime

from sqlalchemy import select

from core.bookings.claims import offer
from core.districts.models import District
from core.jobs.scheduler import Workshop
from core.plugin_api import DistrictRef
from core.web.booking_desk import tell


def offer_claims(workshop: Workshop, now: datetime) -> None:
    """In every district: let go of what was not answered, and offer what is free."""
    platform = workshop.platform
    with platform.database.platform_reading() as shared:
        rows = shared.execute(select(District.id, District.slug, District.name))
        districts = [DistrictRef(row.id, row.slug, row.name) for row in rows]
    for district in districts:
        if workshop.stopping.is_set():
            return
        offered = platform.rulebook.offered_in(district, now)
        # A letter is written in the district's language, which needs the app
        with workshop.app.app_context():
            offer(platform.database, district.id, offered, platform.rulebook.watch, tell, now)
