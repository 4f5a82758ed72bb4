"""Importing an export: upload, say what each question is, look, save, undo."""

from collections.abc import Mapping

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.problems import NotFound, Refused
from core.schedules.models import Activity
from core.schedules.service import by_slug
from core.uploads import service as uploads
from core.uploads.models import Upload
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.here import access, actor, here, reading, writing
from core.web.languages import translated
from core.web.plugin_kit import plugin_blueprint
from plugins.tilbakemelding import importing
from plugins.tilbakemelding.forms import UploadForm, in_our_words
from plugins.tilbakemelding.forms_file import Export, guess, read_export
from plugins.tilbakemelding.models import Kind
from plugins.tilbakemelding.words import HERE, IMPORT, NAME, domain, gettext, ngettext

bp: Blueprint = plugin_blueprint("tilbakemelding_import", __name__, HERE, domain)
Answer = str | Response | tuple[str, int]


@bp.get("/<activity>/import")
@requires(IMPORT)
def imports(activity: str) -> str:
    """Choose a file; earlier imports below."""
    with reading() as session:
        return _imports(session, _to_import(session, activity), UploadForm())


@bp.post("/<activity>/import")
@requires(IMPORT)
def upload(activity: str) -> Answer:
    """Read the file, and go on to say what its questions are."""
    form = UploadForm()
    if form.validate_on_submit():
        content, name = form.file.data.read(), form.file.data.filename or ""
        try:
            export = read_export(content, local_date(here().now))
            with writing() as session:
                found = _to_import(session, activity)
                row = uploads.stage(
                    session, actor().reference, NAME, found.id, name, content, here().now
                )
                row.decisions = _guessed(export)
                number = row.id
        except Refused as refusal:
            show_refusal(form, in_our_words(refusal))
        else:
            where = url_for("tilbakemelding_import.preview", activity=activity, upload=number)
            return redirect(where, 303)
    with reading() as session:
        return _imports(session, _to_import(session, activity), form), 422


@bp.get("/<activity>/import/<int(max=9223372036854775807):upload>")
@requires(IMPORT)
def preview(activity: str, upload: int) -> str:
    """The questions of the file, and what would be saved."""
    with reading() as session:
        found = _to_import(session, activity)
        return _preview(session, found, _file(session, found, upload))


@bp.post("/<activity>/import/<int(max=9223372036854775807):upload>")
@requires(IMPORT)
def decide(activity: str, upload: int) -> Answer:
    """Look again with what was said of the questions, or save."""
    with writing() as session:
        found = _to_import(session, activity)
        row = _file(session, found, upload)
        row.decisions = [
            f"{name.removeprefix('column-')}={value}"
            for name, value in request.form.items()
            if name.startswith("column-")
        ]
    where = url_for("tilbakemelding_import.preview", activity=activity, upload=upload)
    if request.form.get("do") != "save":
        return redirect(where, 303)
    try:
        with writing() as session:
            found = _to_import(session, activity)
            row = _file(session, found, upload)
            export, kinds = _read(row)
            batch = importing.save(
                session, access(), found, row.filename, export, kinds, here().now
            )
            uploads.drop(session, row)
    except Refused as refusal:
        with reading() as session:
            found = _to_import(session, activity)
            row = _file(session, found, upload)
            return _preview(session, found, row, in_our_words(refusal)), 422
    said = gettext("The answers are saved.") if batch else gettext("There was nothing to add.")
    flash(said, "success")
    return redirect(url_for("tilbakemelding.results", activity=activity), 303)


@bp.post("/<activity>/import/<int(max=9223372036854775807):batch>/undo")
@requires(IMPORT)
def undo(activity: str, batch: int) -> Response:
    """Take a whole import back."""
    with writing() as session:
        importing.undo(session, access(), _to_import(session, activity), batch, here().now)
    flash(gettext("The import is undone."), "success")
    return redirect(url_for("tilbakemelding_import.imports", activity=activity), 303)


def _to_import(session: DistrictSession, slug: str) -> Activity:
    found = by_slug(session, slug)
    access().require(IMPORT, found.organisation_id)
    return found


def _file(session: DistrictSession, activity: Activity, number: int) -> Upload:
    row = uploads.find(session, actor().reference, NAME, number)
    if row.activity_id != activity.id:
        raise NotFound
    return row


def _guessed(export: Export) -> list[str]:
    return [f"{one.number}={kind.value}" for one in export.columns if (kind := guess(one))]


def _read(row: Upload) -> tuple[Export, Mapping[int, Kind]]:
    export = read_export(row.content, local_date(here().now))
    said = dict(one.split("=", 1) for one in row.decisions)
    known = {kind.value: kind for kind in Kind}
    kinds = {
        one.number: known[said[str(one.number)]]
        for one in export.columns
        if said.get(str(one.number)) in known
    }
    return export, kinds


def _imports(session: DistrictSession, activity: Activity, form: UploadForm) -> str:
    return render_template(
        "tilbakemelding/imports.html",
        activity=activity,
        batches=importing.batches_of(session, activity.id),
        form=form,
    )


def _preview(
    session: DistrictSession, activity: Activity, row: Upload, refusal: Refused | None = None
) -> str:
    export, kinds = _read(row)
    looked = importing.look(session, activity.id, export, kinds)
    return render_template(
        "tilbakemelding/preview.html",
        activity=activity,
        upload=row,
        look=looked,
        summary=ngettext(
            "%(num)s answer would be added.",
            "%(num)s answers would be added.",
            len(looked.new),
        ),
        troubles=[(one.line, gettext(one.message) % {"text": one.text}) for one in looked.troubles],
        refusal=translated(refusal.message, refusal.values) if refusal else None,
        kinds=[
            ("", gettext("Leave out")),
            (Kind.SMILEY.value, gettext("Smileys, 1 to 5")),
            (Kind.CHOICE.value, gettext("A choice")),
            (Kind.TEXT.value, gettext("Own words")),
        ],
    )
