"""What every plugin keeps: subclass PluginContract in a test module, with pytest.

    class TestSample(PluginContract):
        @pytest.fixture
        def plugin(self) -> ModuleType:
            return sample.plugin

It runs on SQLite; a fixture `contract_url` with the address of another database that is empty, or
migrated and without rows, replaces that.
"""

import inspect
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import ModuleType

import pytest
import sqlalchemy as sa
from flask import Flask

from core.accounts.roles import Permission, Role
from core.app import migration_sources
from core.db.database import Database
from core.db.migrations import MigrationSource, downgrade, upgrade
from core.districts.models import District
from core.districts.service import switch_plugin
from core.plugin_api import DistrictRef, PluginHost
from core.plugin_api.hooks import HOOKS, Scope
from core.testing.faults import FAULTS, NEIGHBOUR, faulty
from core.testing.programs import (
    NOW,
    OFF,
    ON,
    address,
    browser,
    page,
    parts,
    rules_of,
    running,
    settle,
)
from core.testing.rows import fill, snapshot, tables, triggers
from core.testing.strings import untranslated
from core.web.declare import declaration

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "BREW")
# One that is redirected, one that is sent on as it is, and one no address knows
MISSPELT = ("GET", "POST", "BREW")
_NOTES = sa.Table(
    "neighbour_notes",
    sa.MetaData(),
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("text", sa.String, nullable=False),
)


class PluginContract:
    """The tests. A subclass gives the fixture `plugin`: the module, as its entry point does."""

    @pytest.fixture
    def contract_url(self, tmp_path: Path) -> str:
        """The database to try the plugin on."""
        return f"sqlite:///{tmp_path / 'contract.db'}"

    @pytest.fixture
    def alone(self, plugin: ModuleType, contract_url: str, tmp_path: Path) -> Iterator[Flask]:
        """The program with this plugin and no other."""
        with running(contract_url, tmp_path, [plugin]) as app:
            settle(app, dict.fromkeys(_activities(plugin), plugin.manifest.name))
            yield app

    def test_it_loads(self, plugin: ModuleType, alone: Flask) -> None:
        """It imports, answers at start and mounts."""
        held_back = [fault.traceback for fault in parts(alone).host.quarantined]
        _nothing(held_back)
        assert plugin.manifest.name in parts(alone).host.names  # noqa: S101

    def test_every_address_asks_for_a_permission_somebody_has(
        self, plugin: ModuleType, alone: Flask
    ) -> None:
        """A misspelt permission would close a page to everybody."""
        granted = {grant.permission for grant in parts(alone).host.permissions}
        declared = {
            rule.rule: declaration(alone, rule.endpoint)
            for rule in rules_of(alone, plugin.manifest.name)
        }
        known = {None, *granted, *map(str, Permission)}
        _nothing(
            f"{rule}: {found}"
            for rule, found in declared.items()
            if found is None or found.permission not in known
        )

    def test_where_it_is_off_nothing_answers(self, plugin: ModuleType, alone: Flask) -> None:
        """404 from every address, by every method, to everybody; no redirect and no 405."""
        clients = [
            browser(alone),
            browser(alone, Role.ADMIN),
            browser(alone, Role.DISTRICT_ADMIN, OFF),
        ]
        wrong = []
        for where, methods in _tries(alone, plugin.manifest.name):
            for method in methods:
                for client in clients:
                    with client.open(where, method=method) as answer:
                        if answer.status_code != 404:
                            wrong.append(f"{method} {where} {answer.status}")
        _nothing(wrong)

    def test_a_failing_neighbour_changes_nothing(
        self, plugin: ModuleType, alone: Flask, contract_url: str, tmp_path: Path
    ) -> None:
        """Its pages and its answers are those it gives alone, whatever the neighbour's fault."""
        name = plugin.manifest.name
        before = _answers(alone, name)
        wrong = []
        for fault in FAULTS:
            with running(contract_url, tmp_path, [faulty(fault), plugin]) as app:
                _switch_on_neighbour(app)
                after = _answers(app, name)
                home, _text = page(browser(app, Role.LEADER), f"/{ON}/")
                failed = {failure.plugin for failure in parts(app).host.failures}
            wrong += [
                f"{fault}: {what} changed" for what in before if before[what] != after.get(what)
            ]
            if home != 200 or name in failed:
                wrong.append(f"{fault}: home answers {home}; failed: {sorted(failed)}")
        _nothing(wrong)

    def test_its_tables_go_and_come_without_touching_others(
        self, plugin: ModuleType, contract_url: str
    ) -> None:
        """Down and up again, with a row in every table of core's, its own and a neighbour's."""
        host = PluginHost.discover([plugin])
        own = [MigrationSource(name, folder.path) for name, folder in host.migrations]
        mine = {model.__tablename__ for one in host.installed for model in one.models}
        assert bool(mine) <= bool(own)  # noqa: S101 (tables need migrations)
        database = Database(contract_url)
        try:
            upgrade(database, migration_sources(host))
            with database.transaction() as connection:
                fill(connection, tables(host))
                _NOTES.create(connection)
                connection.execute(_NOTES.insert().values(id=1, text="kept"))
            before = _others(database, mine, own)
            for source in own:
                downgrade(database, source)
            assert not mine & _names(database)  # noqa: S101
            assert _others(database, mine, own) == before  # noqa: S101
            upgrade(database, own)
            assert mine <= _names(database)  # noqa: S101
            assert _others(database, mine, own) == before  # noqa: S101
        finally:
            database.close()

    def test_its_bokmal_is_complete(self, plugin: ModuleType) -> None:
        """Where it has translations, every string it marks is among them."""
        _nothing(untranslated(Path(inspect.getfile(plugin)).parent))


def _activities(plugin: ModuleType) -> tuple[str, ...]:
    """Those it serves, or one that is chosen for it, so that its switch is tried in any case."""
    served: tuple[str, ...] = plugin.manifest.activities
    return served or ("anything",)


def _tries(app: Flask, plugin: str) -> list[tuple[str, Sequence[str]]]:
    """Where it is off: each address, with and without the last slash or with a doubled one."""
    start = f"/{OFF}/{plugin}"
    rules = [address(rule, OFF) for rule in rules_of(app, plugin)]
    found = {start, f"{start}/", f"{start}/there/is/none", f"{start}/static/none.css", *rules}
    odd = {one.removesuffix("/") if one.endswith("/") else f"{one}/" for one in rules} - found
    odd |= {one.replace(start, f"/{OFF}//{plugin}") for one in found | odd}
    return [*((one, METHODS) for one in sorted(found)), *((one, MISSPELT) for one in sorted(odd))]


def _answers(app: Flask, plugin: str) -> dict[str, object]:
    """All that a plugin says: its pages, and what it is asked at start and in a district."""
    host = parts(app).host
    with parts(app).database.platform_reading() as shared:
        row = shared.scalars(sa.select(District).where(District.slug == ON)).one()
        district = DistrictRef(row.id, row.slug, row.name)
    found: dict[str, object] = {"installed": host.plugin(plugin)}
    with app.test_request_context():
        for hook in HOOKS.values():
            if hook.scope is Scope.ENABLED:
                asked = host.call_enabled(hook.name, district, {plugin, NEIGHBOUR})  # type: ignore[call-overload]
                values = [one.value for one in asked if one.plugin == plugin]
                found[hook.name] = [_key(value) for answer in values for value in answer]
    client = browser(app, Role.LEADER)
    for rule in rules_of(app, plugin):
        found[rule.rule] = page(client, address(rule, ON))
    return found


def _key(value: object) -> object:
    """What an answer is known by; the functions in it may be made anew each time."""
    return getattr(value, "key", None) or getattr(value, "endpoint", None)


def _switch_on_neighbour(app: Flask) -> None:
    with parts(app).database.platform_writing() as shared:
        district = shared.scalars(sa.select(District).where(District.slug == ON)).one()
        switch_plugin(shared, district.id, NEIGHBOUR, enabled=True, actor="command:0", now=NOW)


def _names(database: Database) -> set[str]:
    with database.connection() as connection:
        return set(sa.inspect(connection).get_table_names())


def _others(database: Database, mine: set[str], own: list[MigrationSource]) -> object:
    """Every row and trigger that is not the plugin's."""
    leave_out = mine | {source.version_table for source in own}
    with database.connection() as connection:
        rows = snapshot(connection)
        kept = {one for one in triggers(connection) if not one[0].startswith(tuple(mine) or "\0")}
    return {name: rows[name] for name in rows.keys() - leave_out}, kept


def _nothing(wrong: Iterator[str] | list[str]) -> None:
    listed = list(wrong)
    if listed:
        pytest.fail("\n".join(listed), pytrace=False)
