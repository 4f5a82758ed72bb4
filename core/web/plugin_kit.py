"""For plugins' pages: a blueprint whose templates translate in the plugin's own domain."""

from collections.abc import Callable
from pathlib import Path

from babel.support import Translations
from flask import Blueprint, flash, redirect
from flask_babel import Domain, gettext
from flask_wtf import FlaskForm
from werkzeug.wrappers import Response

from core.db.tenancy import DistrictSession
from core.languages import NORWEGIAN
from core.problems import Refused
from core.schedules.acting import Acting
from core.schedules.service import by_slug
from core.tallies.service import Press
from core.web.forms import PressForm, show_refusal
from core.web.here import access, actor, here, writing
from core.web.languages import translated
from core.web.public_languages import PublicText, translator

Answer = str | Response | tuple[str, int]


def plugin_domain(folder: Path) -> Domain:
    """The plugin's translations. One domain a plugin: its "Save" is not core's."""
    return Domain(translation_directories=[str(folder / "translations")])


def public_words(domain: Domain) -> Callable[..., PublicText]:
    """`_pw` of a plugin: what residents read, in its own words, or core's where it has none."""

    def said(message: str, **values: object) -> str:
        own = domain.gettext(message) != message
        return str((domain.gettext if own else gettext)(message, **values))

    return translator(said)


def norwegian(folder: Path, message: str) -> str:
    """A plugin's text as it is in bokmål, whoever asks and wherever."""
    return str(Translations.load(folder / "translations", [NORWEGIAN.code]).gettext(message))


def plugin_blueprint(name: str, module: str, folder: Path, domain: Domain) -> Blueprint:
    """A blueprint with the plugin's templates and static files.

    In its templates `_p("…")` is the plugin's own text; `_("…")` stays core's, so that the frame
    around the page is translated as everywhere. On residents' pages `_pw("…")` is the plugin's.
    """
    static = folder / "static"
    blueprint = Blueprint(
        name,
        module,
        template_folder=str(folder / "templates"),
        static_folder=str(static) if static.is_dir() else None,
        static_url_path="/static",
    )
    blueprint.context_processor(lambda: {"_p": domain.gettext, "_pw": public_words(domain)})
    return blueprint


def in_own_words(refusal: Refused, domain: Domain) -> Refused:
    """A refusal of the plugin's in its own translations, which core's forms do not know."""
    text = domain.gettext(refusal.message)
    own = text if text != refusal.message else refusal.message
    return Refused(own.replace("%%", "%"), field=refusal.field, **refusal.values)


def carried_out(form: FlaskForm, domain: Domain, act: Callable[[DistrictSession], object]) -> bool:
    """Whether the form is valid and `act` did it, in one transaction.

    What refuses it is shown at the field it names, in the plugin's own words or core's.
    """
    if not form.validate_on_submit():
        return False
    try:
        with writing() as session:
            act(session)
    except Refused as refusal:
        show_refusal(form, in_own_words(refusal, domain))
        if isinstance(form, PressForm):
            form.renew()
        return False
    return True


def saved_or_again(
    form: FlaskForm,
    domain: Domain,
    act: Callable[[DistrictSession], object],
    page: Callable[[], str],
    *,
    said: str,
    to: str,
) -> Answer:
    """As `carried_out`: done, say so and go `to`; refused, the form's page again."""
    if not carried_out(form, domain, act):
        return page(), 422
    flash(said, "success")
    return redirect(to, 303)


def acting(session: DistrictSession, activity: str) -> Acting:
    """Whoever asks, at the activity with that short name. Raises NotFound."""
    return Acting(session, access(), by_slug(session, activity), here().now)


def press_of(form: PressForm) -> Press:
    """Whose press sent this valid form, and when."""
    return Press(actor().reference, here().now, form.pressed())


def pressed(
    domain: Domain, act: Callable[[DistrictSession], object], *, said: str, to: str
) -> Response:
    """Carry out what a button asks, in one transaction; done or refused, say so and go `to`."""
    try:
        with writing() as session:
            act(session)
    except Refused as refusal:
        shown = in_own_words(refusal, domain)
        flash(translated(shown.message, shown.values), "danger")
    else:
        flash(said, "success")
    return redirect(to, 303)
