"""The plugin border: what a plugin author imports, and the host core asks plugins through."""

from core.plugin_api.calls import Answer, Answers
from core.plugin_api.failures import Failure, PluginFailure, Quarantined, RecordedFailure, Stage
from core.plugin_api.host import PluginHost
from core.plugin_api.installed import InstalledPlugin
from core.plugin_api.loader import Candidate
from core.plugin_api.manifest import Manifest
from core.plugin_api.markers import hookimpl
from core.plugin_api.types import (
    Card,
    CardBody,
    CardContext,
    CardFigure,
    CountCategory,
    DemoSource,
    DistrictRef,
    Link,
    MenuItem,
    MigrationFolder,
    PermissionGrant,
)
from core.statistics.measures import CountKind, Dimension, HeldDay, Measure
from core.text import Text

__all__ = [
    "Answer",
    "Answers",
    "Candidate",
    "Card",
    "CardBody",
    "CardContext",
    "CardFigure",
    "CountCategory",
    "CountKind",
    "DemoSource",
    "Dimension",
    "DistrictRef",
    "Failure",
    "HeldDay",
    "InstalledPlugin",
    "Link",
    "Manifest",
    "Measure",
    "MenuItem",
    "MigrationFolder",
    "PermissionGrant",
    "PluginFailure",
    "PluginHost",
    "Quarantined",
    "RecordedFailure",
    "Stage",
    "Text",
    "hookimpl",
]
