"""The plugin's translations and names, which everything else of it uses."""

from pathlib import Path

from babel.support import Translations

from core.web.plugin_kit import plugin_domain
from core.web.public_languages import translator

HERE = Path(__file__).parent
domain = plugin_domain(HERE)
gettext, ngettext, lazy_gettext = domain.gettext, domain.ngettext, domain.lazy_gettext
said = translator(domain.gettext)

NAME = "tilbakemelding"
ASK = "tilbakemelding:answers:ask"
EDIT = "tilbakemelding:questions:edit"
RELEASE = "tilbakemelding:texts:release"
IMPORT = "tilbakemelding:answers:import"


def norwegian(message: str) -> str:
    """A public text as it is in bokmål, whoever asks and wherever."""
    return str(Translations.load(HERE / "translations", ["nb"]).gettext(message))
