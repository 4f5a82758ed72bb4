"""The job that sends letters. A letter may come twice when the machine stops; it is never lost."""

import logging
from datetime import datetime

from core.bookings import letters
from core.bookings.models import Letter
from core.db.database import Database
from core.jobs.post import Deliver, NotTaken, PostClosed, post_of
from core.jobs.scheduler import Workshop, district_refs

_log = logging.getLogger(__name__)
_MOST_AT_ONCE = 50


def send_letters(workshop: Workshop, now: datetime) -> None:
    """Send what is waiting, in every district. While the post is closed, letters wait unharmed."""
    deliver = post_of(workshop.config)
    database = workshop.platform.database
    try:
        for letter in _waiting(database, now):
            if workshop.stopping.is_set():
                return
            _send(database, deliver, letter, now)
    except PostClosed as closed:
        _log.warning("The post is closed (%s); letters wait", closed)


def _waiting(database: Database, now: datetime) -> list[Letter]:
    found: list[Letter] = []
    for district in district_refs(database):
        with database.reading(district.id) as session:
            found += letters.waiting(session, now, _MOST_AT_ONCE)
    return found


def _send(database: Database, deliver: Deliver, letter: Letter, now: datetime) -> None:
    try:
        deliver(letter, now)
    except NotTaken as why:
        _log.warning("Letter %s was turned down (%s), try %s", letter.id, why, letter.tries + 1)
        with database.writing(letter.district_id) as session:
            letters.failed(session, letter, now)
    else:
        with database.writing(letter.district_id) as session:
            letters.sent(session, letter, now)
