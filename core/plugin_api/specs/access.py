"""What a plugin's pages ask for, and which roles have it."""

from collections.abc import Sequence

from core.plugin_api.markers import hookspec
from core.plugin_api.types import PermissionGrant


@hookspec
def permissions() -> Sequence[PermissionGrant]:
    """The plugin's own permissions, `<plugin>:<resource>:<action>`, and the roles they go to.

    Scope: installed. Policy: strict. Asked once, at start. A device counts and does nothing else,
    so it cannot be given one.

    Example:
    `return [PermissionGrant("sample:visits:import", frozenset({"leader"}), _("Import visits"))]`
    """
    raise NotImplementedError
