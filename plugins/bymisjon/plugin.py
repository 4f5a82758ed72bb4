"""The family day at Bydelstorget: what it adds to core, hook by hook."""

from collections.abc import Sequence

import click
import msgspec
from flask import Blueprint

from core.db.base import Base
from core.plugin_api import (
    AssignmentRole,
    CountCategory,
    DemoSource,
    DistrictRef,
    Manifest,
    MenuItem,
    MigrationFolder,
    Panel,
    PermissionGrant,
    Rule,
    hookimpl,
)
from plugins.bymisjon import booking_rules as asked
from plugins.bymisjon import log_views, stand_views
from plugins.bymisjon.importing import import_file
from plugins.bymisjon.models import Line
from plugins.bymisjon.settings import BymisjonSettings
from plugins.bymisjon.statistics import CATEGORIES, LOG
from plugins.bymisjon.words import ACTIVITY, ACTIVITY_NAME, HERE, NAME, ROLES, RUN, lazy_gettext

manifest = Manifest(NAME, ACTIVITY_NAME, "1.0", activities=(ACTIVITY,))


@hookimpl
def models() -> Sequence[type[Base]]:
    return (Line,)


@hookimpl
def migrations() -> MigrationFolder:
    return MigrationFolder("plugins.bymisjon.migrations", HERE / "migrations")


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    return (log_views.bp, stand_views.bp)


@hookimpl
def permissions() -> Sequence[PermissionGrant]:
    roles = frozenset({"leader", "district-admin", "staff"})
    return (PermissionGrant(RUN, roles, lazy_gettext("Run the stand and write its log")),)


@hookimpl
def settings() -> type[msgspec.Struct]:
    return BymisjonSettings


@hookimpl
def commands() -> Sequence[click.Command]:
    return (import_file,)


@hookimpl
def demo_data() -> Sequence[DemoSource]:
    return (DemoSource(HERE / "demo"),)


@hookimpl
def menu(district: DistrictRef) -> Sequence[MenuItem]:
    see = "statistics:figures:see"
    return (
        MenuItem("bymisjon.log", lazy_gettext("This week's log"), RUN, ACTIVITY),
        MenuItem("bymisjon_stands.index", lazy_gettext("Stands"), RUN, ACTIVITY),
        MenuItem("bymisjon_stands.things", lazy_gettext("Posters and flyers"), RUN, ACTIVITY),
        MenuItem("bymisjon.show_figures", lazy_gettext("The log's figures"), see, ACTIVITY),
        MenuItem("bymisjon.imports", lazy_gettext("Import"), RUN, ACTIVITY),
    )


@hookimpl
def panels(district: DistrictRef) -> Sequence[Panel]:
    return (LOG,)


@hookimpl
def assignment_roles(district: DistrictRef) -> Sequence[AssignmentRole]:
    return tuple(AssignmentRole(key, title, ACTIVITY) for key, title in ROLES.items())


@hookimpl
def count_categories(district: DistrictRef) -> Sequence[CountCategory]:
    return CATEGORIES


@hookimpl
def booking_rules(district: DistrictRef, settings: BymisjonSettings) -> Sequence[Rule]:
    return asked.rules(settings)
