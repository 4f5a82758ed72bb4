"""The stands: who stands there, which offers are shown, what to bring and how much of it went."""

from collections.abc import Mapping
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.calendar.counting_year import Period
from core.calendar.weeks import Week
from core.calendar.zones import local_date
from core.counts.days import Day, day_by_key, days_between
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.models import Activity
from core.schedules.service import activities
from core.tallies.service import history
from core.web.declare import requires
from core.web.here import access, actor, here, reading
from core.web.plugin_kit import carried_out, plugin_blueprint
from plugins.bymisjon import stands
from plugins.bymisjon.activity import to_run
from plugins.bymisjon.forms import OfferForm, Pressed, ThingForm
from plugins.bymisjon.log import week_of
from plugins.bymisjon.words import HERE, ROLES, RUN, THING, domain, gettext

bp = plugin_blueprint("bymisjon_stands", __name__, HERE, domain)
Answer = str | Response | tuple[str, int]
_BACK, _ON = timedelta(days=92), timedelta(days=366)


@bp.get("/stands")
@requires(RUN)
def index() -> str:
    """The coming stands, and those of the last three months."""
    with reading() as session:
        activity = to_run(session, access())
        today = local_date(here().now)
        found = days_between(session, Period(today - _BACK, today + _ON), [activity.id])
        days = [day for day in found if stands.is_stand(day)]
        return render_template(
            "bymisjon/stands.html",
            activity=activity,
            coming=[day for day in days if day.day >= today],
            been=[day for day in days if day.day < today][::-1],
            people=stands.people(session, access(), days, here().now),
        )


@bp.get("/stands/<key>")
@requires(RUN)
def show(key: str) -> str:
    """One stand."""
    return _page(key, OfferForm(formdata=None), Pressed(formdata=None))


@bp.post("/stands/<key>/offers")
@requires(RUN)
def add_offer(key: str) -> Answer:
    """Show an offer there, or take one off the list."""
    form, hidden = OfferForm(), request.form.get("hide")
    with reading() as session:
        form.offer.choices = _offers(session, _open(session, key)[0])

    def act(session: DistrictSession) -> None:
        day = _open(session, key)[1]
        if hidden:
            stands.hide_offer(session, day.id, hidden)
        else:
            stands.show_offer(session, day.id, form.offer.data, form.text.data, here().now)

    if carried_out(form, domain, act):
        flash(gettext("The list of offers is saved."), "success")
        return redirect(url_for("bymisjon_stands.show", key=key), 303)
    return _page(key, form, Pressed(formdata=None)), 422


@bp.post("/stands/<key>/things")
@requires(RUN)
def bring(key: str) -> Answer:
    """What lies in the bag, and how many of each went."""
    form = Pressed()

    def act(session: DistrictSession) -> None:
        activity, day = _open(session, key)
        packed, gone = request.form.getlist("packed"), _numbers()
        stands.bring(session, actor().reference, activity, day.id, packed, gone, here().now)

    if carried_out(form, domain, act):
        flash(gettext("The list is saved."), "success")
        return redirect(url_for("bymisjon_stands.show", key=key), 303)
    return _page(key, OfferForm(formdata=None), form), 422


@bp.get("/things")
@requires(RUN)
def things() -> str:
    """What there is to bring, and how many are left."""
    return _things(ThingForm(formdata=None))


@bp.post("/things")
@requires(RUN)
def move() -> Answer:
    """More of it came; or somebody counted what is left."""
    form = ThingForm()

    def act(session: DistrictSession) -> None:
        activity = to_run(session, access())
        who, what, n = actor().reference, form.name.data, form.n.data
        press, now, reason = form.pressed(), here().now, form.reason.data
        if "left" in request.form:
            stands.count_again(session, who, activity, what, n, reason, press, now)
        else:
            stands.got(session, who, activity, what, n, press, now)

    if carried_out(form, domain, act):
        flash(gettext("The number is saved."), "success")
        return redirect(url_for("bymisjon_stands.things"), 303)
    return _things(form), 422


def _open(session: DistrictSession, key: str) -> tuple[Activity, Day]:
    activity = to_run(session, access())
    return activity, day_by_key(session, activity.id, key)


def _offers(session: DistrictSession, own: Activity) -> list[tuple[str, str]]:
    others = [(one.slug, one.name) for one in activities(session) if one.id != own.id]
    return [("", gettext("Choose")), *others]


def _page(key: str, form: OfferForm, bag: Pressed) -> str:
    with reading() as session:
        activity, day = _open(session, key)
        form.offer.choices = _offers(session, activity)
        return render_template(
            "bymisjon/stand.html",
            activity=activity,
            day=day,
            week=week_of(session, activity.id, Week.of(day.day)),
            people=stands.people(session, access(), [day], here().now)[day.id],
            roles=ROLES,
            offers=stands.offers_at(session, [day.id]).get(day.id, []),
            things=stands.things(session, activity.id, day.id),
            form=form,
            bag=bag,
            typed=request.form if bag.errors else {},
            been=day.starts <= here().now,
        )


def _things(form: ThingForm) -> str:
    with reading() as session:
        activity = to_run(session, access())
        return render_template(
            "bymisjon/things.html",
            activity=activity,
            things=stands.things(session, activity.id),
            changes=history(session, activity.id, {THING}, most=30),
            thing_key=THING,
            form=form,
        )


def _numbers() -> Mapping[str, int]:
    """How many went, by what it is called. Raises Refused for what is no number."""
    typed = {
        name.removeprefix("gone-"): text.strip()
        for name, text in request.form.items()
        if name.startswith("gone-") and text.strip()
    }
    if not all(text.isascii() and text.isdigit() and len(text) < 10 for text in typed.values()):
        raise Refused(N_("Write how many went as a whole number, such as 14."))
    return {name: int(text) for name, text in typed.items()}
