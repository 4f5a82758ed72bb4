"""Signing in and out."""

from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user, logout_user
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired

from core.accounts.sign_in import (
    check_throttle,
    close_session,
    find_user,
    note_failure,
    open_session,
)
from core.audit.service import record
from core.districts.models import District
from core.problems import N_, Refused
from core.web.declare import public, signed_in
from core.web.forms import show_refusal
from core.web.here import here, platform
from core.web.login import begin

bp = Blueprint("sign_in", __name__)


class SignInForm(FlaskForm):  # type: ignore[misc]
    """E-mail and password."""

    email = EmailField(lazy_gettext("E-mail"), [InputRequired(lazy_gettext("Write your e-mail."))])
    password = PasswordField(
        lazy_gettext("Password"), [InputRequired(lazy_gettext("Write your password."))]
    )
    next = HiddenField()


@bp.get("/")
@public
def start() -> Response:
    """To the district the person works in, or to sign-in."""
    if here().access is None:
        return redirect(url_for("sign_in.form"))
    return redirect(_home())


@bp.get("/sign-in")
@public
def form() -> str | Response:
    """The sign-in page."""
    if here().access is not None:
        return redirect(_home())
    return _page(SignInForm(request.args))


@bp.post("/sign-in")
@public
def save() -> str | Response | tuple[str, int]:
    """Sign in, or say in one sentence why not."""
    form = SignInForm()
    if form.validate_on_submit():
        try:
            token = _sign_in(form.email.data or "", form.password.data or "")
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            begin(token)
            return redirect(_safe(form.next.data) or url_for("sign_in.start"))
    return _page(form), 422


@bp.post("/sign-out")
@signed_in
def out() -> Response:
    """End the session on the server, too."""
    with platform().database.platform_writing() as shared:
        close_session(shared, current_user.get_id())
    logout_user()
    flash(gettext("You have signed out."))
    return redirect(url_for("sign_in.form"))


def _page(form: SignInForm) -> str:
    """The form; residents who came here are shown the way to what is on in each district."""
    with platform().database.platform_reading() as shared:
        districts = shared.scalars(select(District).order_by(District.name)).all()
        return render_template("sign_in.html", form=form, districts=districts)


def _sign_in(email: str, password: str) -> str:
    """Check outside the writers' queue: argon2 takes its time, and others are counting."""
    parts, now = platform(), here().now
    address = request.remote_addr or ""
    with parts.database.platform_reading() as shared:
        check_throttle(shared, email, address, now)
        user = find_user(shared, email)
        kept = user.password_hash if user else None
    right = parts.passwords.matches(kept, password)
    with parts.database.platform_writing() as shared:
        check_throttle(shared, email, address, now)  # those who guessed at once are known now
        user = find_user(shared, email) if right else None
        if user is not None:
            record(shared, f"user:{user.id}", "accounts:sign-in", f"user:{user.id}", now=now)
            return open_session(shared, user, now)
        note_failure(shared, email, address, now)
    raise Refused(N_("The e-mail or the password is wrong. Check both and try again."))


def _safe(target: str | None) -> str | None:
    """Only an address of our own, so that a link cannot send people elsewhere."""
    if not target or not target.startswith("/") or target[1:2] in {"/", "\\"}:
        return None
    parts = urlsplit(target)
    return target if not parts.scheme and not parts.netloc else None


def _home() -> str:
    found = here().access
    grants = found.actor.grants if found else ()
    with platform().database.platform_reading() as shared:
        slugs = {row.id: row.slug for row in shared.execute(select(District.id, District.slug))}
    for grant in grants:
        if grant.district_id in slugs:
            return url_for("home.today", district=slugs[grant.district_id])
    return url_for("admin.index")
