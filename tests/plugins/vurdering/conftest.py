"""Stovner with the plugin on, an offer of the district's own and one of a partner's."""

from collections.abc import Iterator, Mapping
from datetime import date, time, timedelta
from types import ModuleType

import pytest
from flask import Flask
from flask_babel import gettext

from core.calendar.counting_year import Period
from core.calendar.zones import to_utc
from core.counts.batches import BatchDay, save_batch
from core.db.tenancy import DistrictSession
from core.districts.service import switch_plugin
from core.plugin_api import (
    CardFigure,
    DistrictRef,
    Manifest,
    Panel,
    PanelBody,
    PanelContext,
    PanelTable,
    hookimpl,
)
from core.schedules.models import Activity
from core.schedules.service import by_slug
from core.testing.factories import LONG_AGO, make_activity
from plugins.vurdering import plugin
from plugins.vurdering.decisions import Ground
from tests.support.apps import Program
from tests.support.stovner import Stovner

OWN, PARTNERS = "foreldrekafe", "familiesenter"
DAYS = [date(2026, 9, 6) + timedelta(weeks=n) for n in range(10)]
GROUND = Ground(Period(DAYS[0], DAYS[-1]), {"reach": "other", "figures": [], "panels": []})
OFFER = "/stovner/vurdering/offers/"


def _neighbour() -> ModuleType:
    """Another plugin, which tells what people said."""

    def load(context: PanelContext) -> PanelBody:
        return PanelBody(
            lines=("Three answers.",),
            figures=(CardFigure("Smileys", 3),),
            table=PanelTable(("Answer", gettext("Visits")), (("Very good", 3),)),
            quotes=("Kan dere ha noe for fedrene igjen?", "Fin kaffe."),
        )

    def panels(district: DistrictRef) -> list[Panel]:
        return [Panel("said", "What people said", "statistics:figures:see", load)]

    found = ModuleType("neighbour")
    manifest = Manifest("neighbour", "The neighbour", "1.0", activities=())
    vars(found).update({"manifest": manifest, "panels": hookimpl(panels)})
    return found


def _vurdering() -> ModuleType:
    return plugin


@pytest.fixture
def app(program: Program) -> Iterator[Flask]:
    """The program with this plugin and that neighbour."""
    with program(_vurdering, _neighbour) as app:
        yield app


@pytest.fixture
def offers(stovner: Stovner) -> Stovner:
    """Both offers with ten Sundays: 12 adults and 20 children; three new adults in all."""
    with stovner.database.platform_writing() as shared:
        for name in ("vurdering", "neighbour"):
            switch_plugin(
                shared, stovner.district_id, name, enabled=True, actor="command:0", now=LONG_AGO
            )
    with stovner.database.writing(stovner.district_id) as session:
        _offer(session, stovner, OWN, stovner.own)
        _offer(session, stovner, PARTNERS, stovner.partner)
    return stovner


def _offer(session: DistrictSession, stovner: Stovner, slug: str, organisation: int) -> None:
    make_activity(session, organisation, slug).audience = "Foreldre med barn"
    session.flush()
    totals = {
        day: {"adult": 12, "child": 20, "new_adult": int(number < 3)}
        for number, day in enumerate(DAYS)
    }
    _save(session, stovner, totals, slug)


def count(
    session: DistrictSession,
    stovner: Stovner,
    day: date,
    totals: Mapping[str, int],
    slug: str = OWN,
) -> None:
    """Say how many came on a day, whatever was said before."""
    _save(session, stovner, {day: totals}, slug)


def _save(
    session: DistrictSession, stovner: Stovner, days: Mapping[date, Mapping[str, int]], slug: str
) -> None:
    access = stovner.access("coordinator" if slug == OWN else "leader")
    there = [
        BatchDay(day, to_utc(day, time(11)), to_utc(day, time(16)), totals)
        for day, totals in days.items()
    ]
    save_batch(session, access, by_slug(session, slug), "test", there, stovner.clock(), days)


def offer(session: DistrictSession, slug: str = OWN) -> Activity:
    """One of them."""
    return by_slug(session, slug)
