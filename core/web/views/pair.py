"""Pairing this phone or tablet with a code the leader shows."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext, lazy_gettext
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.accounts.devices import pair
from core.accounts.sign_in import check_throttle, close_session, note_failure
from core.problems import Refused
from core.web.declare import public
from core.web.forms import show_refusal
from core.web.here import district, here, platform, writing
from core.web.login import begin, device_token, was_device

bp = Blueprint("pair", __name__, url_prefix="/pair")
_LONGEST_CODE = 40


class PairForm(FlaskForm):  # type: ignore[misc]
    """The code."""

    code = StringField(
        lazy_gettext("Code"),
        [DataRequired(lazy_gettext("Write the code.")), Length(max=_LONGEST_CODE)],
    )


@bp.get("")
@public
def form() -> str:
    """Type the code. A device that was cut off lands here, too, and is told so."""
    return _page(PairForm())


@bp.get("/<code>")
@public
def confirm(code: str) -> str:
    """From the QR code: a button to press, so that a preview of the link does not use it up."""
    return _page(PairForm(data={"code": code}), ready=True)


@bp.post("")
@public
def save() -> str | Response | tuple[str, int]:
    """Pair, and go to the counter."""
    form = PairForm()
    if form.validate_on_submit():
        try:
            token = _pair(form.code.data or "")
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            _leave()
            begin(device_token(token))
            flash(gettext("This device now counts for the activity."), "success")
            return redirect(url_for("count.today"), 303)
    return _page(form), 422


def _page(form: PairForm, *, ready: bool = False) -> str:
    signed_in = here().access is not None
    return render_template(
        "pair/form.html", form=form, ready=ready, cut_off=was_device() and not signed_in
    )


def _pair(code: str) -> str:
    """Wrong codes are throttled by address, as sign-ins are."""
    shared, now, address = platform().database, here().now, request.remote_addr or ""
    account = f"pair {district().id} {address}"
    with shared.platform_reading() as session:
        check_throttle(session, account, address, now)
    try:
        with writing() as session:
            return pair(session, code, now)
    except Refused:
        with shared.platform_writing() as session:
            note_failure(session, account, address, now)
        raise


def _leave() -> None:
    """Whoever was signed in on this phone is signed out: it counts and does nothing else."""
    if current_user.is_authenticated and not was_device():
        with platform().database.platform_writing() as session:
            close_session(session, current_user.get_id())
