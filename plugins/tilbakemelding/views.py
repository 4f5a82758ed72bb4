"""What was answered, what is asked, what people wrote, and the poster with the QR code."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.calendar.counting_year import Period
from core.calendar.zones import local_date
from core.counts.office import is_office
from core.db.tenancy import DistrictSession
from core.languages import PUBLIC_LANGUAGES
from core.schedules.service import by_slug
from core.statistics.distributions import distribution_chart
from core.web.declare import requires
from core.web.forms import sent_id
from core.web.forms_languages import written_in
from core.web.here import access, here, reading
from core.web.plugin_kit import Answer, acting, carried_out, plugin_blueprint, pressed
from core.web.qr import qr_code
from plugins.tilbakemelding import free_text, questions
from plugins.tilbakemelding import results as answered
from plugins.tilbakemelding.forms import QuestionForm, question_form
from plugins.tilbakemelding.standard import STANDARD, options_of, text_of
from plugins.tilbakemelding.words import ASK, EDIT, HERE, RELEASE, domain, gettext, ngettext

bp: Blueprint = plugin_blueprint("tilbakemelding", __name__, HERE, domain)
_EVER = date(2000, 1, 1)


@bp.get("/<activity>")
@requires(Permission.FIGURES_SEE)
def results(activity: str) -> str:
    """Every answer so far, as numbers, charts and tables."""
    with reading() as session:
        found = by_slug(session, activity)
        office = is_office(session, access(), found.organisation_id)
        releases = access().may(RELEASE, found.organisation_id)
        shown = answered.results(
            session, found.id, Period(_EVER, local_date(here().now)), office=office
        )
        waiting = free_text.waiting(session, found.id) if releases else ()
    return render_template(
        "tilbakemelding/results.html",
        activity=found,
        results=shown,
        summary=answered.summary(shown),
        answers=[
            (
                one,
                distribution_chart(f"answers-{number}", one),
                ngettext("%(num)s answer", "%(num)s answers", one.n or 0),
            )
            for number, one in enumerate(shown.distributions)
        ],
        waiting=waiting,
    )


@bp.post("/<activity>/texts")
@requires(RELEASE)
def decide_text(activity: str) -> Response:
    """Release what somebody wrote, or delete it."""
    release = request.form.get("do") == "release"
    return pressed(
        domain,
        lambda at: free_text.decide(acting(at, activity), sent_id("text"), release=release),
        said=gettext("It is released. Others see it now.")
        if release
        else gettext("It is deleted."),
        to=url_for("tilbakemelding.results", activity=activity),
    )


@bp.route("/<activity>/questions", methods=["GET", "POST"])
@requires(EDIT)
def asked(activity: str) -> Answer:
    """What is asked and what could be: a standard question, one of the office's own, or an end."""
    form, done = question_form(), request.form.get("do")

    def act(session: DistrictSession) -> None:
        by = acting(session, activity)
        if done == "end":
            questions.end(by, sent_id("question"))
        elif done == "standard":
            questions.add_standard(by, request.form.get("standard", ""))
        else:
            texts, options = written_in(form, "text"), written_in(form, "options")
            questions.add_own(by, form.chosen(), texts, options)

    if not carried_out(form, domain, act):
        return _questions(activity, form), 422 if form.is_submitted() else 200
    ended = done == "end"
    said = gettext("It is asked no more.") if ended else gettext("The question is asked now.")
    flash(said, "success")
    return redirect(url_for("tilbakemelding.asked", activity=activity), 303)


@bp.get("/<activity>/poster")
@requires(ASK)
def poster(activity: str) -> str:
    """A page to print, with the address as a QR code."""
    with reading() as session:
        found = by_slug(session, activity)
        access().require(ASK, found.organisation_id)
    address = url_for("tilbakemelding_ask.say_begin", activity=activity, _external=True)
    return render_template(
        "tilbakemelding/poster.html",
        activity=found,
        address=address,
        qr=qr_code(address),
        languages=PUBLIC_LANGUAGES.values(),
    )


def _questions(slug: str, form: QuestionForm) -> str:
    with reading() as session:
        activity = by_slug(session, slug)
        access().require(EDIT, activity.organisation_id)
        current = questions.asked(session, activity.id)
    used = {one.standard for one in current}
    return render_template(
        "tilbakemelding/questions.html",
        activity=activity,
        current=[(one, text_of(one), list(options_of(one).values())) for one in current],
        standard=[(key, gettext(one.text)) for key, one in STANDARD.items() if key not in used],
        most=questions.MOST,
        form=form,
        languages=PUBLIC_LANGUAGES,
    )
