"""Feedback, sitting together: what it adds to core, hook by hook. It serves every activity."""

from collections.abc import Sequence

import click
from flask import Blueprint

from core.db.base import Base
from core.plugin_api import (
    CountCategory,
    DemoSource,
    DistrictRef,
    Manifest,
    MenuItem,
    MigrationFolder,
    Panel,
    PermissionGrant,
    PublicLink,
    Retention,
    hookimpl,
)
from core.problems import W_
from plugins.tilbakemelding import views_ask, views_import
from plugins.tilbakemelding.cli import ask
from plugins.tilbakemelding.free_text import forget
from plugins.tilbakemelding.importing import import_file
from plugins.tilbakemelding.models import FreeText, Question, Response
from plugins.tilbakemelding.panel import feedback_panel
from plugins.tilbakemelding.standard import TOLD_AT_THE_DOOR
from plugins.tilbakemelding.words import ASK, EDIT, HERE, IMPORT, NAME, RELEASE, lazy_gettext

manifest = Manifest(NAME, lazy_gettext("Feedback"), "1.0", activities=())
_LEADS = frozenset({"leader", "district-admin"})


@hookimpl
def models() -> Sequence[type[Base]]:
    return (Question, Response, FreeText)


@hookimpl
def migrations() -> MigrationFolder:
    return MigrationFolder("plugins.tilbakemelding.migrations", HERE / "migrations")


@hookimpl
def blueprints() -> Sequence[Blueprint]:
    return (views_import.bp, views_ask.bp)


@hookimpl
def permissions() -> Sequence[PermissionGrant]:
    return (
        PermissionGrant(ASK, _LEADS | {"staff", "counter"}, lazy_gettext("Ask for feedback")),
        PermissionGrant(EDIT, _LEADS, lazy_gettext("Choose what is asked")),
        PermissionGrant(RELEASE, _LEADS | {"staff"}, lazy_gettext("Release what people wrote")),
        PermissionGrant(IMPORT, _LEADS, lazy_gettext("Import answers from a file")),
    )


@hookimpl
def commands() -> Sequence[click.Command]:
    return (import_file, ask)


@hookimpl
def demo_data() -> Sequence[DemoSource]:
    return (DemoSource(HERE / "demo"),)


@hookimpl
def retention() -> Sequence[Retention]:
    return (Retention("texts", forget),)


@hookimpl
def menu(district: DistrictRef) -> Sequence[MenuItem]:
    return (
        MenuItem(
            "tilbakemelding.results", lazy_gettext("Feedback"), "statistics:figures:see", None
        ),
        MenuItem("tilbakemelding_ask.staff", lazy_gettext("Ask for feedback"), ASK, None),
    )


@hookimpl
def panels(district: DistrictRef) -> Sequence[Panel]:
    return (feedback_panel(),)


@hookimpl
def public_links(district: DistrictRef) -> Sequence[PublicLink]:
    return (PublicLink("tilbakemelding_ask.say_begin", lazy_gettext(W_("Say what you think"))),)


@hookimpl
def count_categories(district: DistrictRef) -> Sequence[CountCategory]:
    return TOLD_AT_THE_DOOR
