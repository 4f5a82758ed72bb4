"""The board of gatherings, and each gathering's own page: invitation and reflection."""

from collections.abc import Callable

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm

from core.calendar.zones import local_date
from core.counts.days import Day, day_by_key
from core.db.tenancy import DistrictSession
from core.plugin_api import settings_in
from core.schedules.acting import Acting
from core.schedules.models import Activity
from core.schedules.service import place_names
from core.tasks.service import names_of
from core.web.declare import requires
from core.web.here import access, here, reading
from core.web.plugin_kit import Answer, carried_out, plugin_blueprint
from plugins.kvinnenettverk import gatherings
from plugins.kvinnenettverk.forms import ReflectionForm
from plugins.kvinnenettverk.settings import NetworkSettings
from plugins.kvinnenettverk.views import opened
from plugins.kvinnenettverk.wording import STEPS
from plugins.kvinnenettverk.words import HERE, PLUGIN, RUN, domain, gettext

bp = plugin_blueprint("kvinnenettverk_board", __name__, HERE, domain)


@bp.get("/")
@requires(RUN)
def board() -> str:
    """Each gathering with the step it waits for and what is late, the earliest first."""
    with reading() as session:
        activity = opened(session)
        found = gatherings.board(
            session, activity.id, settings_in(session, PLUGIN, NetworkSettings), here().now
        )
        names = place_names(session)
    return render_template(
        "kvinnenettverk/board.html", activity=activity, found=found, steps=STEPS, places=names
    )


@bp.get("/gathering/<key>")
@requires(RUN)
def gathering(key: str) -> str:
    """One gathering, from theme to reflection."""
    with reading() as session:
        return _page(session, *_open(session, key))


@bp.post("/gathering/<key>/reflection")
@requires(RUN)
def save_reflection(key: str) -> Answer:
    """Three lines, for the next time."""
    form = ReflectionForm()
    typed, seen = form.lines(), form.lines("seen_")
    return _save(key, form, lambda by, day: gatherings.reflect(by, day, typed, seen))


@bp.post("/gathering/<key>/invited")
@requires(RUN)
def save_invited(key: str) -> Answer:
    """The invitation is out, or is not after all."""
    out = request.form.get("out") == "1"
    return _save(key, FlaskForm(), lambda by, day: gatherings.invite(by, day, out=out))


def _save(key: str, form: FlaskForm, act: Callable[[Acting, Day], object]) -> Answer:
    def save(session: DistrictSession) -> None:
        activity, day = _open(session, key)
        act(Acting(session, access(), activity, here().now), day)

    if carried_out(form, domain, save):
        flash(gettext("Saved."), "success")
        return redirect(url_for("kvinnenettverk_board.gathering", key=key), 303)
    with reading() as session:
        return _page(session, *_open(session, key), form), 422


def _open(session: DistrictSession, key: str) -> tuple[Activity, Day]:
    activity = opened(session)
    return activity, day_by_key(session, activity.id, key)


def _page(
    session: DistrictSession, activity: Activity, day: Day, filled: FlaskForm | None = None
) -> str:
    now = here().now
    kept = settings_in(session, PLUGIN, NetworkSettings)
    [one] = gatherings.gatherings(session, [day], kept, now)
    if isinstance(filled, ReflectionForm):
        filled.show_beside(one.note)
    else:
        filled = ReflectionForm.of(one.note)
    return render_template(
        "kvinnenettverk/gathering.html",
        activity=activity,
        one=one,
        place=place_names(session).get(day.place_id or 0),
        names=names_of(session, one.tasks, now),
        today=local_date(now),
        reflection=filled,
    )
