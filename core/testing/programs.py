"""The program with one plugin in two districts: on in the first, switched off in the second."""

import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache
from sqlalchemy import select
from werkzeug.routing import BaseConverter, Rule
from werkzeug.routing.converters import AnyConverter, NumberConverter, UUIDConverter

from core.accounts.roles import Role
from core.app import create_app, migration_sources
from core.config import Config
from core.db.database import Database
from core.db.migrations import upgrade
from core.districts.models import District
from core.districts.service import switch_plugin
from core.plugin_api import PluginHost
from core.testing.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_organisation,
    make_user,
    sign_in,
)
from core.web.here import EXTENSION, Platform

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TODAY = date(2026, 11, 22)
ON, OFF = "stovner", "grorud"
_CHANGING = re.compile(r'<input[^>]*type="hidden"[^>]*>|data-csrf="[^"]*"')


@contextmanager
def running(url: str, folder: Path, plugins: Sequence[object] | None) -> Iterator[Flask]:
    """The program on a database, which it migrates, with a clock that stands at NOW."""
    database = Database(url)
    try:
        upgrade(database, migration_sources(PluginHost.discover(plugins)))
    finally:
        database.close()
    app = create_app(Config(folder, url, "a key for tests"), plugins, lambda: NOW)
    app.testing = True
    keep_templates(app, folder)
    try:
        yield app
    finally:
        parts(app).database.close()


def keep_templates(app: Flask, folder: Path) -> None:
    """Compile a template once for all programs whose data folders lie beside each other.

    That is most of the time of a page that a program shows for the first time.
    """
    app.jinja_env.bytecode_cache = FileSystemBytecodeCache(str(folder.parent))


def parts(app: Flask) -> Platform:
    """The running program's parts."""
    found: Platform = app.extensions[EXTENSION]
    return found


def settle(app: Flask, activities: Mapping[str, str]) -> None:
    """Make both districts with these activities (slug: plugin), each open today.

    Their plugins are on in ON, and have been switched on and off again in OFF.
    """
    database = parts(app).database
    with database.platform_writing() as shared:
        places = []
        for slug in (ON, OFF):
            district = make_district(shared, slug, plugins=tuple(set(activities.values())))
            organisation = make_organisation(shared, f"partner-{slug}", district=district)
            places.append((district.id, organisation.id))
        for plugin in set(activities.values()):
            switch_plugin(shared, places[1][0], plugin, enabled=False, actor="command:0", now=NOW)
    for district_id, organisation_id in places:
        with database.writing(district_id) as session:
            for slug, plugin in activities.items():
                made = make_activity(session, organisation_id, slug, plugin=plugin)
                make_occurrence(session, made.id, TODAY)


def browser(app: Flask, role: Role | None = None, slug: str = ON) -> FlaskClient:
    """A browser; somebody with the role in the district is signed in, if one is given."""
    client = app.test_client()
    if role is not None:
        with parts(app).database.platform_writing() as shared:
            found = shared.scalars(select(District).where(District.slug == slug)).one()
            where = None if role is Role.ADMIN else found
            sign_in(shared, client, make_user(shared, role, district=where), NOW)
    return client


def page(client: FlaskClient, address: str) -> tuple[int, str]:
    """An answer without what differs from one request to the next."""
    with client.get(address) as answer:
        return answer.status_code, _CHANGING.sub("", answer.data.decode(errors="replace"))


def rules_of(app: Flask, plugin: str) -> list[Rule]:
    """The addresses of a plugin, its static files too."""
    start = f"/<district>/{plugin}/"
    return [rule for rule in app.url_map.iter_rules() if f"{rule.rule}/".startswith(start)]


def address(rule: Rule, district: str) -> str:
    """An address that the rule takes, if there were such a thing."""
    converters = rule._converters.items()  # noqa: SLF001 (werkzeug gives them nowhere else)
    values = {name: _value(converter) for name, converter in converters}
    built = rule.build({**values, "district": district}, append_unknown=False)
    if built is None:
        raise ValueError(f"no address can be made of {rule.rule}")
    return built[1]


def _value(converter: BaseConverter) -> object:
    if isinstance(converter, NumberConverter):
        return 1
    if isinstance(converter, UUIDConverter):
        return UUID(int=1)
    return min(converter.items) if isinstance(converter, AnyConverter) else "some"
