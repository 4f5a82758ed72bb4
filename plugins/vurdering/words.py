"""The plugin's translations and names, which everything else of it uses."""

from pathlib import Path

from core.web.plugin_kit import plugin_domain

HERE = Path(__file__).parent
domain = plugin_domain(HERE)
gettext, ngettext, lazy_gettext = domain.gettext, domain.ngettext, domain.lazy_gettext

NAME = "vurdering"
SEE = "vurdering:decision:see"
MAKE = "vurdering:decision:make"
