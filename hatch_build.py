"""Hatch build hook: fetches the browser's libraries and compiles the translations.

Runs for wheels, source packages and editable installs alike.
"""

import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

# A build runs with only its requirements on the path, not the folder it builds
sys.path.insert(0, str(Path(__file__).resolve().parent))

from build_support import translations, vendor


class AssetsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts `core/web/static/vendor/` and every `messages.mo` in place before files are gathered."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What the build environment needs besides the build requirements."""
        return vendor.needed_packages(Path(self.root))

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Called by hatchling before it gathers files."""
        root = Path(self.root)
        try:
            vendor.ensure_vendor(root)
            translations.compile_all(root)
        except (vendor.VendorError, translations.TranslationsError) as error:
            sys.exit(f"\n{error}\n")
