"""The pages of a plugin's import: send a file, look, decide, save all or nothing, undo."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import Domain, gettext, lazy_gettext
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from werkzeug.wrappers import Response

from core.audit.idempotency import Answered, Question, answer_once, earlier
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.plugin_api import FileImport
from core.problems import NotFound, Refused
from core.schedules.holding import hold
from core.schedules.models import Activity
from core.schedules.partners import activity_of
from core.schedules.service import by_slug
from core.spreadsheets import Problem
from core.text import Text
from core.uploads import service as uploads
from core.uploads.models import Upload
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.here import access, actor, here, reading, writing
from core.web.languages import translated
from core.web.plugin_kit import Answer, in_own_words, pressed

_NUMBER = "<int:{}>"


class UploadForm(FlaskForm):  # type: ignore[misc]
    """A spreadsheet."""

    file = FileField(
        lazy_gettext("Spreadsheet"),
        [FileRequired(lazy_gettext("Choose a file."))],
        description=lazy_gettext("Excel (.xlsx) or CSV, at most 5 MB, as you have kept it."),
    )


@dataclass(frozen=True)
class Import:
    """What an import asks of its plugin; every function is for the district of the session.

    `open` gives the activity to whoever may import into it, or raises; it also gets the address's
    own parts, as `activity="babytreff"` where `add_import` has such a prefix. `read` makes
    something of a file's bytes as of a local date, `look` says what would come of it with the
    lines decided on (LINE counts, -LINE does not); both raise Refused. `save` gives how many were
    saved, `undo` takes a batch back, `batches` are the earlier ones (`id`, `label`, `created_at`,
    `undone_at`) with their sizes, `said` says a size. `more` is what the preview needs besides.
    """

    plugin: str
    permission: str
    domain: Domain
    lead: Text
    said: Callable[[int], str]
    open: Callable[..., Activity]
    read: Callable[[bytes, date], Any]
    look: Callable[[DistrictSession, Activity, Any, Collection[int]], Any]
    save: Callable[[DistrictSession, Activity, str, Any, datetime], int]
    batches: Callable[[DistrictSession, int], Sequence[tuple[Any, int]]]
    undo: Callable[[DistrictSession, Activity, int, datetime], object]
    more: dict[str, Any]


def pages_of(
    one: FileImport[Any, Any],
    permission: str,
    domain: Domain,
    lead: Text,
    said: Callable[[int], str],
    open: Callable[..., Activity] | None = None,  # noqa: A002 (what `Import` calls it)
) -> Import:
    """What the pages of a declared import ask; whoever uses them is the actor.

    Without an `open` whoever has the permission at the activity may: at the one of the address, or
    else at the one the plugin serves.
    """
    return Import(
        plugin=one.partner.plugin,
        permission=permission,
        domain=domain,
        lead=lead,
        said=said,
        open=open or partial(_open, one.partner.plugin, permission),
        read=one.read,
        look=lambda session, activity, read, lines: one.look(session, activity.id, read, lines),
        save=lambda session, activity, name, look, now: one.save(
            session, access(), activity, name, look, now
        ),
        batches=one.batches.of,
        undo=lambda session, activity, batch, now: one.batches.undo(
            session, access(), activity.id, batch, now
        ),
        more={"sentence": lambda problem: _sentence(problem, domain)},
    )


def _open(
    plugin: str, permission: str, session: DistrictSession, activity: str | None = None
) -> Activity:
    found = activity_of(session, plugin) if activity is None else by_slug(session, activity)
    access().require(permission, found.organisation_id)
    return found


def add_import(bp: Blueprint, one: Import, prefix: str = "") -> None:
    """Give the blueprint its import pages; `imports` is the first of them.

    The preview is the plugin's own template, `<plugin>/preview.html`; its form saves, or only keeps
    the decisions where it sends `do=look`. `prefix` comes before each address ("/<activity>").
    """
    pages = _Pages(bp.name, one)
    marked = requires(one.permission)
    upload, batch = _NUMBER.format("upload"), _NUMBER.format("batch")
    for rule, name, method in (
        ("/import", "imports", "GET"),
        ("/import", "upload", "POST"),
        (f"/import/{upload}", "preview", "GET"),
        (f"/import/{upload}", "save_import", "POST"),
        (f"/import/undo/{batch}", "undo_import", "POST"),
    ):
        view = marked(_view(getattr(pages, name), name))
        bp.add_url_rule(prefix + rule, name, view, methods=[method])


def _view(method: Callable[..., Answer], name: str) -> Callable[..., Answer]:
    """A function of its own: what is declared of a view hangs on it."""

    def view(**parts: Any) -> Answer:
        return method(**parts)

    view.__name__ = name
    return view


class _Pages:
    def __init__(self, blueprint: str, one: Import) -> None:
        self._at = blueprint
        self._one = one

    def imports(self, **where: str) -> Answer:
        """Choose a file; earlier imports below."""
        return self._imports(UploadForm(), where)

    def upload(self, **where: str) -> Answer:
        """Read the file, and go on to look at what would come of it."""
        form = UploadForm()
        if form.validate_on_submit():
            content, name = form.file.data.read(), form.file.data.filename or ""
            try:
                self._one.read(content, local_date(here().now))
                with writing() as session:
                    activity = self._one.open(session, **where)
                    row = uploads.stage(
                        session, *self._whose(), activity.id, name, content, here().now
                    )
                    number = row.id
            except Refused as refusal:
                show_refusal(form, in_own_words(refusal, self._one.domain))
            else:
                return redirect(self._preview_at(where, number), 303)
        return self._imports(form, where), 422

    def preview(self, upload: int, **where: str) -> Answer:
        """What would be saved, and by line what would not; the person decides about each doubt."""
        return self._preview(upload, where)

    def save_import(self, upload: int, **where: str) -> Answer:
        """Keep the decisions; save all or nothing. A second tap is told what the first saved."""
        kept = sorted({value for name, value in request.form.items() if _is_decision(name, value)})
        try:
            with writing() as session:
                uploads.decide(session, *self._whose(), upload, kept)
            if request.form.get("do") == "look":
                return redirect(self._preview_at(where, upload), 303)
            with writing() as session:
                n = self._save(session, upload, where)
        except NotFound:
            n = _saved_before()
        except Refused as refusal:
            return self._preview(upload, where, in_own_words(refusal, self._one.domain)), 422
        flash(gettext("Saved: %(what)s.", what=self._one.said(n)), "success")
        return self._back(where)

    def undo_import(self, batch: int, **where: str) -> Answer:
        """Take a whole import back."""
        return pressed(
            self._one.domain,
            lambda at: self._one.undo(at, self._one.open(at, **where), batch, here().now),
            said=gettext(
                "The import is undone. What somebody corrected since stands as it was corrected."
            ),
            to=self._address("imports", where),
        )

    def _whose(self) -> tuple[str, str]:
        return actor().reference, self._one.plugin

    def _save(self, session: DistrictSession, upload: int, where: dict[str, str]) -> int:
        activity = self._one.open(session, **where)
        # Whoever saves at once waits here, and then finds the file gone or its days saved
        hold(session, activity.id)
        row = uploads.find(session, *self._whose(), upload)
        look = self._look(session, activity, row)
        n = self._one.save(session, activity, row.filename, look, here().now)
        uploads.drop(session, row)
        answer_once(session, _pressed(), here().now, lambda: Answered(303, str(n)))
        return n

    def _look(self, session: DistrictSession, activity: Activity, row: Upload) -> Any:
        if row.activity_id != activity.id:
            raise NotFound
        read = self._one.read(row.content, local_date(here().now))
        return self._one.look(session, activity, read, {int(line) for line in row.decisions})

    def _imports(self, form: UploadForm, where: dict[str, str]) -> str:
        with reading() as session:
            activity = self._one.open(session, **where)
            return render_template(
                "imports/index.html",
                form=form,
                lead=self._one.lead,
                activity=activity,
                batches=self._one.batches(session, activity.id),
                said=self._one.said,
                undo_at=f"{self._at}.undo_import",
                where=where,
            )

    def _preview(self, upload: int, where: dict[str, str], refusal: Refused | None = None) -> str:
        with reading() as session:
            row = uploads.find(session, *self._whose(), upload)
            activity = self._one.open(session, **where)
            return render_template(
                f"{self._one.plugin}/preview.html",
                activity=activity,
                upload=row,
                look=self._look(session, activity, row),
                refusal=refusal,
                translated=translated,
                back=self._address("imports", where),
                **self._one.more,
            )

    def _back(self, where: dict[str, str]) -> Response:
        return redirect(self._address("imports", where), 303)

    def _preview_at(self, where: dict[str, str], upload: int) -> str:
        return self._address("preview", {**where, "upload": str(upload)})

    def _address(self, page: str, parts: dict[str, Any]) -> str:
        return url_for(f"{self._at}.{page}", **parts)


def _pressed() -> Question:
    """Whoever asks, and the file of this address: it is saved once."""
    return Question(actor().reference, request.path, "save", b"")


def _saved_before() -> int:
    """How many were saved of the file of this address. Raises NotFound where it was not saved."""
    with reading() as session:
        found = earlier(session, _pressed(), here().now)
    if found is None:
        raise NotFound
    return int(found.body)


def _sentence(problem: Problem, domain: Domain) -> str:
    """What is wrong with a line, in the plugin's words or core's."""
    return translated(in_own_words(Refused(problem.code), domain).message, {**problem.values})


def _is_decision(name: str, value: str) -> bool:
    return name.startswith("decide-") and value.lstrip("-").isdecimal() and len(value) < 9
