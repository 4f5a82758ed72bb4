"""Evaluating one offer, on screen and on paper, its everyday story, and the decision."""

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from core.db.tenancy import DistrictSession
from core.schedules.ownership import ownership_of
from core.schedules.service import by_slug
from core.web.declare import requires
from core.web.here import access, here, reading
from core.web.panels import panels_of
from core.web.plugin_kit import carried_out, plugin_blueprint
from plugins.vurdering import stories
from plugins.vurdering.decisions import decide, remaining, to_decide
from plugins.vurdering.evaluation import chosen, evaluation, ground, span_of
from plugins.vurdering.forms import OUTCOMES, DecisionForm, StoryForm
from plugins.vurdering.words import HERE, MAKE, SEE, domain, gettext, ngettext

bp: Blueprint = plugin_blueprint("vurdering_offer", __name__, HERE, domain)
Answer = str | Response | tuple[str, int]


@bp.get("/offers/<activity>/evaluation")
@requires(SEE)
def evaluate(activity: str) -> str:
    """The figures of a period and what stands beside them; the story can be written here."""
    return _evaluation(activity, StoryForm())


@bp.post("/offers/<activity>/evaluation")
@requires(MAKE)
def write(activity: str) -> Answer:
    """Save a version of the everyday story of the period in the address, or delete it."""
    form = StoryForm()
    with reading() as session:
        period = chosen(session, to_decide(session, access(), activity)).days.period

    def save(session: DistrictSession) -> None:
        row = to_decide(session, access(), activity)
        stories.write(session, access(), row, period, form.text.data, here().now)

    if not carried_out(form, domain, save):
        return _evaluation(activity, form), 422
    flash(
        gettext("The story is saved.") if form.text.data else gettext("It is deleted."), "success"
    )
    back = url_for("vurdering_offer.evaluate", activity=activity, **span_of(period))
    return redirect(back, 303)


@bp.get("/offers/<activity>/evaluation/print")
@requires(SEE)
def on_paper(activity: str) -> str:
    """The same for the steering group, on paper."""
    with reading() as session:
        row = by_slug(session, activity)
        parts = evaluation(session, row)
        kept = ownership_of(row)
        return render_template("vurdering/print.html", ownership=kept, decided=OUTCOMES, **parts)


@bp.route("/offers/<activity>/decide", methods=["GET", "POST"])
@requires(MAKE)
def decision(activity: str) -> Answer:
    """What the decision rests on and the form; saved with the figures as they are now."""
    form = DecisionForm()
    with reading() as session:
        row = to_decide(session, access(), activity)
        shown = chosen(session, row)
        rests_on = ground(shown, panels_of(session, row, shown.days.period))

    def make(session: DistrictSession) -> None:
        row = to_decide(session, access(), activity)
        decide(session, access(), row, form.wanted(), rests_on, here().now)

    if carried_out(form, domain, make):
        flash(gettext("The decision is saved, with its reason and its figures."), "success")
        return redirect(url_for("vurdering.offer", activity=activity), 303)
    with reading() as session:
        days, bookings = remaining(session, to_decide(session, access(), activity), here().now)
    page = render_template(
        "vurdering/decide.html",
        activity=row,
        form=form,
        overview=shown,
        span=span_of(rests_on.period),
        coming=ngettext("%(num)d coming day", "%(num)d coming days", days) if days else None,
        bookings=[use.text for use in bookings],
    )
    return page, 422 if form.is_submitted() else 200


def _evaluation(activity: str, form: StoryForm) -> str:
    with reading() as session:
        parts = evaluation(session, by_slug(session, activity))
        if not form.is_submitted() and parts["story"]:
            form.text.data = parts["story"].text
        return render_template("vurdering/evaluation.html", form=form, decided=OUTCOMES, **parts)
