"""Åpen barnehage's baby gathering: what it adds to core, hook by hook."""

from collections.abc import Sequence

import msgspec
from flask import Blueprint

from core.db.base import Base
from core.plugin_api import (
    CountCategory,
    DemoSource,
    DistrictRef,
    Manifest,
    Measure,
    MenuItem,
    MigrationFolder,
    Panel,
    PermissionGrant,
    Rule,
    hookimpl,
)
from plugins.apen_barnehage import views
from plugins.apen_barnehage.booking_rules import rules
from plugins.apen_barnehage.models import WaitingNumber
from plugins.apen_barnehage.panels import PLACES, SLIPS
from plugins.apen_barnehage.settings import BabySettings
from plugins.apen_barnehage.statistics import CATEGORIES, MEASURES
from plugins.apen_barnehage.words import ACTIVITY, EDIT, HERE, NAME, lazy_gettext

manifest = Manifest(
    NAME, lazy_gettext("Baby gathering in Åpen barnehage"), "1.0", activities=(ACTIVITY,)
)


@hookimpl
def models() -> Sequence[type[Base]]:
    return (WaitingNumber,)


@hookimpl
def migrations() -> MigrationFolder:
    return MigrationFolder("plugins.apen_barnehage.migrations", HERE / "migrations")


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    return (views.bp,)


@hookimpl
def permissions() -> Sequence[PermissionGrant]:
    roles = frozenset({"leader", "staff", "district-admin"})
    return (PermissionGrant(EDIT, roles, lazy_gettext("Note slips and give numbers")),)


@hookimpl
def settings() -> type[msgspec.Struct]:
    return BabySettings


@hookimpl
def demo_data() -> Sequence[DemoSource]:
    return (DemoSource(HERE / "demo"),)


@hookimpl
def menu(district: DistrictRef) -> Sequence[MenuItem]:
    figures = lazy_gettext("The gathering's figures")
    page = MenuItem("apen_barnehage.figures", figures, "statistics:figures:see", ACTIVITY)
    return page, MenuItem("apen_barnehage.group", lazy_gettext("Slips and waiting"), EDIT, ACTIVITY)


@hookimpl
def panels(district: DistrictRef) -> Sequence[Panel]:
    return (PLACES, SLIPS)


@hookimpl
def count_categories(district: DistrictRef) -> Sequence[CountCategory]:
    return CATEGORIES


@hookimpl
def statistics(district: DistrictRef) -> Sequence[Measure]:
    return MEASURES


@hookimpl
def booking_rules(district: DistrictRef, settings: BabySettings) -> Sequence[Rule]:
    return rules(settings)
