"""The job that removes what has been kept for as long as was promised (docs/privacy.md)."""

from collections.abc import Callable
from datetime import datetime
from typing import TypeAlias

from core.accounts.devices import forget_codes
from core.accounts.sign_in import forget_attempts, forget_sessions
from core.audit.idempotency import forget_answers
from core.bookings import letters
from core.db.tenancy import DistrictSession
from core.districts.failures import forget_noted
from core.jobs.post import empty_folder, letters_folder
from core.jobs.scheduler import Workshop, in_every_district
from core.people.retention import erase_expired
from core.uploads import service as uploads

Act: TypeAlias = Callable[[DistrictSession, datetime], object]


def clean_up(workshop: Workshop, now: datetime) -> None:
    """Remove what has run out: on the disk, in what districts share, and in each of them."""
    empty_folder(letters_folder(workshop.config), now - letters.KEPT_FOR)
    with workshop.platform.database.platform_writing() as shared:
        forget_sessions(shared, now)
        forget_attempts(shared, now)
        forget_noted(shared, now)
    failures = [
        error
        for act in (_clean_district, *_plugins_own(workshop))
        if (error := _tried(act, workshop, now))
    ]
    if failures:
        raise ExceptionGroup(f"{len(failures)} kinds of what ran out are not removed", failures)


def _plugins_own(workshop: Workshop) -> list[Act]:
    """What plugins promised to remove, also where they are off: data outlives the switch."""
    installed = workshop.platform.host.installed
    return [one.forget for plugin in installed for one in plugin.retention]


def _tried(act: Act, workshop: Workshop, now: datetime) -> Exception | None:
    try:
        in_every_district(act)(workshop, now)
    except Exception as error:  # noqa: BLE001 (the others have their turn first)
        return error
    return None


def _clean_district(session: DistrictSession, now: datetime) -> None:
    forget_codes(session, now)
    forget_answers(session, now)
    erase_expired(session, now)
    letters.forget(session, now)
    uploads.forget(session, now)
