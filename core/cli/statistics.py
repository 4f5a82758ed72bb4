"""`statistics show | verify`."""

import json
from dataclasses import replace
from datetime import datetime

import click
from sqlalchemy import func, select

from core.accounts.actors import COMMAND, Access
from core.calendar.counting_year import Period
from core.cli.context import Program
from core.counts.categories import Categories, categories
from core.counts.days import days_between
from core.counts.figures import held_days
from core.counts.models import CountEvent, CountTotal
from core.db.tenancy import DistrictSession
from core.districts.models import District
from core.plugin_api import DistrictRef, PanelContext, settings_in
from core.problems import Refused
from core.schedules.models import Activity
from core.statistics.basics import BASIC_MEASURES
from core.statistics.measures import HeldDay, Measure, Value

_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("statistics")
def group() -> None:
    """Figures."""


@group.command("show")
@click.option("--district", "slug", required=True)
@click.option("--plugin", "name", required=True)
@click.option("--from", "first", required=True, type=_DAY)
@click.option("--to", "last", required=True, type=_DAY)
@click.option("--format", "form", type=click.Choice(["json"]), default="json")
@click.pass_obj
def show(
    program: Program,
    slug: str,
    name: str,
    first: datetime,
    last: datetime,
    form: str,  # noqa: ARG001 (there is one form so far)
) -> None:
    """A plugin's figures for a period; both dates are included."""
    host = program.parts.host
    if name not in host.names:
        raise Refused("There is no plugin %(name)s.", name=name)
    if last < first:
        raise Refused("The period ends before it begins.")
    district = program.district(slug)
    period = Period(first.date(), last.date())
    with program.parts.database.reading(district.id) as session:
        settings = _settings(session, program, name)
        added, measures = _of_plugin(program, district, name, settings)
        days = _held(session, name, period, added)
        values = {one.key: one.source(days) for one in measures}
        values |= _panels(session, program, district, name, settings, period)
    click.echo(
        json.dumps(
            {
                "district": slug,
                "plugin": name,
                "from": period.first.isoformat(),
                "to": period.last.isoformat(),
                "figures": values,
            },
            indent=1,
            ensure_ascii=False,
        )
    )


def _of_plugin(
    program: Program, district: DistrictRef, name: str, settings: object | None
) -> tuple[Categories, list[Measure]]:
    host = program.parts.host
    counted = host.call_enabled("count_categories", district, {name}, strict=True)
    added = categories(category for answer in counted for category in answer.value)
    own = host.call_enabled("statistics", district, {name}, strict=True, settings={name: settings})
    return added, [*BASIC_MEASURES, *(one for answer in own for one in answer.value)]


def _settings(session: DistrictSession, program: Program, plugin: str) -> object | None:
    """What is set for the plugin here; None where it has nothing to set."""
    schema = program.parts.host.plugin(plugin).settings
    if schema is None:
        return None
    return settings_in(session, plugin, schema)


def _panels(
    session: DistrictSession,
    program: Program,
    district: DistrictRef,
    plugin: str,
    settings: object | None,
    period: Period,
) -> dict[str, Value]:
    """What the plugin's panels say of its activities, by the keys of their figures."""
    parts = program.parts
    context = PanelContext(
        session,
        district,
        Access(COMMAND, district.id, parts.policy),
        parts.clock(),
        settings,
        activity_id=0,
        activity="",
        period=period,
        office=True,
    )
    asked = parts.host.call_enabled("panels", district, {plugin}, strict=True)
    own = session.execute(select(Activity.id, Activity.slug).where(Activity.plugin == plugin)).all()
    bodies = [
        panel.load(replace(context, activity_id=row.id, activity=row.slug))
        for answer in asked
        for panel in answer.value
        for row in own
        if panel.activity in {None, row.slug}
    ]
    figures = [figure for body in bodies if body is not None for figure in body.figures]
    return {
        figure.key: figure.value if isinstance(figure.value, int | float) else None
        for figure in figures
        if figure.key
    }


def _held(
    session: DistrictSession, plugin: str, period: Period, known: Categories
) -> list[HeldDay]:
    statement = select(Activity.id, Activity.slug).where(Activity.plugin == plugin)
    slugs = {row.id: row.slug for row in session.execute(statement)}
    return [
        held
        for day in days_between(session, period, list(slugs))
        for held in held_days([day], known, slugs[day.activity_id])
    ]


@group.command("verify")
@click.pass_obj
def verify(program: Program) -> None:
    """Recount every event, and name each total that differs."""
    with program.parts.database.platform_reading() as shared:
        districts = shared.execute(select(District.id, District.slug)).all()
    wrong: list[str] = []
    events = 0
    for district_id, slug in districts:
        with program.parts.database.reading(district_id) as session:
            found, differences = recount(session)
        events += found
        wrong += [f"{slug} {difference}" for difference in differences]
    if wrong:
        raise Refused("These totals differ from their events:\n%(lines)s", lines="\n".join(wrong))
    click.echo(f"{events} events counted again; every total agrees.")


def recount(session: DistrictSession) -> tuple[int, list[str]]:
    """How many events a district has, and each total that is not their sum."""
    sums = {
        (row.occurrence_id, row.category): (row.total, row.number)
        for row in session.execute(
            select(
                CountEvent.occurrence_id,
                CountEvent.category,
                func.sum(CountEvent.n).label("total"),
                func.count().label("number"),
            ).group_by(CountEvent.occurrence_id, CountEvent.category)
        )
    }
    totals = {
        (row.occurrence_id, row.category): row.total
        for row in session.execute(
            select(CountTotal.occurrence_id, CountTotal.category, CountTotal.total)
        )
    }
    differences = [
        f"occurrence {day} {category}: kept {totals.get((day, category))}, "
        f"counted {sums.get((day, category), (None, 0))[0]}"
        for day, category in sorted(sums.keys() | totals.keys())
        if totals.get((day, category)) != sums.get((day, category), (None, 0))[0]
    ]
    return sum(number for _total, number in sums.values()), differences
