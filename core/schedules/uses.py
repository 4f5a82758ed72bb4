"""What of schedules builds on a place or an organisation, before either is archived."""

from datetime import datetime

from flask_babel import lazy_gettext, lazy_ngettext
from sqlalchemy import ColumnElement, func, select

from core.db.tenancy import DistrictSession
from core.schedules.models import Activity, Occurrence, OccurrenceState, Plan
from core.uses import Use


def of_place(session: DistrictSession, place_id: int, now: datetime) -> list[Use]:
    """Activities, plans and days in a place. Planned days that have not ended are current."""
    return [
        *_activities(session, Activity.place_id == place_id),
        *_plans(session, place_id),
        *_days(session, place_id, now),
    ]


def of_organisation(session: DistrictSession, organisation_id: int, _now: datetime) -> list[Use]:
    """The activities an organisation has in this district."""
    return _activities(session, Activity.organisation_id == organisation_id)


def _activities(session: DistrictSession, where: ColumnElement[bool]) -> list[Use]:
    rows = session.execute(
        select(Activity.name, Activity.archived_at).where(where).order_by(Activity.name)
    )
    return [
        Use(lazy_gettext("the activity %(name)s", name=row.name), current=row.archived_at is None)
        for row in rows
    ]


def _plans(session: DistrictSession, place_id: int) -> list[Use]:
    """A plan's coming days are counted by themselves; the plan is history that needs the place."""
    n = session.scalar(select(func.count(Plan.id)).where(Plan.place_id == place_id))
    return [Use(lazy_ngettext("%(num)d plan", "%(num)d plans", n), current=False)] if n else []


def _days(session: DistrictSession, place_id: int, now: datetime) -> list[Use]:
    coming = (Occurrence.ends > now) & (Occurrence.state == OccurrenceState.PLANNED)
    row = session.execute(
        select(func.count(Occurrence.id), func.count(Occurrence.id).filter(coming)).where(
            Occurrence.place_id == place_id
        )
    ).one()
    every, ahead = row
    uses = []
    if ahead:
        uses.append(
            Use(lazy_ngettext("%(num)d coming day", "%(num)d coming days", ahead), current=True)
        )
    if every > ahead:
        uses.append(
            Use(
                lazy_ngettext("%(num)d earlier day", "%(num)d earlier days", every - ahead),
                current=False,
            )
        )
    return uses
