"""The plugins of a district: state, version, faults, the switch with its preflight, settings."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.counts.preflight import preflight
from core.districts.models import PluginFailure
from core.districts.service import save_settings, switch_plugin
from core.plugin_api import InstalledPlugin
from core.problems import NotFound
from core.text import Text
from core.web.choices import place_choices
from core.web.declare import requires
from core.web.failing import told
from core.web.forms_kept import KeptForm
from core.web.here import actor, district, here, platform, reading
from core.web.plugin_answers import settings_of
from core.web.plugin_parts import parts
from core.web.settings_form import read_settings, settings_form

bp = Blueprint("district_plugins", __name__, url_prefix="/settings/plugins")
Answer = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Listed:
    """A plugin as the list shows it."""

    name: str
    title: Text
    version: str
    enabled: bool
    has_settings: bool
    failures: Sequence[PluginFailure]


@bp.get("")
@requires(Permission.PLUGINS_SWITCH)
def index() -> str:
    """Every plugin, and those that do not work with the reason."""
    host = platform().host
    failures = told(platform(), here().now)
    plugins = [
        Listed(
            one.name,
            one.manifest.title,
            one.manifest.version,
            one.name in here().enabled,
            one.settings is not None and one.name in here().enabled,
            [failure for failure in failures if failure.plugin == one.name],
        )
        for one in host.installed
    ]
    return render_template("district_plugins/index.html", plugins=plugins, faults=host.quarantined)


@bp.get("/<plugin>/switch")
@requires(Permission.PLUGINS_SWITCH)
def ask(plugin: str) -> str:
    """What goes out of sight, and what stays in force."""
    one = _installed(plugin)
    with reading() as session:
        return render_template(
            "district_plugins/switch.html",
            plugin=one,
            enabled=plugin in here().enabled,
            facts=preflight(session, plugin, here().now),
            parts=parts(plugin),
            back=_back(),
        )


@bp.post("/<plugin>/switch")
@requires(Permission.PLUGINS_SWITCH)
def switch(plugin: str) -> Response:
    """Switch it; it holds from the next request, in every worker."""
    one = _installed(plugin)
    enabled = request.form["to"] == "on"
    with platform().database.platform_writing() as shared:
        switch_plugin(
            shared,
            district().id,
            plugin,
            enabled=enabled,
            actor=actor().reference,
            now=here().now,
        )
    words = gettext("%(title)s is on.") if enabled else gettext("%(title)s is off. Its data stays.")
    flash(words % {"title": one.manifest.title}, "success")
    return redirect(_back(), 303)


@bp.get("/<plugin>/settings")
@requires(Permission.PLUGIN_SETTINGS_EDIT)
def settings(plugin: str) -> str:
    """The form its schema declares."""
    one, form = _settings(plugin)
    return render_template("district_plugins/settings.html", plugin=one, form=form)


@bp.post("/<plugin>/settings")
@requires(Permission.PLUGIN_SETTINGS_EDIT)
def save(plugin: str) -> Answer:
    """Keep the settings when the schema accepts them."""
    one, form = _settings(plugin)
    typed = read_settings(form, one.settings) if one.settings else None
    if typed is None:
        return render_template("district_plugins/settings.html", plugin=one, form=form), 422
    with platform().database.platform_writing() as shared:
        save_settings(shared, district().id, plugin, typed, actor=actor().reference, now=here().now)
    flash(gettext("The settings are saved."), "success")
    return redirect(url_for("district_plugins.index"), 303)


def _installed(name: str) -> InstalledPlugin:
    host = platform().host
    if name not in host.names:
        raise NotFound
    return host.plugin(name)


def _settings(name: str) -> tuple[InstalledPlugin, KeptForm]:
    """A plugin that is on and its form. Off, its settings are kept out of sight."""
    one = _installed(name)
    with reading() as session:
        values, places = settings_of(session, name), place_choices(session)
    if values is None or one.settings is None or name not in here().enabled:
        raise NotFound
    return one, settings_form(one.settings, values, places)


def _back() -> str:
    """The list one came from: the district's, or the administrator's table."""
    if request.args.get("from") == "admin":
        return url_for("admin.plugins")
    return url_for("district_plugins.index")
