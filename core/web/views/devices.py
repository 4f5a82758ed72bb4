"""The leader's page of an activity's devices: pair one, see when it was heard from, cut it off."""

import segno
from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from core.accounts.devices import cut_off, devices_of, make_code
from core.accounts.roles import Permission
from core.db.tenancy import DistrictSession
from core.problems import NotFound
from core.schedules.models import Activity
from core.web.declare import requires
from core.web.forms import strip
from core.web.here import access, actor, here, reading, writing

bp = Blueprint("devices", __name__, url_prefix="/activities/<activity>/devices")
_LONGEST_LABEL = 60


class DeviceForm(FlaskForm):  # type: ignore[misc]
    """What the device is called in the list."""

    label = StringField(
        lazy_gettext("What do you call the device?"),
        [
            DataRequired(lazy_gettext("Give the device a name, such as “Tablet at the door”.")),
            Length(max=_LONGEST_LABEL),
        ],
        filters=[strip],
    )


@bp.get("")
@requires(Permission.DEVICES_MANAGE)
def index(activity: str) -> str:
    """The devices, and a form for one more."""
    with reading() as session:
        return _page(session, _activity(session, activity), DeviceForm())


@bp.post("")
@requires(Permission.DEVICES_MANAGE)
def add(activity: str) -> str | tuple[str, int]:
    """Make a code. It is shown once, on the answer itself: only its hash is kept."""
    form = DeviceForm()
    with reading() as session:
        found = _activity(session, activity)
        if not form.validate_on_submit():
            return _page(session, found, form), 422
    with writing() as session:
        code = make_code(session, actor(), found.id, form.label.data or "", here().now)
    address = url_for("pair.confirm", code=code, _external=True)
    return render_template(
        "devices/code.html",
        activity=found,
        label=form.label.data,
        code=f"{code[:4]} {code[4:]}",
        qr=segno.make(address).svg_inline(scale=6, light="#fff", svgclass=None, lineclass=None),
        address=url_for("pair.form", _external=True),
    )


@bp.post("/<int:device>/cut-off")
@requires(Permission.DEVICES_MANAGE)
def cut(activity: str, device: int) -> Response:
    """Cut a device off; its next request is refused."""
    with writing() as session:
        found = cut_off(session, actor(), _activity(session, activity).id, device, here().now)
        label = found.label
    flash(gettext("%(label)s is cut off. It can count no more.", label=label), "success")
    return redirect(url_for("devices.index", activity=activity), 303)


def _activity(session: DistrictSession, slug: str) -> Activity:
    found = session.scalar(select(Activity).where(Activity.slug == slug))
    if found is None:
        raise NotFound
    access().require(Permission.DEVICES_MANAGE, found.organisation_id)
    return found


def _page(session: DistrictSession, activity: Activity, form: DeviceForm) -> str:
    return render_template(
        "devices/index.html",
        activity=activity,
        devices=devices_of(session, activity.id),
        form=form,
        breadcrumbs=[
            (activity.name, url_for("activities.show", activity=activity.slug)),
            (gettext("Devices"), None),
        ],
    )
