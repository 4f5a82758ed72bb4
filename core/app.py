"""The application, put together in ordered steps. Nothing else happens here."""

import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from flask_babel import Babel
from werkzeug.middleware.proxy_fix import ProxyFix

from core.accounts.roles import Policy
from core.accounts.sign_in import Passwords
from core.bookings.watch import Watch
from core.config import Config
from core.db.database import Database
from core.db.migrations import CORE, MigrationSource
from core.db.remembered import Remembered
from core.plugin_api import PluginHost
from core.web import (
    assets,
    declare,
    failing,
    filters,
    frame,
    gate,
    ids,
    languages,
    login,
    problem,
    public_languages,
    settings_form,
    views,
)
from core.web.csrf import RememberedCheck
from core.web.here import EXTENSION, Platform
from core.web.kept import Kept
from core.web.rulebook import RuleBook

_TRANSLATIONS = Path(__file__).parent / "translations"
_COOKIE_LIFE = timedelta(days=400)


def utc_now() -> datetime:
    """The clock of the running program; tests bring their own."""
    return datetime.now(UTC)


def create_app(
    config: Config,
    plugins: Sequence[Any] | None = None,
    clock: Callable[[], datetime] = utc_now,
) -> Flask:
    """The program. `plugins` replaces what is installed (for tests); None asks entry points.

    Raises UndeclaredAddress when an address declares no permission.
    """
    app = Flask("core.web", static_folder="static", template_folder="templates")
    _configure(app, config)
    languages.install(Babel(), app, str(_TRANSLATIONS))
    ids.install(app)
    login.install(app)
    csrf = RememberedCheck()
    gate.install(app, csrf)
    csrf.init_app(app)
    problem.install(app)
    failing.install(app)
    frame.install(app)
    public_languages.install(app)
    filters.install(app)
    assets.install(app)
    views.register(app)
    host = PluginHost.discover(plugins)
    _mount(app, host)
    # After mounting: a plugin that was taken out gives nobody anything
    app.extensions[EXTENSION] = platform_of(host, config.database_url, clock)
    declare.check_all(app)
    return app


def platform_of(host: PluginHost, database_url: str, clock: Callable[[], datetime]) -> Platform:
    """What the program works with on that database. It is connected to when first asked."""
    database = Database(database_url)
    return Platform(
        database=database,
        host=host,
        policy=Policy.of((grant.permission, grant.roles) for grant in host.permissions),
        passwords=Passwords(),
        clock=clock,
        rulebook=RuleBook(database, host, Watch(time.monotonic)),
        kept=Kept(),
        counted=Remembered(),
    )


def migration_sources(host: PluginHost) -> list[MigrationSource]:
    """Core first, then every installed plugin: what `db upgrade` runs."""
    return [CORE, *(MigrationSource(name, folder.path) for name, folder in host.migrations)]


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        SECRET_KEY=config.secret_key,
        SERVED_AS=config.hosts,
        MAX_CONTENT_LENGTH=config.max_upload,
        MAX_FORM_MEMORY_SIZE=config.max_upload,
        PERMANENT_SESSION_LIFETIME=_COOKIE_LIFE,
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_NAME="innbyggerbasen",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_CHECK_DEFAULT=False,
        WTF_CSRF_TIME_LIMIT=None,
        SEND_FILE_MAX_AGE_DEFAULT=timedelta(days=365),
    )
    app.jinja_options = {"autoescape": True, "trim_blocks": True, "lstrip_blocks": True}
    # The name a proxy says it was asked for is looked at like any other (`core.web.gate`)
    app.wsgi_app = ProxyFix(app.wsgi_app, x_host=1)  # type: ignore[method-assign]


def _mount(app: Flask, host: PluginHost) -> None:
    """Give each plugin's pages their addresses, or take the plugin out again."""
    for plugin in host.installed:
        hook = "settings"
        try:
            if plugin.settings is not None:
                settings_form.check_schema(plugin.settings)
            hook = "blueprints"
            for blueprint in plugin.blueprints:
                app.register_blueprint(blueprint, url_prefix=f"/<district>/{plugin.name}")
        except (Exception, SystemExit) as error:  # noqa: BLE001 (a plugin may raise anything)
            host.quarantine(plugin.name, hook, error)
