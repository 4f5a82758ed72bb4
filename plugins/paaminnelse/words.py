"""The plugin's translations and names, which everything else of it uses."""

from pathlib import Path

from core.web.plugin_kit import plugin_domain
from core.web.public_languages import translator

HERE = Path(__file__).parent
domain = plugin_domain(HERE)
gettext, lazy_gettext = domain.gettext, domain.lazy_gettext
said = translator(domain.gettext)

NAME = "paaminnelse"
SEE = "paaminnelse:list:see"
