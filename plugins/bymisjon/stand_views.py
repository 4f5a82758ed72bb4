"""The stands: who stands there, which offers are shown, what to bring and how much of it went."""

from collections.abc import Sequence
from datetime import timedelta

from flask import flash, redirect, render_template, request, url_for

from core.calendar.counting_year import Period
from core.calendar.weeks import Week
from core.calendar.zones import local_date
from core.counts.days import Day, day_by_key, days_between
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.schedules.service import activities
from core.tallies import stock
from core.tallies.service import history
from core.text import Text
from core.web.declare import requires
from core.web.duty import OnDuty, on_duty
from core.web.forms import PressForm
from core.web.here import here, reading
from core.web.plugin_kit import Answer, carried_out, plugin_blueprint, press_of
from core.web.typing_form import typed_numbers
from plugins.bymisjon import stands
from plugins.bymisjon.forms import OfferForm, ThingForm
from plugins.bymisjon.log import week_of
from plugins.bymisjon.log_views import to_run
from plugins.bymisjon.words import HERE, ROLES, RUN, THING, domain, gettext

bp = plugin_blueprint("bymisjon_stands", __name__, HERE, domain)
_BACK, _ON = timedelta(days=92), timedelta(days=366)


@bp.get("/stands")
@requires(RUN)
def index() -> str:
    """The coming stands, and those of the last three months."""
    with reading() as session:
        activity = to_run(session)
        today = local_date(here().now)
        found = days_between(session, Period(today - _BACK, today + _ON), [activity.id])
        days = [day for day in found if day.takes_place]
        people = on_duty(session, activity, [day.id for day in days])
        return render_template(
            "bymisjon/stands.html",
            activity=activity,
            coming=[day for day in days if day.day >= today],
            been=[day for day in days if day.day < today][::-1],
            missing={day.id: _missing(people.get(day.id, ())) for day in days},
        )


@bp.get("/stands/<key>")
@requires(RUN)
def show(key: str) -> str:
    """One stand."""
    return _page(key, OfferForm(formdata=None), PressForm(formdata=None))


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
    return _page(key, form, PressForm(formdata=None)), 422


@bp.post("/stands/<key>/things")
@requires(RUN)
def bring(key: str) -> Answer:
    """What lies in the bag, and how many of each went."""
    form = PressForm()

    def act(session: DistrictSession) -> None:
        activity, day = _open(session, key)
        packed, gone = request.form.getlist("packed"), typed_numbers("gone-")
        stands.bring(session, press_of(form), activity, day.id, packed, gone)

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
        activity, press = to_run(session), press_of(form)
        what, n = form.name.data, form.n.data
        if "left" in request.form:
            stock.counted(session, press, activity.id, THING, what, n, form.reason.data)
        else:
            stock.came(session, press, activity.id, THING, what, n)

    if carried_out(form, domain, act):
        flash(gettext("The number is saved."), "success")
        return redirect(url_for("bymisjon_stands.things"), 303)
    return _things(form), 422


def _open(session: DistrictSession, key: str) -> tuple[Activity, Day]:
    activity = to_run(session)
    return activity, day_by_key(session, activity.id, key)


def _offers(session: DistrictSession, own: Activity) -> list[tuple[str, str]]:
    others = [(one.slug, one.name) for one in activities(session) if one.id != own.id]
    return [("", gettext("Choose")), *others]


def _missing(people: Sequence[OnDuty]) -> list[Text]:
    """The roles nobody has: while there is one, the stand is short of people."""
    taken = {one.role for one in people}
    return [title for role, title in ROLES.items() if role not in taken]


def _page(key: str, form: OfferForm, bag: PressForm) -> str:
    with reading() as session:
        activity, day = _open(session, key)
        people = on_duty(session, activity, [day.id]).get(day.id, ())
        form.offer.choices = _offers(session, activity)
        return render_template(
            "bymisjon/stand.html",
            activity=activity,
            day=day,
            week=week_of(session, activity.id, Week.of(day.day)),
            people=people,
            missing=_missing(people),
            offers=stands.offers_at(session, [day.id]).get(day.id, []),
            things=stock.things(session, activity.id, THING, day.id),
            packed=stands.packed_for(session, day.id),
            form=form,
            bag=bag,
            typed=request.form if bag.errors else {},
            been=day.starts <= here().now,
        )


def _things(form: ThingForm) -> str:
    with reading() as session:
        activity = to_run(session)
        return render_template(
            "bymisjon/things.html",
            activity=activity,
            things=stock.things(session, activity.id, THING),
            changes=history(session, activity.id, {THING}, most=30),
            form=form,
        )
