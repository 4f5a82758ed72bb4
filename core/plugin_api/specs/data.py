"""What a plugin stores: tables, their migrations, settings and demo data."""

from collections.abc import Sequence

import msgspec

from core.db.base import Base
from core.plugin_api.markers import hookspec
from core.plugin_api.types import DemoSource, MigrationFolder


@hookspec
def models() -> Sequence[type[Base]]:
    """The plugin's tables, as classes made from core's `Base`.

    Scope: installed. Policy: strict. Asked once, at start.
    Every table's name begins with `<plugin>_`; rows of a district are `DistrictOwned`. Foreign
    keys point from plugin to core only.

    Example: `return [Feedback]`
    """
    raise NotImplementedError


@hookspec
def migrations() -> MigrationFolder:
    """The folder of the Alembic revisions that make those tables.

    Scope: installed. Policy: strict. Asked once, at start; run by `innbyggerbasen db upgrade`.
    The version table is `alembic_version_<plugin>`. A migration never imports live models.

    Example: `return MigrationFolder("sample.migrations", HERE / "migrations")`
    """
    raise NotImplementedError


@hookspec
def settings() -> type[msgspec.Struct]:
    """The settings an administrator can change, as a frozen struct with a default for each.

    Scope: installed. Policy: strict. Asked once, at start; core makes a form of it and keeps the
    values per district. `msgspec.Meta` gives each field its title, help and limits.

    Example: `return SampleSettings`
    """
    raise NotImplementedError


@hookspec
def demo_data() -> Sequence[DemoSource]:
    """Data files that `innbyggerbasen demo` loads.

    Scope: installed. Policy: strict. Asked once, at start. The files are there when it answers.

    Example: `return [DemoSource(HERE / "demo")]`
    """
    raise NotImplementedError
