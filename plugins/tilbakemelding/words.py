"""The plugin's translations and names, which everything else of it uses."""

from pathlib import Path

from core.web.plugin_kit import plugin_domain, public_words

HERE = Path(__file__).parent
domain = plugin_domain(HERE)
gettext, ngettext, lazy_gettext = domain.gettext, domain.ngettext, domain.lazy_gettext
said = public_words(domain)

NAME = "tilbakemelding"
ASK = "tilbakemelding:answers:ask"
EDIT = "tilbakemelding:questions:edit"
RELEASE = "tilbakemelding:texts:release"
IMPORT = "tilbakemelding:answers:import"
