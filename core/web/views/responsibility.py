"""Who is responsible for an offer, until when it goes on, and when it is looked at again."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext
from werkzeug.wrappers import Response

from core.accounts.roles import Permission
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.schedules import service
from core.schedules.models import Activity
from core.schedules.ownership import set_ownership
from core.web.attention import attention_of
from core.web.declare import requires
from core.web.forms import show_refusal
from core.web.forms_offers import OwnershipForm, ownership_form
from core.web.here import access, here, reading, writing

bp = Blueprint("responsibility", __name__, url_prefix="/activities/<activity>/responsibility")
Answer = str | Response | tuple[str, int]


@bp.get("")
@requires(Permission.OWNER_EDIT)
def form(activity: str) -> str:
    """The form with what is written down, and what is missing."""
    with reading() as session:
        row = _to_settle(session, activity)
        return _page(session, row, ownership_form(session, row))


@bp.post("")
@requires(Permission.OWNER_EDIT)
def save(activity: str) -> Answer:
    """Save who is responsible."""
    with reading() as session:
        filled = ownership_form(session, _to_settle(session, activity))
    if filled.validate_on_submit():
        try:
            with writing() as session:
                row = _to_settle(session, activity)
                set_ownership(session, access(), row, filled.wanted(), here().now)
        except Refused as refusal:
            show_refusal(filled, refusal)
        else:
            flash(gettext("Who is responsible is saved."), "success")
            return redirect(url_for("activities.show", activity=activity), 303)
    with reading() as session:
        return _page(session, _to_settle(session, activity), filled), 422


def _to_settle(session: DistrictSession, slug: str) -> Activity:
    row = service.by_slug(session, slug)
    access().require(Permission.OWNER_EDIT, row.organisation_id)
    return row


def _page(session: DistrictSession, row: Activity, filled: OwnershipForm) -> str:
    return render_template(
        "responsibility/form.html",
        activity=row,
        form=filled,
        missing=attention_of(session, row, local_date(here().now)),
    )
