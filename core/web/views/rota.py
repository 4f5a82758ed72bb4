"""Who is on through the coming weeks: days down, people across, several days filled at once."""

import re
from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, ngettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.days import Day, days_between
from core.db.tenancy import DistrictSession
from core.problems import NotFound
from core.schedules import assignments, service
from core.schedules.assignments import Pair
from core.schedules.models import Activity
from core.web.declare import requires
from core.web.duty import on_duty, roles_of
from core.web.here import access, here, reading, writing

bp = Blueprint("rota", __name__, url_prefix="/activities/<activity>/rota")
_AHEAD = timedelta(weeks=8)
_MOST_PAIRS = 4000
_PAIR = re.compile(r"([0-9]{1,19}):([0-9]{1,19})")
_LARGEST_ID = 2**63 - 1


@bp.get("")
@requires(Permission.ACTIVITY_EDIT)
def show(activity: str) -> str:
    """The coming days with who is on; ?role= says which role the boxes are for."""
    with reading() as session:
        row = service.to_edit(session, access(), activity)
        roles = roles_of(row)
        role = request.args.get("role", next(iter(roles)))
        if role not in roles:
            raise NotFound
        days = _coming(session, row)
        return render_template(
            "rota/show.html",
            activity=row,
            days=days,
            roles=roles,
            role=role,
            people=assignments.choices(session, access(), here().now),
            duty=on_duty(session, row, [day.id for day in days]),
        )


@bp.post("")
@requires(Permission.ACTIVITY_EDIT)
def save(activity: str) -> Response:
    """Save what was ticked and what was no longer; what others did meanwhile stays."""
    role = request.form.get("role", "")
    on, was = _pairs("on"), _pairs("was")
    with writing() as session:
        row = service.to_edit(session, access(), activity)
        coming = {day.id for day in _coming(session, row)}
        put_on, taken_off = (
            {pair for pair in pairs if pair[0] in coming} for pairs in (on - was, was - on)
        )
        changed = assignments.fill(
            session, access(), role, roles_of(row), on=put_on, off=taken_off, now=here().now
        )
    if changed:
        flash(ngettext("One change is saved.", "%(num)d changes are saved.", changed), "success")
    else:
        flash(gettext("Nothing was changed."))
    return redirect(url_for("rota.show", activity=activity, role=role), 303)


def _coming(session: DistrictSession, row: Activity) -> list[Day]:
    today = local_date(here().now)
    days = days_between(session, Period(today, today + _AHEAD), [row.id])
    return [day for day in days if day.takes_place]


def _pairs(field: str) -> set[Pair]:
    """Ticked boxes: a day and a person each. Raises NotFound for what no box sends."""
    found = set()
    for text in request.form.getlist(field)[:_MOST_PAIRS]:
        match = _PAIR.fullmatch(text)
        if match is None or max(map(int, match.groups())) > _LARGEST_ID:
            raise NotFound
        found.add((int(match[1]), int(match[2])))
    return found
