"""The languages residents read, and which of them a translator has been through."""

from babel import Locale
from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.languages import OURS, PUBLIC_LANGUAGES
from core.languages.service import checks, set_checked
from core.web.declare import requires
from core.web.here import access, here, reading, writing
from core.web.languages import language

bp = Blueprint("public_languages", __name__, url_prefix="/settings/languages")


@bp.get("")
@requires(Permission.PLUGIN_SETTINGS_EDIT)
def index() -> str:
    """Every language but our own, checked or not."""
    with reading() as session:
        checked = {code: row.checked_at for code, row in checks(session).items()}
    return render_template(
        "public_languages/index.html",
        languages=[
            (one, Locale(one.code).get_display_name(language()), checked.get(one.code))
            for one in PUBLIC_LANGUAGES.values()
            if one.code not in OURS
        ],
    )


@bp.post("")
@requires(Permission.PLUGIN_SETTINGS_EDIT)
def mark() -> Response:
    """Say that a language is checked, or that it is not."""
    checked = request.form.get("checked") == "yes"
    with writing() as session:
        code = request.form.get("language", "")
        set_checked(session, access(), code, here().now, checked=checked)
    said = gettext("The language is marked as checked.")
    flash(said if checked else gettext("The language is marked as not checked."), "success")
    return redirect(url_for("public_languages.index"), 303)
