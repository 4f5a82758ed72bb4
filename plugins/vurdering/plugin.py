"""Evaluate and decide: what it adds to core, hook by hook. It serves every activity."""

from collections.abc import Sequence

import click
from flask import Blueprint

from core.db.base import Base
from core.plugin_api import (
    Card,
    DemoSource,
    DistrictRef,
    Manifest,
    MenuItem,
    MigrationFolder,
    PermissionGrant,
    Retention,
    hookimpl,
)
from plugins.vurdering import views, views_offer
from plugins.vurdering.cli import record_file
from plugins.vurdering.due import due_card
from plugins.vurdering.models import Decision, Story
from plugins.vurdering.stories import forget
from plugins.vurdering.words import HERE, MAKE, NAME, SEE, lazy_gettext

manifest = Manifest(NAME, lazy_gettext("Evaluation and decision"), "1.0", activities=())
_LEADS = frozenset({"leader", "district-admin"})


@hookimpl
def models() -> Sequence[type[Base]]:
    return (Decision, Story)


@hookimpl
def migrations() -> MigrationFolder:
    return MigrationFolder("plugins.vurdering.migrations", HERE / "migrations")


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    return (views.bp, views_offer.bp)


@hookimpl
def permissions() -> Sequence[PermissionGrant]:
    readers = _LEADS | {"viewer", "admin"}
    return (
        PermissionGrant(SEE, readers, lazy_gettext("See evaluations and decisions")),
        PermissionGrant(MAKE, _LEADS, lazy_gettext("Decide about offers")),
    )


@hookimpl
def commands() -> Sequence[click.Command]:
    return (record_file,)


@hookimpl
def demo_data() -> Sequence[DemoSource]:
    return (DemoSource(HERE / "demo"),)


@hookimpl
def retention() -> Sequence[Retention]:
    return (Retention("stories", forget),)


@hookimpl
def menu(district: DistrictRef) -> Sequence[MenuItem]:
    label = lazy_gettext("Evaluation and decision")
    return (MenuItem("vurdering.offer", label, SEE, None),)


@hookimpl
def dashboard_cards(district: DistrictRef) -> Sequence[Card]:
    return (due_card(),)
