"""What the import's pages ask: each question of the file, and what it is."""

from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.schedules.service import by_slug
from core.web.here import access
from core.web.importing import add_import, pages_of
from plugins.tilbakemelding.importing import FORMS, KINDS
from plugins.tilbakemelding.views import bp
from plugins.tilbakemelding.words import IMPORT, domain, lazy_gettext, ngettext

__all__ = ("bp",)
_TITLES = (
    lazy_gettext("Leave out"),
    lazy_gettext("Smileys, 1 to 5"),
    lazy_gettext("A choice"),
    lazy_gettext("Own words"),
)
"""Of `KINDS`, in their order."""


def _open(session: DistrictSession, activity: str) -> Activity:
    found = by_slug(session, activity)
    access().require(IMPORT, found.organisation_id)
    return found


add_import(
    bp,
    pages_of(
        FORMS,
        IMPORT,
        domain,
        lazy_gettext(
            "An export from Microsoft Forms. You say what each question is, and see what would be "
            "saved first. Names and e-mail addresses are never read."
        ),
        lambda n: ngettext("%(num)s answer", "%(num)s answers", n),
        _open,
        kinds=tuple(zip(KINDS, _TITLES, strict=True)),
    ),
    "/<activity>",
)
