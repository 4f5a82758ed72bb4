"""The import's pages, at each activity."""

from core.web.importing import add_import, pages_of
from plugins.tilbakemelding.importing import FORMS
from plugins.tilbakemelding.views import bp
from plugins.tilbakemelding.words import IMPORT, domain, lazy_gettext, ngettext

__all__ = ("bp",)

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
    ),
    "/<activity>",
)
