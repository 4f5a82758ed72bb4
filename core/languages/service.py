"""Which languages are checked: looking, and saying so."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import delete, select

from core.accounts.actors import Access
from core.accounts.roles import Permission
from core.audit.service import record
from core.db.tenancy import DistrictSession
from core.db.upsert import insert
from core.languages import OURS, PUBLIC_LANGUAGES
from core.languages.models import LanguageCheck
from core.problems import NotFound


def checks(session: DistrictSession) -> Mapping[str, LanguageCheck]:
    """The languages a translator has been through, by code."""
    return {row.language: row for row in session.scalars(select(LanguageCheck))}


def is_checked(session: DistrictSession, language: str) -> bool:
    """Whether residents may trust the texts: ours, or somebody has said so."""
    if language in OURS:
        return True
    return session.scalar(select(LanguageCheck).filter_by(language=language)) is not None


def set_checked(
    session: DistrictSession, access: Access, language: str, now: datetime, *, checked: bool
) -> None:
    """Say that a translator has been through a language, or take it back.

    Saying it twice changes nothing. `now` is an aware moment. Raises NotFound for a language that
    needs no check, and Forbidden.
    """
    access.require(Permission.PLUGIN_SETTINGS_EDIT)
    if language not in PUBLIC_LANGUAGES or language in OURS:
        raise NotFound
    if checked:
        row = {
            "district_id": session.district_id,
            "language": language,
            "checked_by": access.actor.reference,
            "checked_at": now,
        }
        session.execute(insert(session, LanguageCheck).on_conflict_do_nothing(), [row])
    else:
        session.execute(delete(LanguageCheck).where(LanguageCheck.language == language))
    action = "languages:check" if checked else "languages:uncheck"
    record(session, access.actor.reference, action, f"language:{language}", now=now)
