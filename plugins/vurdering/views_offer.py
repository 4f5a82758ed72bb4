"""Evaluating one offer, on screen and on paper, its everyday story, and the decision."""

from flask import Blueprint, flash, redirect, render_template, url_for

from core.db.tenancy import DistrictSession
from core.schedules.acting import Acting
from core.schedules.ownership import ownership_of
from core.schedules.service import by_slug
from core.web.declare import requires
from core.web.here import reading
from core.web.plugin_kit import Answer, acting, carried_out, plugin_blueprint
from plugins.vurdering import stories
from plugins.vurdering.decisions import decide, decisions_of, last_of, to_decide
from plugins.vurdering.evaluation import ahead, chosen, evaluation, ground, span_of
from plugins.vurdering.forms import OUTCOMES, DecisionForm, StoryForm
from plugins.vurdering.words import HERE, MAKE, SEE, domain, gettext

bp: Blueprint = plugin_blueprint("vurdering_offer", __name__, HERE, domain)


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
        period = chosen(session, _deciding(session, activity).activity).days.period

    def save(session: DistrictSession) -> None:
        stories.write(_deciding(session, activity), period, form.text.data)

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
        row = _deciding(session, activity).activity
        shown, made = chosen(session, row), decisions_of(session, row.id)
        rests_on, coming = ground(session, row, shown), ahead(session, row)

    def make(session: DistrictSession) -> None:
        decide(acting(session, activity), form.wanted(), rests_on, form.seen.data or "")

    if carried_out(form, domain, make):
        flash(gettext("The decision is saved, with its reason and its figures."), "success")
        return redirect(url_for("vurdering.offer", activity=activity), 303)
    if form.seen.errors or not form.is_submitted():
        form.seen.data = last_of(made)
    page = render_template(
        "vurdering/decide.html",
        activity=row,
        form=form,
        overview=shown,
        span=span_of(rests_on.period),
        last=made[-1] if made else None,
        decided=OUTCOMES,
        ahead=coming,
    )
    return page, 422 if form.is_submitted() else 200


def _deciding(session: DistrictSession, activity: str) -> Acting:
    by = acting(session, activity)
    to_decide(by)
    return by


def _evaluation(activity: str, form: StoryForm) -> str:
    with reading() as session:
        parts = evaluation(session, by_slug(session, activity))
        if not form.is_submitted() and parts["story"]:
            form.text.data = parts["story"].text
        return render_template("vurdering/evaluation.html", form=form, decided=OUTCOMES, **parts)
