"""The plugin border: what a plugin author imports, and the host core asks plugins through."""

from core.bookings.facts import Request, Snapshot
from core.bookings.vocabulary import (
    Approval,
    Buffer,
    Capacity,
    Companion,
    Duration,
    Exclusive,
    Frequency,
    LeadTime,
    Level,
    Neighbour,
    OpeningWindow,
    Own,
    Per,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Rule,
    Unit,
    Window,
)
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
    "Approval",
    "Buffer",
    "Candidate",
    "Capacity",
    "Card",
    "CardBody",
    "CardContext",
    "CardFigure",
    "Companion",
    "CountCategory",
    "CountKind",
    "DemoSource",
    "Dimension",
    "DistrictRef",
    "Duration",
    "Exclusive",
    "Failure",
    "Frequency",
    "HeldDay",
    "InstalledPlugin",
    "LeadTime",
    "Level",
    "Link",
    "Manifest",
    "Measure",
    "MenuItem",
    "MigrationFolder",
    "Neighbour",
    "OpeningWindow",
    "Own",
    "Per",
    "PermissionGrant",
    "PluginFailure",
    "PluginHost",
    "Quarantined",
    "Quota",
    "RecordedFailure",
    "Request",
    "RequiresFeature",
    "RequiresPeople",
    "Rule",
    "Snapshot",
    "Stage",
    "Text",
    "Unit",
    "Window",
    "hookimpl",
]
