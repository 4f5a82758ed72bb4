"""What personopplysningsloven asks: access, "show never", and erasure on request.

Once somebody is erased, nothing is known of them but an id that leads nowhere.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import select

from core.accounts.actors import Access
from core.audit.models import AuditEntry
from core.db.tenancy import DistrictSession
from core.people.contact import written_phone
from core.people.personal import PersonalTable, kept_about
from core.people.service import find, log


def erase(session: DistrictSession, access: Access, person_id: int, now: datetime) -> None:
    """Erase a person for good. The log keeps that it was done. Raises NotFound."""
    person, _reach = find(session, access, person_id, now)
    log(session, access, "people:erase", person.id, now)
    session.delete(person)


def hide(session: DistrictSession, access: Access, person_id: int, now: datetime) -> None:
    """Show never: clear all but the name, which other rows may need until `keep_until`.

    There is no reason to give and no way back in the program: whoever may be shown again is
    written down anew. Raises NotFound.
    """
    person, _reach = find(session, access, person_id, now)
    person.hidden = True
    person.task = person.email = person.phone = None
    log(session, access, "people:hide", person.id, now)


def export(
    session: DistrictSession,
    access: Access,
    person_id: int,
    now: datetime,
    tables: tuple[PersonalTable, ...] = (),
) -> dict[str, Any]:
    """All that is kept about one person, for their request for access. Logged. Raises NotFound.

    `tables` are those of other parts and of plugins, those that are off here among them.
    """
    person, reach = find(session, access, person_id, now)
    log(session, access, "people:export", person.id, now)
    session.flush()
    return {
        "purpose": "To reach those who run an offer. Erased after keep_until, or on request.",
        "organisation": reach[person.organisation_id],
        "name": person.name,
        "task": person.task,
        "email": person.email,
        "phone": written_phone(person.phone),
        "created_at": person.created_at.isoformat(),
        "archived_at": person.archived_at.isoformat() if person.archived_at else None,
        "keep_until": person.keep_until.isoformat(),
        "kept_elsewhere": kept_about(session, person.id, tables),
        "log": _log(session, person.id),
    }


def _log(session: DistrictSession, person_id: int) -> list[dict[str, str]]:
    rows = session.execute(
        select(AuditEntry.at, AuditEntry.action)
        .where(AuditEntry.target == f"person:{person_id}")
        .order_by(AuditEntry.at)
    )
    return [{"at": row.at.isoformat(), "action": row.action} for row in rows]
