"""Rows of any table, to migrate with and to compare: one made for each, and all that are there."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime, time
from typing import Any, cast
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.sql import sqltypes

from core.db.base import Base
from core.db.types import UtcDateTime
from core.plugin_api import PluginHost
from core.tallies import models as _tallies  # noqa: F401 (a table nothing in core itself opens)
from core.uploads import models as _uploads  # noqa: F401 (the same)

DISTRICT = 1
"""The id of everything that `fill` makes, the district's too: so every foreign key holds."""

_MOMENT = datetime(2026, 11, 22, 12, tzinfo=UTC)
_LATER = frozenset({"ends", "closes", "last", "lane_to"})
"""Columns whose value comes after that of another."""


def tables(host: PluginHost) -> list[sa.Table]:
    """Every table of core and of the plugins in use, those that are referred to first."""
    own = {cast("sa.Table", model.__table__) for one in host.installed for model in one.models}
    own |= {
        cast("sa.Table", mapper.local_table)
        for mapper in Base.registry.mappers
        if mapper.class_.__module__.startswith("core.")
    }
    return [table for table in Base.metadata.sorted_tables if table in own]


def fill(connection: sa.Connection, tables: Iterable[sa.Table]) -> None:
    """Insert one complete row into each table; those that are referred to come first."""
    _choose_district(connection)
    for table in tables:
        row = {column.name: _value(column) for column in table.columns}
        connection.execute(table.insert().values(row))


def snapshot(connection: sa.Connection) -> dict[str, list[str]]:
    """Every row of every table, in an order of its own; on PostgreSQL, those of DISTRICT."""
    _choose_district(connection)
    found = {}
    for name in sa.inspect(connection).get_table_names():
        rows = connection.execute(sa.text(f'SELECT * FROM "{name}"')).mappings()  # noqa: S608
        found[name] = sorted(repr(sorted(row.items())) for row in rows)
    return found


def triggers(connection: sa.Connection) -> set[tuple[str, str]]:
    """SQLite's triggers with their definitions; PostgreSQL has none."""
    if connection.dialect.name != "sqlite":
        return set()
    rows = connection.execute(sa.text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"))
    return {(row.name, row.sql) for row in rows}


def _choose_district(connection: sa.Connection) -> None:
    if connection.dialect.name == "postgresql":
        connection.execute(
            sa.text("SELECT set_config('innbyggerbasen.district', :district, true)"),
            {"district": str(DISTRICT)},
        )


def _value(column: sa.Column[Any]) -> object:
    make = next((make for kind, make in _MAKE.items() if isinstance(column.type, kind)), None)
    if make is None:
        raise TypeError(f"{column}: no value is known for {column.type!r}")
    return make(1 if column.name in _LATER else 0)


_MAKE: Mapping[type[Any], Callable[[int], object]] = {
    sqltypes.Boolean: lambda _later: False,
    sqltypes.Integer: lambda later: DISTRICT + later,
    sqltypes.Numeric: lambda _later: DISTRICT,
    sqltypes.String: lambda _later: "text",
    sqltypes.LargeBinary: lambda _later: b"bytes",
    sqltypes.Uuid: lambda _later: UUID(int=DISTRICT),
    sqltypes.JSON: lambda _later: {"kept": True},
    sqltypes.Date: lambda later: date(2026, 11, 22 + later),
    sqltypes.Time: lambda later: time(11 + later),
    sqltypes.DateTime: lambda later: _MOMENT.replace(hour=12 + later),
    UtcDateTime: lambda later: _MOMENT.replace(hour=12 + later),
}
