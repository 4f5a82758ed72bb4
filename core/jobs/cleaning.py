"""The job that removes what has been kept for as long as was promised (docs/privacy.md)."""

from datetime import datetime

from core.accounts.devices import forget_codes
from core.accounts.sign_in import forget_attempts, forget_sessions
from core.audit.idempotency import forget_answers
from core.bookings import letters
from core.db.tenancy import DistrictSession
from core.jobs.post import empty_folder, letters_folder
from core.jobs.scheduler import Workshop, in_every_district
from core.people.retention import erase_expired


def clean_up(workshop: Workshop, now: datetime) -> None:
    """Remove what has run out: on the disk, in what districts share, and in each of them."""
    empty_folder(letters_folder(workshop.config), now - letters.KEPT_FOR)
    with workshop.platform.database.platform_writing() as shared:
        forget_sessions(shared, now)
        forget_attempts(shared, now)
    in_every_district(_clean_district)(workshop, now)


def _clean_district(session: DistrictSession, now: datetime) -> None:
    forget_codes(session, now)
    forget_answers(session, now)
    erase_expired(session, now)
    letters.forget(session, now)
