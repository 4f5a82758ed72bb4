"""The group's page: figures, slips from the health station, and numbers for those who wait."""

from datetime import date, timedelta

from flask import flash, redirect, render_template, request, url_for
from sqlalchemy import select
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.places.models import Place
from core.problems import NotFound
from core.schedules.models import Activity
from core.schedules.partners import activity_of, activity_to_run
from core.schedules.service import place_names
from core.web.declare import requires
from core.web.here import access, here, reading, writing
from core.web.overview import overview
from core.web.panels import panels_of
from core.web.plugin_kit import Answer, plugin_blueprint, press_of, pressed, saved_or_again
from plugins.apen_barnehage import slips, waiting
from plugins.apen_barnehage.forms import PlaceForm, SlipForm, place_form, slip_form
from plugins.apen_barnehage.models import Outcome
from plugins.apen_barnehage.words import EDIT, HERE, NAME, domain, gettext, month_words

bp = plugin_blueprint(NAME, __name__, HERE, domain)
_ROW = "<int(max=9223372036854775807):number>"
SLIPS_ON_A_PAGE = 8
_ENDED_LATELY = timedelta(days=7)


@bp.get("/")
@requires(Permission.FIGURES_SEE)
def figures() -> str:
    """The gathering's figures, from the latest counting year that has counts."""
    with reading() as session:
        activity = activity_of(session, NAME)
        shown = overview(session, activity)
        panels = panels_of(session, activity, shown.days.period, only=NAME)
        return render_template("apen_barnehage/figures.html", overview=shown, panels=panels)


@bp.get("/group")
@requires(EDIT)
def group() -> str:
    """Who waits, and the slips of the last months."""
    return _group_page()


@bp.post("/slips")
@requires(EDIT)
def note_slips() -> Answer:
    """Note slips that were printed or given out."""
    with reading() as session:
        form = slip_form(session, _usual(session, _mine(session)))
    to, said = url_for("apen_barnehage.group"), gettext("The slips are noted.")
    return saved_or_again(
        form,
        domain,
        lambda session: _note(session, _mine(session), form),
        lambda: _group_page(slip=form),
        said=said,
        to=to,
    )


@bp.get("/slips/print")
@requires(EDIT)
def print_slips() -> str:
    """A page of slips, all alike: month and place, and nothing of whom they are for."""
    with reading() as session:
        activity = _mine(session)
        place = _place(session, request.args.get("place", ""))
        return render_template(
            "apen_barnehage/slips.html",
            activity=activity,
            place=place,
            month=_month(request.args.get("month", "")),
            count=SLIPS_ON_A_PAGE,
            month_words=month_words,
        )


@bp.post("/waiting")
@requires(EDIT)
def give_number() -> Answer:
    """The place is full: give the next number."""
    with reading() as session:
        form = place_form(session, None)
    if not form.validate_on_submit():
        return _group_page(place=form), 422
    with writing() as session:
        activity = _mine(session)
        place = _place(session, form.place.data)
        row, again = waiting.give(session, activity, place.id, form.pressed(), here().now)
        number = row.number
    if again:
        flash(gettext("Number %(n)s is given. Press again if one more waits.", n=number), "info")
    else:
        said = gettext("Give them number %(n)s. They keep it; no name is written.", n=number)
        flash(said, "success")
    return redirect(url_for("apen_barnehage.group"), 303)


@bp.post(f"/waiting/{_ROW}/place")
@requires(EDIT)
def got_place(number: int) -> Response:
    """There is room now."""
    return _end(number, Outcome.PLACE)


@bp.post(f"/waiting/{_ROW}/left")
@requires(EDIT)
def left(number: int) -> Response:
    """They wait no longer."""
    return _end(number, Outcome.LEFT)


@bp.post(f"/waiting/{_ROW}/again")
@requires(EDIT)
def wait_again(number: int) -> Response:
    """It was ended by mistake."""
    return pressed(
        domain,
        lambda session: waiting.wait_again(session, _mine(session), number),
        said=gettext("The number waits again."),
        to=url_for("apen_barnehage.group"),
    )


def _end(number: int, outcome: Outcome) -> Response:
    today = local_date(here().now)
    return pressed(
        domain,
        lambda session: waiting.end(session, _mine(session), number, outcome, today),
        said=gettext("The number waits no longer."),
        to=url_for("apen_barnehage.group"),
    )


def _note(session: DistrictSession, activity: Activity, form: SlipForm) -> None:
    slips.note(
        session,
        press_of(form),
        activity,
        _place(session, form.place.data).slug,
        form.month.data,
        slips.SlipKind(form.kind.data),
        form.n.data or 0,
    )


def _mine(session: DistrictSession) -> Activity:
    return activity_to_run(session, access(), NAME, EDIT)


def _place(session: DistrictSession, slug: str) -> Place:
    found = session.scalar(select(Place).where(Place.slug == slug, Place.archived_at.is_(None)))
    if found is None:
        raise NotFound
    return found


def _usual(session: DistrictSession, activity: Activity) -> str | None:
    return session.scalar(select(Place.slug).where(Place.id == activity.place_id))


def _month(text: str) -> date:
    try:
        return date.fromisoformat(f"{text}-01")
    except ValueError:
        return local_date(here().now).replace(day=1)


def _group_page(slip: SlipForm | None = None, place: PlaceForm | None = None) -> str:
    with reading() as session:
        return _group(session, _mine(session), slip, place)


def _group(
    session: DistrictSession,
    activity: Activity,
    slip: SlipForm | None,
    place: PlaceForm | None,
) -> str:
    usual = _usual(session, activity)
    today = local_date(here().now)
    return render_template(
        "apen_barnehage/group.html",
        activity=activity,
        slip_form=slip or slip_form(session, usual),
        place_form=place or place_form(session, usual),
        months=slips.months(session, activity.id, slips.recent(today)),
        waiting=waiting.waiting(session, activity.id),
        ended=waiting.ended(session, activity.id, today - _ENDED_LATELY),
        got_place=Outcome.PLACE.value,
        places=place_names(session),
        month_words=month_words,
    )
