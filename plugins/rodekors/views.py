"""The centre's page, and what the import's pages ask."""

from collections.abc import Collection, Sequence
from datetime import date, datetime

from flask import render_template

from core.accounts.roles import Permission
from core.counts.batches import batches_of, undo_batch
from core.counts.days import days_between
from core.counts.models import CountBatch
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.schedules.partners import activity_of
from core.web.declare import requires
from core.web.here import access, here, reading
from core.web.importing import Import, add_import
from core.web.overview import overview
from core.web.plugin_answers import settings_of
from core.web.plugin_kit import plugin_blueprint
from plugins.rodekors import importing
from plugins.rodekors.problems import sentence
from plugins.rodekors.settings import RodekorsSettings
from plugins.rodekors.spreadsheet import Parsed
from plugins.rodekors.words import HERE, IMPORT, domain, lazy_gettext, ngettext

bp = plugin_blueprint("rodekors", __name__, HERE, domain)


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


def _open(session: DistrictSession) -> Activity:
    activity = activity_of(session, "rodekors")
    access().require(IMPORT, activity.organisation_id)
    return activity


def _read(content: bytes, today: date) -> Parsed:
    return importing.read_file(content, "", today)


def _look(
    session: DistrictSession, activity: Activity, parsed: Parsed, decisions: Collection[int]
) -> importing.Look:
    settings = settings_of(session, "rodekors")
    assert isinstance(settings, RodekorsSettings)  # noqa: S101 (it is our own schema)
    return importing.look(session, activity.id, parsed, decisions, settings)


def _save(
    session: DistrictSession, activity: Activity, name: str, look: importing.Look, now: datetime
) -> int:
    batch = importing.save(session, access(), activity, name, look, now)
    return len(batch.before) if batch else 0


def _batches(session: DistrictSession, activity_id: int) -> Sequence[tuple[CountBatch, int]]:
    return [(one, len(one.before)) for one in batches_of(session, activity_id)]


def _undo(session: DistrictSession, _activity: Activity, batch: int, now: datetime) -> None:
    undo_batch(session, access(), batch, now)


add_import(
    bp,
    Import(
        plugin="rodekors",
        permission=IMPORT,
        domain=domain,
        lead=lazy_gettext(
            "As you have kept it: the columns dato, voksne and barn, in any order. Titles and "
            "sums are passed over. You see what would be saved first."
        ),
        said=lambda n: ngettext("%(num)d day", "%(num)d days", n),
        open=_open,
        read=_read,
        look=_look,
        save=_save,
        batches=_batches,
        undo=_undo,
        more={"sentence": sentence},
    ),
)
