"""What the import's pages ask: each question of the file, and what it is."""

from collections.abc import Collection, Mapping
from datetime import datetime

from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.schedules.service import by_slug
from core.web.here import access
from core.web.importing import Import, add_import
from plugins.tilbakemelding import importing
from plugins.tilbakemelding.forms_file import Export, Trouble, guess, read_export
from plugins.tilbakemelding.models import Kind
from plugins.tilbakemelding.views import bp
from plugins.tilbakemelding.words import IMPORT, NAME, domain, gettext, lazy_gettext, ngettext

__all__ = ("bp",)
_KINDS = (
    (None, lazy_gettext("Leave out")),
    (Kind.SMILEY, lazy_gettext("Smileys, 1 to 5")),
    (Kind.CHOICE, lazy_gettext("A choice")),
    (Kind.TEXT, lazy_gettext("Own words")),
)
"""A decision is a column's number and, as its last digit, one of these."""


def _open(session: DistrictSession, activity: str) -> Activity:
    found = by_slug(session, activity)
    access().require(IMPORT, found.organisation_id)
    return found


def _look(
    session: DistrictSession, activity: Activity, export: Export, decisions: Collection[int]
) -> importing.Look:
    kinds: Mapping[int, Kind | None] = {one // 10: _KINDS[one % 10 % 4][0] for one in decisions}
    if not decisions:
        kinds = {one.number: guess(one) for one in export.columns}
    columns = {one.number for one in export.columns}
    known = {number: kind for number, kind in kinds.items() if kind and number in columns}
    return importing.look(session, activity.id, export, known)


def _save(
    session: DistrictSession, activity: Activity, name: str, look: importing.Look, now: datetime
) -> int:
    batch = importing.save(session, access(), activity, name, look.export, look.kinds, now)
    return len(look.new) if batch else 0


def _undo(session: DistrictSession, activity: Activity, batch: int, now: datetime) -> None:
    importing.undo(session, access(), activity, batch, now)


def _sentence(trouble: Trouble) -> str:
    return str(gettext(trouble.message) % {"text": trouble.text})


add_import(
    bp,
    Import(
        plugin=NAME,
        permission=IMPORT,
        domain=domain,
        lead=lazy_gettext(
            "An export from Microsoft Forms. You say what each question is, and see what would be "
            "saved first. Names and e-mail addresses are never read."
        ),
        said=lambda n: ngettext("%(num)s answer", "%(num)s answers", n),
        open=_open,
        read=read_export,
        look=_look,
        save=_save,
        batches=importing.batches_of,
        undo=_undo,
        more={"kinds": _KINDS, "sentence": _sentence},
    ),
    "/<activity>",
)
