"""Reminders for those who ask for one: what it adds to core, hook by hook. It serves any offer."""

from collections.abc import Sequence

from flask import Blueprint

from core.db.base import Base
from core.plugin_api import (
    DemoSource,
    DistrictRef,
    Manifest,
    MenuItem,
    MigrationFolder,
    PermissionGrant,
    PluginJob,
    PublicLink,
    Retention,
    hookimpl,
)
from core.problems import W_
from plugins.paaminnelse import views, views_public
from plugins.paaminnelse.models import Reminder, WrittenLetter
from plugins.paaminnelse.words import HERE, NAME, SEE, lazy_gettext
from plugins.paaminnelse.writing import forget, write_letters

manifest = Manifest(NAME, lazy_gettext("Reminders"), "1.0", activities=())
_OWN = frozenset({"leader", "staff", "district-admin"})
"""The roles that can own an offer; the list is seen by its owner and deputy only."""


@hookimpl
def models() -> Sequence[type[Base]]:
    return (Reminder, WrittenLetter)


@hookimpl
def migrations() -> MigrationFolder:
    return MigrationFolder("plugins.paaminnelse.migrations", HERE / "migrations")


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    return (views.bp, views_public.bp)


@hookimpl
def permissions() -> Sequence[PermissionGrant]:
    return (PermissionGrant(SEE, _OWN, lazy_gettext("Keep reminders of offers one answers for")),)


@hookimpl
def demo_data() -> Sequence[DemoSource]:
    return (DemoSource(HERE / "demo"),)


@hookimpl
def retention() -> Sequence[Retention]:
    return (Retention("reminders", forget),)


@hookimpl
def jobs(district: DistrictRef) -> Sequence[PluginJob]:
    return (PluginJob("letters", write_letters),)


@hookimpl
def menu(district: DistrictRef) -> Sequence[MenuItem]:
    return (MenuItem("paaminnelse.listed", lazy_gettext("Reminders"), SEE, None),)


@hookimpl
def public_links(district: DistrictRef) -> Sequence[PublicLink]:
    return (PublicLink("paaminnelse_public.ask", lazy_gettext(W_("Get a reminder"))),)
