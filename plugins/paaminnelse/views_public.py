"""What a resident opens: the form, and the link that takes the reminder away. Nobody signs in."""

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.problems import Refused
from core.schedules.service import in_use
from core.web.declare import public
from core.web.forms import sent_id
from core.web.here import here, reading, writing
from core.web.plugin_kit import plugin_blueprint
from core.web.public_languages import in_public_language, public_page
from plugins.paaminnelse import reminders
from plugins.paaminnelse.words import HERE, domain, said

bp = plugin_blueprint("paaminnelse_public", __name__, HERE, domain)
Answer = str | Response | tuple[str, int]


@bp.route("/for/<activity>/ask", methods=["GET", "POST"])
@public
@in_public_language
def ask(activity: str) -> Answer:
    """One day, one address. Asked for twice, or too often, it looks the same."""
    if request.method == "GET":
        return _page(activity, {})
    try:
        with writing() as session:
            found = in_use(session, activity)
            day = sent_id("day")
            email = request.form.get("email", "")
            reminders.ask(session, found, day, email, link_of, here().now)
    except Refused as refusal:
        return _page(activity, {refusal.field: refusal.message}), 422
    code = public_page().language.code
    return redirect(url_for("paaminnelse_public.ask", activity=activity, lang=code, saved="1"), 303)


@bp.route("/off/<token>", methods=["GET", "POST"])
@public
@in_public_language
def off(token: str) -> Answer:
    """Whoever has the link takes the reminder away. The page names no offer."""
    if request.method == "GET":
        with reading() as session:
            there = reminders.with_token(session, token) is not None
        return render_template("paaminnelse/off.html", asks=there), 200 if there else 404
    with writing() as session:
        there = reminders.take_off(session, token)
    return render_template("paaminnelse/off.html", asks=False), 200 if there else 404


def link_of(token: str) -> str:
    """The whole address that takes a reminder away, as this request knows the site."""
    return url_for("paaminnelse_public.off", token=token, _external=True)


def _page(slug: str, wrong: dict[str | None, str]) -> str:
    with reading() as session:
        activity = in_use(session, slug)
        days = reminders.coming(session, activity.id, here().now)
    return render_template(
        "paaminnelse/ask.html",
        activity=activity,
        days=days,
        wrong={field: said(message) for field, message in wrong.items()},
        typed=request.form,
        saved="saved" in request.args,
    )
