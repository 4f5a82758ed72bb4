"""Find the plugins, import them, and hold back those that cannot be used."""

import inspect
import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points

from pluggy import PluginManager

from core.plugin_api.failures import Quarantined, Stage, one_line, whole
from core.plugin_api.hooks import HOOKS, new_manager
from core.plugin_api.manifest import RESERVED_NAMES, InvalidManifest, Manifest, validate
from core.plugin_api.mappers import settled_mappers
from core.plugin_api.markers import ENTRY_POINT_GROUP, PROJECT
from core.text import Text

logger = logging.getLogger(__name__)


class InvalidHook(Exception):
    """A function marked as a hook is not one core can call."""


@dataclass(frozen=True)
class Candidate:
    """Something that may turn out to be a plugin. `load` imports it, and may raise anything."""

    name: str
    load: Callable[[], object]
    distribution: str = ""

    @classmethod
    def of(cls, entry_point: EntryPoint) -> "Candidate":
        """A plugin another package (or this one) registers."""
        distribution = entry_point.dist.name if entry_point.dist else ""
        return cls(entry_point.name, entry_point.load, distribution)

    @classmethod
    def given(cls, plugin: object) -> "Candidate":
        """A plugin at hand, as tests have it."""
        name = getattr(getattr(plugin, "manifest", None), "name", type(plugin).__name__)
        return cls(name, lambda: plugin)


@dataclass(frozen=True)
class LoadedPlugin:
    """An imported plugin whose manifest and hooks are in order, alone in pluggy's manager."""

    manifest: Manifest
    plugin: object
    distribution: str
    manager: PluginManager


@dataclass(frozen=True)
class LoadResult:
    """The plugins in manifest order, and those held back."""

    loaded: tuple[LoadedPlugin, ...]
    quarantined: tuple[Quarantined, ...]


def installed_candidates() -> Iterator[Candidate]:
    """Every plugin that is installed, this distribution's own first: a name goes to the first."""
    found = map(Candidate.of, entry_points(group=ENTRY_POINT_GROUP))
    return iter(sorted(found, key=lambda one: (one.distribution != PROJECT, one.name)))


def discover(
    plugins: Iterable[object] | None = None,
    *,
    reserved: Collection[str] = RESERVED_NAMES,
) -> LoadResult:
    """Import these candidates or plugins (those installed, unless given). None of them stops it.

    Only KeyboardInterrupt passes: it is a person's, not the plugin's.
    """
    loader = _Loader(reserved)
    for candidate in installed_candidates() if plugins is None else map(_candidate, plugins):
        loader.take(candidate)
    return LoadResult(
        tuple(sorted(loader.loaded, key=lambda one: (one.manifest.order, one.manifest.name))),
        tuple(loader.quarantined),
    )


def _candidate(plugin: object) -> Candidate:
    return plugin if isinstance(plugin, Candidate) else Candidate.given(plugin)


class _Loader:
    def __init__(self, reserved: Collection[str]) -> None:
        self.loaded: list[LoadedPlugin] = []
        self.quarantined: list[Quarantined] = []
        self._reserved = reserved
        self._stage = Stage.IMPORT
        self._title: Text | None = None

    def take(self, candidate: Candidate) -> None:
        """Load it, or hold it back with its error."""
        self._stage, self._title = Stage.IMPORT, None
        try:
            self._load(candidate)
        except KeyboardInterrupt:
            raise
        except BaseException as error:
            logger.exception("The plugin %s is held back: %s", candidate.name, self._stage)
            self.quarantined.append(
                Quarantined(
                    name=candidate.name,
                    title=self._title,
                    distribution=candidate.distribution,
                    stage=self._stage,
                    hook=None,
                    error=one_line(error),
                    traceback=whole(error),
                )
            )

    def _load(self, candidate: Candidate) -> None:
        with settled_mappers():
            plugin = candidate.load()
        self._stage = Stage.MANIFEST
        manifest = getattr(plugin, "manifest", None)
        if manifest is None:
            raise InvalidManifest("the plugin has no `manifest`")
        manifest = validate(manifest, candidate.name, self._reserved)
        self._title = manifest.title
        self._refuse_taken(manifest)
        self._stage = Stage.REGISTRATION
        alone = new_manager()
        check_hooks(alone, plugin)
        alone.register(plugin, manifest.name)
        self.loaded.append(LoadedPlugin(manifest, plugin, candidate.distribution, alone))

    def _refuse_taken(self, manifest: Manifest) -> None:
        for other in self.loaded:
            if other.manifest.name == manifest.name:
                raise InvalidManifest(
                    f"another plugin has the name {manifest.name!r}: {other.distribution}"
                )
            if shared := set(other.manifest.activities).intersection(manifest.activities):
                raise InvalidManifest(
                    f"the activity {min(shared)!r} belongs to the plugin {other.manifest.name!r}"
                )


def check_hooks(manager: PluginManager, plugin: object) -> None:
    """Refuse what pluggy would take: unknown names, other arguments, wrappers, aliases.

    Raises InvalidHook.
    """
    for name in dir(plugin):
        options = manager.parse_hookimpl_opts(plugin, name)
        if options is None:
            continue
        if chosen := sorted(option for option, value in options.items() if value):
            raise InvalidHook(f"{name}: hookimpl takes no options here, not {chosen[0]!r}")
        if name not in HOOKS:
            raise InvalidHook(f"there is no hook {name!r} in this version")
        arguments = tuple(inspect.signature(getattr(plugin, name)).parameters)
        # Plugins that were made before a hook got another argument go on as they were
        if arguments not in {HOOKS[name].arguments, HOOKS[name].least}:
            expected = ", ".join(HOOKS[name].arguments)
            raise InvalidHook(f"{name}({', '.join(arguments)}) should be {name}({expected})")
