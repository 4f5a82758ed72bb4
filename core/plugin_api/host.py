"""The plugins of a running program: what they gave at start, and asking them in a request.

One host hangs on the app. It changes while the program starts; afterwards only its record of
failures does.
"""

import logging
from collections.abc import Collection, Iterable, KeysView
from datetime import datetime
from typing import Any

from core.plugin_api.asking import Asking
from core.plugin_api.calls import Calls
from core.plugin_api.failures import Quarantined, RecordedFailure, Stage, one_line, whole
from core.plugin_api.hooks import HOOKS, Scope
from core.plugin_api.installed import InstalledPlugin, check_answer
from core.plugin_api.loader import LoadedPlugin, LoadResult, discover
from core.plugin_api.manifest import RESERVED_NAMES, Manifest
from core.plugin_api.types import MigrationFolder, PermissionGrant

logger = logging.getLogger(__name__)


class PluginHost(Asking):
    """Collects what the loaded plugins give at start, and calls those that are on."""

    def __init__(self, result: LoadResult, reserved: Collection[str] = RESERVED_NAMES) -> None:
        """Ask each its hooks of the installed scope. No plugin's failure is raised."""
        super().__init__(Calls(result.loaded))
        self._reserved = reserved
        self._quarantined = list(result.quarantined)
        for one in result.loaded:
            self._install(one)

    @classmethod
    def discover(
        cls,
        plugins: Iterable[object] | None = None,
        *,
        reserved: Collection[str] = RESERVED_NAMES,
    ) -> "PluginHost":
        """The host of everything that is installed, or of these plugins or candidates."""
        return cls(discover(plugins, reserved=reserved), reserved)

    @property
    def installed(self) -> tuple[InstalledPlugin, ...]:
        """The plugins in use, in manifest order, with their answers of the installed scope."""
        return tuple(self._installed.values())

    @property
    def quarantined(self) -> tuple[Quarantined, ...]:
        """Those that are installed and not used, and why.

        One of them may have the name of a plugin in use: a second one of that name.
        """
        return tuple(self._quarantined)

    @property
    def names(self) -> KeysView[str]:
        """The plugins in use."""
        return self._installed.keys()

    @property
    def all_names(self) -> frozenset[str]:
        """Those in quarantine too: their addresses answer 404. Never a name of core's own."""
        held_back = {one.name for one in self._quarantined}
        return frozenset(self._installed.keys() | held_back.difference(self._reserved))

    @property
    def migrations(self) -> tuple[tuple[str, MigrationFolder], ...]:
        """The folder of each plugin that has one, by the plugin's name."""
        return tuple((one.name, one.migrations) for one in self.installed if one.migrations)

    @property
    def permissions(self) -> tuple[PermissionGrant, ...]:
        """What the plugins in use add to the policy."""
        return tuple(grant for one in self.installed for grant in one.permissions)

    @property
    def failures(self) -> tuple[RecordedFailure, ...]:
        """The latest failure of each plugin and hook since this process started."""
        return self._failures.latest()

    def untold_failures(
        self, now: datetime, *, at_once: bool = False
    ) -> tuple[RecordedFailure, ...]:
        """Those to tell the other processes of: each with how many there were since the last.

        Each is given once a minute at most, or `at_once`. `now` is an aware moment.
        """
        return self._failures.untold(now, at_once=at_once)

    def plugin(self, name: str) -> InstalledPlugin:
        """A plugin in use. Raises KeyError for any other."""
        return self._installed[name]

    def manifest(self, name: str) -> Manifest:
        """The manifest of a plugin in use. Raises KeyError for any other."""
        return self._installed[name].manifest

    def implements(self, name: str, hook: str) -> bool:
        """Whether a plugin in use has that hook."""
        return self._calls.implements(name, hook)

    def quarantine(self, name: str, hook: str, error: BaseException) -> None:
        """Take a plugin in use out again with all it gave, as when its pages do not mount."""
        plugin = self._installed.pop(name)
        self._take_out(plugin.manifest, plugin.distribution, Stage.MOUNT, hook, error)

    def _install(self, one: LoadedPlugin) -> None:
        name = one.manifest.name
        given: dict[str, Any] = {}
        for hook in HOOKS.values():
            if hook.scope is not Scope.INSTALLED or not self._calls.implements(name, hook.name):
                continue
            try:
                given[hook.name] = self._calls.ask(name, hook)
                check_answer(name, hook.name, given[hook.name])
            except (Exception, SystemExit) as error:  # noqa: BLE001 (a plugin may raise anything)
                self._take_out(one.manifest, one.distribution, Stage.ANSWER, hook.name, error)
                return
        self._installed[name] = InstalledPlugin(one.manifest, one.distribution, **given)

    def _take_out(
        self,
        manifest: Manifest,
        distribution: str,
        stage: Stage,
        hook: str,
        error: BaseException,
    ) -> None:
        logger.error("The plugin %s is held back: %s", manifest.name, hook, exc_info=error)
        self._calls.remove(manifest.name)
        self._quarantined.append(
            Quarantined(
                name=manifest.name,
                title=manifest.title,
                distribution=distribution,
                stage=stage,
                hook=hook,
                error=one_line(error),
                traceback=whole(error),
            )
        )
