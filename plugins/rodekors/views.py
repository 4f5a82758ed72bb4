"""The centre's page and the import: upload, look, decide, save, undo."""

from flask import flash, redirect, render_template, request, url_for
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.calendar.zones import local_date
from core.counts.batches import batches_of, undo_batch
from core.counts.days import days_between
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.schedules.models import Activity
from core.schedules.partners import activity_of
from core.uploads import service as uploads
from core.uploads.models import Upload
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.here import access, actor, here, reading, writing
from core.web.languages import translated
from core.web.overview import overview
from core.web.plugin_answers import settings_of
from core.web.plugin_kit import in_own_words, plugin_blueprint
from plugins.rodekors import importing
from plugins.rodekors.problems import sentence
from plugins.rodekors.settings import RodekorsSettings
from plugins.rodekors.words import HERE, IMPORT, domain, gettext, lazy_gettext, ngettext

bp = plugin_blueprint("rodekors", __name__, HERE, domain)
Answer = str | Response | tuple[str, int]
_PURPOSE = "rodekors"


class UploadForm(FlaskForm):  # type: ignore[misc]
    """A spreadsheet."""

    file = FileField(
        lazy_gettext("Spreadsheet"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("Excel (.xlsx) or CSV, at most 5 MB, as you have kept it."),
    )


@bp.get("/")
@requires(Permission.FIGURES_SEE)
def centre() -> str:
    """The family centre's figures, from the latest counting year that has counts."""
    with reading() as session:
        activity = activity_of(session, "rodekors")
        shown = overview(session, activity)
        missing = [
            day
            for day in days_between(session, shown.days.period, [activity.id])
            if day.not_entered(here().now)
        ]
        sources = [one.label for one in batches_of(session, activity.id) if not one.undone_at]
        return render_template(
            "rodekors/centre.html", overview=shown, missing=missing, sources=sources
        )


@bp.get("/import")
@requires(IMPORT)
def imports() -> str:
    """Choose a file; earlier imports below."""
    with reading() as session:
        return _imports(session, UploadForm())


@bp.post("/import")
@requires(IMPORT)
def upload() -> Answer:
    """Read the file, and go on to look at what would come of it."""
    form = UploadForm()
    if form.validate_on_submit():
        content, name = form.file.data.read(), form.file.data.filename or ""
        try:
            importing.read_file(content, name, local_date(here().now))
            with writing() as session:
                activity = _to_import(session)
                row = uploads.stage(
                    session, actor().reference, _PURPOSE, activity.id, name, content, here().now
                )
                number = row.id
        except Refused as refusal:
            show_refusal(form, in_own_words(refusal, domain))
        else:
            return redirect(url_for("rodekors.preview", upload=number), 303)
    with reading() as session:
        return _imports(session, form), 422


@bp.get("/import/<int(max=9223372036854775807):upload>")
@requires(IMPORT)
def preview(upload: int) -> str:
    """What would be saved, and by line what would not; the person decides about each doubt."""
    with reading() as session:
        return _preview(session, uploads.find(session, actor().reference, _PURPOSE, upload))


@bp.post("/import/<int(max=9223372036854775807):upload>")
@requires(IMPORT)
def save(upload: int) -> Answer:
    """Keep the decisions; save all or nothing."""
    keep = sorted({value for name, value in request.form.items() if _is_decision(name, value)})
    with writing() as session:
        uploads.decide(session, actor().reference, _PURPOSE, upload, keep)
    try:
        with writing() as session:
            row = uploads.find(session, actor().reference, _PURPOSE, upload)
            activity = _to_import(session)
            look = _look(session, activity, row)
            batch = importing.save(session, access(), activity, row.filename, look, here().now)
            uploads.drop(session, row)
            days = len(batch.before) if batch else 0
    except Refused as refusal:
        with reading() as session:
            row = uploads.find(session, actor().reference, _PURPOSE, upload)
            return _preview(session, row, in_own_words(refusal, domain)), 422
    flash(ngettext("%(num)d day is saved.", "%(num)d days are saved.", days), "success")
    return redirect(url_for("rodekors.imports"), 303)


@bp.post("/import/undo/<int(max=9223372036854775807):batch>")
@requires(IMPORT)
def undo(batch: int) -> Response:
    """Take a whole import back."""
    try:
        with writing() as session:
            _to_import(session)
            undo_batch(session, access(), batch, here().now)
    except Refused as refusal:
        flash(translated(refusal.message, refusal.values), "danger")
    else:
        flash(gettext("The import is undone. Its days are as they were before."), "success")
    return redirect(url_for("rodekors.imports"), 303)


def _to_import(session: DistrictSession) -> Activity:
    activity = activity_of(session, "rodekors")
    access().require(IMPORT, activity.organisation_id)
    return activity


def _imports(session: DistrictSession, form: UploadForm) -> str:
    activity = _to_import(session)
    return render_template(
        "rodekors/imports.html",
        form=form,
        activity=activity,
        batches=batches_of(session, activity.id),
    )


def _preview(session: DistrictSession, row: Upload, refusal: Refused | None = None) -> str:
    activity = _to_import(session)
    return render_template(
        "rodekors/preview.html",
        activity=activity,
        upload=row,
        look=_look(session, activity, row),
        sentence=sentence,
        refusal=refusal,
        translated=translated,
    )


def _look(session: DistrictSession, activity: Activity, row: Upload) -> importing.Look:
    parsed = importing.read_file(row.content, row.filename, local_date(here().now))
    settings = settings_of(session, "rodekors")
    assert isinstance(settings, RodekorsSettings)  # noqa: S101 (it is our own schema)
    decisions = {int(line) for line in row.decisions}
    return importing.look(session, activity.id, parsed, decisions, settings)


def _is_decision(name: str, value: str) -> bool:
    return name.startswith("decide-") and value.lstrip("-").isdecimal() and len(value) < 9

