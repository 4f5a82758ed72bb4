"""The job that offers dates that have come free to those who asked for them."""

from datetime import datetime

from core.bookings.claims import offer
from core.jobs.scheduler import Workshop, for_each_district
from core.plugin_api import DistrictRef
from core.web.booking_desk import tell


def offer_claims(workshop: Workshop, now: datetime) -> None:
    """In every district: let go of what was not answered, and offer what is free."""
    platform = workshop.platform

    def offer_in(district: DistrictRef) -> None:
        offered = platform.rulebook.offered_in(district, now)
        # A letter is written in the district's language, which needs the app
        with workshop.app.app_context():
            offer(platform.database, district.id, offered, platform.rulebook.watch, tell, now)

    for_each_district(workshop, offer_in)
