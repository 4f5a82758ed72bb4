"""What a plugin author imports. Everything a plugin may rely on is in `__all__`."""

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
    "Card",
    "CardBody",
    "CardContext",
    "CardFigure",
    "CountCategory",
    "CountKind",
    "DemoSource",
    "Dimension",
    "DistrictRef",
    "HeldDay",
    "Link",
    "Manifest",
    "Measure",
    "MenuItem",
    "MigrationFolder",
    "PermissionGrant",
    "Text",
    "hookimpl",
]
