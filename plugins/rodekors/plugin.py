"""Oslo Røde Kors' family centre: what it adds to core, hook by hook."""

from collections.abc import Sequence

import click
import msgspec
from flask import Blueprint

from core.plugin_api import (
    AssignmentRole,
    Card,
    CountCategory,
    DemoSource,
    DistrictRef,
    Manifest,
    Measure,
    MenuItem,
    MigrationFolder,
    PermissionGrant,
    Rule,
    hookimpl,
)
from plugins.rodekors import views
from plugins.rodekors.booking_rules import RULES
from plugins.rodekors.cards import week_card
from plugins.rodekors.importing import import_file
from plugins.rodekors.roles import ROLES
from plugins.rodekors.settings import RodekorsSettings
from plugins.rodekors.statistics import CATEGORIES, MEASURES
from plugins.rodekors.words import ACTIVITY, HERE, IMPORT, lazy_gettext

manifest = Manifest(
    "rodekors", lazy_gettext("Red Cross family centre"), "1.0", activities=(ACTIVITY,)
)


@hookimpl
def migrations() -> MigrationFolder:
    return MigrationFolder("plugins.rodekors.migrations", HERE / "migrations")


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    return (views.bp,)


@hookimpl
def permissions() -> Sequence[PermissionGrant]:
    roles = frozenset({"leader", "district-admin"})
    return (PermissionGrant(IMPORT, roles, lazy_gettext("Import visits from a spreadsheet")),)


@hookimpl
def settings() -> type[msgspec.Struct]:
    return RodekorsSettings


@hookimpl
def commands() -> Sequence[click.Command]:
    return (import_file,)


@hookimpl
def demo_data() -> Sequence[DemoSource]:
    return (DemoSource(HERE / "demo"),)


@hookimpl
def menu(district: DistrictRef) -> Sequence[MenuItem]:
    centre = lazy_gettext("The centre's figures")
    page = MenuItem("rodekors.centre", centre, "statistics:figures:see", ACTIVITY)
    return page, MenuItem("rodekors.imports", lazy_gettext("Import"), IMPORT, ACTIVITY)


@hookimpl
def assignment_roles(district: DistrictRef) -> Sequence[AssignmentRole]:
    return ROLES


@hookimpl
def dashboard_cards(district: DistrictRef) -> Sequence[Card]:
    return (week_card(),)


@hookimpl
def count_categories(district: DistrictRef) -> Sequence[CountCategory]:
    return CATEGORIES


@hookimpl
def statistics(district: DistrictRef) -> Sequence[Measure]:
    return MEASURES


@hookimpl
def booking_rules(district: DistrictRef) -> Sequence[Rule]:
    return RULES
