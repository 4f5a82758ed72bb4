"""The women's network: what it adds to core, hook by hook."""

from collections.abc import Sequence

import click
import msgspec
from flask import Blueprint

from core.db.base import Base
from core.plugin_api import (
    Card,
    DemoSource,
    DistrictRef,
    Manifest,
    Measure,
    MenuItem,
    MigrationFolder,
    Panel,
    PermissionGrant,
    PersonalTable,
    Rule,
    hookimpl,
)
from plugins.kvinnenettverk import booking_rules as rules
from plugins.kvinnenettverk import views, views_board, views_group
from plugins.kvinnenettverk.group_cli import add_member
from plugins.kvinnenettverk.importing import import_file
from plugins.kvinnenettverk.models import GatheringNote, Meeting, Member
from plugins.kvinnenettverk.panels import panel
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.statistics import measures
from plugins.kvinnenettverk.words import ACTIVITY, GROUP, HERE, PLUGIN, RUN, lazy_gettext

manifest = Manifest(PLUGIN, lazy_gettext("Women's network"), "1.0", activities=(ACTIVITY,))


@hookimpl
def models() -> Sequence[type[Base]]:
    return (GatheringNote, Member, Meeting)


@hookimpl
def migrations() -> MigrationFolder:
    return MigrationFolder("plugins.kvinnenettverk.migrations", HERE / "migrations")


@hookimpl
def personal_data() -> Sequence[PersonalTable]:
    return (PersonalTable(Member, "person_id", "That the resource group can plan gatherings"),)


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    return views.bp, views_board.bp, views_group.bp


@hookimpl
def permissions() -> Sequence[PermissionGrant]:
    roles = frozenset({"leader", "district-admin"})
    see = lazy_gettext("See the resource group one is in")
    return (
        PermissionGrant(RUN, roles, lazy_gettext("Plan the women's network's gatherings")),
        PermissionGrant(GROUP, roles | {"staff", "viewer"}, see),
    )


@hookimpl
def settings() -> type[msgspec.Struct]:
    return NetworkSettings


@hookimpl
def commands() -> Sequence[click.Command]:
    return import_file, add_member


@hookimpl
def demo_data() -> Sequence[DemoSource]:
    return (DemoSource(HERE / "demo"),)


@hookimpl
def menu(district: DistrictRef) -> Sequence[MenuItem]:
    compare, group = lazy_gettext("Evening or daytime"), lazy_gettext("The resource group")
    return (
        MenuItem("kvinnenettverk_board.board", lazy_gettext("The board"), RUN, ACTIVITY),
        MenuItem("kvinnenettverk_group.resources", group, RUN, ACTIVITY),
        MenuItem("kvinnenettverk.formats", compare, "statistics:figures:see", ACTIVITY),
        MenuItem("kvinnenettverk.imports", lazy_gettext("Import"), RUN, ACTIVITY),
    )


@hookimpl
def dashboard_cards(district: DistrictRef) -> Sequence[Card]:
    return (views_group.group_card(),)


@hookimpl
def panels(district: DistrictRef) -> Sequence[Panel]:
    return (panel(),)


@hookimpl
def statistics(district: DistrictRef, settings: NetworkSettings) -> Sequence[Measure]:
    return measures(settings)


@hookimpl
def booking_rules(district: DistrictRef, settings: NetworkSettings) -> Sequence[Rule]:
    return tuple(rules.rules(settings))
