"""A person's own account: language and password."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask_babel import gettext, lazy_gettext, refresh
from flask_login import current_user
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response
from wtforms import PasswordField, RadioField
from wtforms.validators import InputRequired

from core.accounts.models import User
from core.accounts.tokens import hashed
from core.accounts.users import set_language, set_password
from core.problems import N_, Forbidden, Refused
from core.web.declare import signed_in
from core.web.forms import show_refusal
from core.web.here import actor, here, platform
from core.web.languages import LANGUAGES, language

bp = Blueprint("account", __name__, url_prefix="/account")
Answer = str | Response | tuple[str, int]


class LanguageForm(FlaskForm):  # type: ignore[misc]
    """The language the person reads."""

    language = RadioField(
        lazy_gettext("Language"),
        [InputRequired(lazy_gettext("Choose a language."))],
    )

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self.language.choices = list(LANGUAGES.items())


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """The password in use, and another one."""

    current = PasswordField(
        lazy_gettext("Password you have now"),
        [InputRequired(lazy_gettext("Write the password you have now."))],
    )
    password = PasswordField(
        lazy_gettext("New password"),
        [InputRequired(lazy_gettext("Write a new password."))],
        description=lazy_gettext("At least 12 characters. A short sentence works well."),
    )


@bp.get("")
@signed_in
def index() -> str:
    """Both forms."""
    return _page(LanguageForm(language=language()), PasswordForm())


@bp.post("/language")
@signed_in
def save_language() -> Answer:
    """Keep the language, here and on every device."""
    form = LanguageForm()
    if not form.validate_on_submit():
        return _page(form, PasswordForm()), 422
    user_id = _user_id()
    with platform().database.platform_writing() as shared:
        set_language(
            shared,
            shared.get_one(User, user_id),
            form.language.data,
            now=here().now,
            actor=actor().reference,
        )
    session["language"] = form.language.data
    refresh()
    flash(gettext("The language is saved."), "success")
    return redirect(url_for("account.index"))


@bp.post("/password")
@signed_in
def save_password() -> Answer:
    """Keep a new password; other places where the account is signed in are signed out."""
    form, user_id = PasswordForm(), _user_id()
    if form.validate_on_submit():
        try:
            password_hash = _checked(user_id, form.current.data or "", form.password.data or "")
            with platform().database.platform_writing() as shared:
                set_password(
                    shared,
                    shared.get_one(User, user_id),
                    password_hash,
                    now=here().now,
                    actor=actor().reference,
                    but_session=hashed(current_user.get_id()),
                )
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(
                gettext("The password is changed. You are signed out everywhere else."), "success"
            )
            return redirect(url_for("account.index"))
    return _page(LanguageForm(formdata=None, language=language()), form), 422


def _user_id() -> int:
    """A device has no account."""
    if actor().kind != "user":
        raise Forbidden
    return actor().id


def _checked(user_id: int, current: str, wanted: str) -> str:
    """The new password's hash. Raises Refused when the one in use is not right."""
    with platform().database.platform_reading() as shared:
        kept = shared.get_one(User, user_id).password_hash
    if not platform().passwords.matches(kept, current):
        raise Refused(N_("This is not the password you have now."), field="current")
    return platform().passwords.hash(wanted)


def _page(language_form: LanguageForm, password_form: PasswordForm) -> str:
    with platform().database.platform_reading() as shared:
        email = shared.get_one(User, _user_id()).email
    return render_template(
        "account/index.html",
        name=actor().name,
        email=email,
        language_form=language_form,
        password_form=password_form,
    )
