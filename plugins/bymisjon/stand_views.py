"""The stands: who stands there, which offers are shown, what to bring and how much of it went."""

from datetime import timedelta

from flask import render_template, request, url_for

from core.calendar.counting_year import Period
from core.calendar.weeks import Week
from core.calendar.zones import local_date
from core.counts.days import Day, day_by_key, days_between
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.tallies import stock
from core.tallies.service import history
from core.web.choices import other_offers
from core.web.declare import requires
from core.web.duty import on_duty, untaken
from core.web.here import here, reading
from core.web.plugin_kit import Answer, plugin_blueprint, press_of, saved_or_again
from core.web.typing_form import SeenForm, changed_ticks, numbers_form
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
            missing={day.id: untaken(people.get(day.id, ()), ROLES) for day in days},
        )


@bp.get("/stands/<key>")
@requires(RUN)
def show(key: str) -> str:
    """One stand."""
    return _page(key)


@bp.post("/stands/<key>/offers")
@requires(RUN)
def add_offer(key: str) -> Answer:
    """Show an offer there, or take one off the list."""
    form, hidden = OfferForm(), request.form.get("hide")
    with reading() as session:
        form.offer.choices = other_offers(session, to_run(session).id)

    def act(session: DistrictSession) -> None:
        day = _open(session, key)[1]
        if hidden:
            stands.hide_offer(session, day.id, hidden)
        else:
            stands.show_offer(session, day.id, form.offer.data, form.text.data, here().now)

    to, said = url_for("bymisjon_stands.show", key=key), gettext("The list of offers is saved.")
    return saved_or_again(form, domain, act, lambda: _page(key, form), said=said, to=to)


@bp.post("/stands/<key>/things")
@requires(RUN)
def bring(key: str) -> Answer:
    """What lies in the bag, and how many of each went."""
    with reading() as session:
        form = _bag(session, to_run(session))

    def act(session: DistrictSession) -> None:
        activity, day = _open(session, key)
        ticks, gone, seen = changed_ticks("packed"), form.changed(), form.shown()
        stands.bring(session, press_of(form), activity, day.id, *ticks, gone, seen)

    to, said = url_for("bymisjon_stands.show", key=key), gettext("The list is saved.")
    return saved_or_again(form, domain, act, lambda: _page(key, bag=form), said=said, to=to)


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

    to, said = url_for("bymisjon_stands.things"), gettext("The number is saved.")
    return saved_or_again(form, domain, act, lambda: _things(form), said=said, to=to)


def _open(session: DistrictSession, key: str) -> tuple[Activity, Day]:
    activity = to_run(session)
    return activity, day_by_key(session, activity.id, key)


def _bag(session: DistrictSession, activity: Activity, **more: object) -> SeenForm:
    names = [one.name for one in stock.things(session, activity.id, THING)]
    labels = {name: gettext("How many went: %(what)s", what=name) for name in names}
    return numbers_form("gone-", labels, **more)


def _page(key: str, form: OfferForm | None = None, bag: SeenForm | None = None) -> str:
    form = form or OfferForm(formdata=None)
    with reading() as session:
        activity, day = _open(session, key)
        things = stock.things(session, activity.id, THING, day.id)
        bag = bag or _bag(session, activity, formdata=None)
        bag.show({one.name: one.gone for one in things})
        was = stands.packed_for(session, day.id)
        put_in, taken_out = changed_ticks("packed")
        people = on_duty(session, activity, [day.id]).get(day.id, ())
        form.offer.choices = other_offers(session, activity.id)
        return render_template(
            "bymisjon/stand.html",
            activity=activity,
            day=day,
            week=week_of(session, activity.id, Week.of(day.day)),
            people=people,
            missing=untaken(people, ROLES),
            offers=stands.offers_at(session, [day.id]).get(day.id, []),
            things=[one for one in things if one.name in bag.numbers()],
            was=was,
            packed=put_in.union(was) - taken_out,
            form=form,
            bag=bag,
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
