"""What all districts share, for the administrator: what needs attention, plugins, districts."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import gettext, lazy_gettext
from flask_wtf import FlaskForm
from sqlalchemy import select
from werkzeug.wrappers import Response
from wtforms import StringField, URLField
from wtforms.validators import URL, DataRequired, Length, Optional

from core.accounts.models import RoleGrant
from core.accounts.roles import Permission
from core.calendar.zones import local_date
from core.db.tenancy import PlatformSession
from core.districts.models import District, DistrictPlugin
from core.districts.service import change_district, create_district
from core.problems import NotFound, Refused
from core.schedules.ownership import attention
from core.web.declare import requires
from core.web.failing import told
from core.web.forms import show_refusal, strip
from core.web.here import actor, here, platform

bp = Blueprint("admin", __name__, url_prefix="/admin")
Answer = str | Response | tuple[str, int]


class DistrictForm(FlaskForm):  # type: ignore[misc]
    """What a district is called."""

    name = StringField(
        lazy_gettext("Name"),
        [DataRequired(lazy_gettext("Write what people call the district.")), Length(max=80)],
        filters=[strip],
    )
    accessibility_url = URLField(
        lazy_gettext("Address of the accessibility statement"),
        [Optional(), URL(message=lazy_gettext("Write a whole address, with https:// first."))],
        filters=[strip],
        description=lazy_gettext("It is linked at the foot of every page, as the law asks."),
    )


class NewDistrictForm(DistrictForm):
    """A new district also gets its part of every address."""

    slug = StringField(
        lazy_gettext("Short name"),
        [DataRequired(lazy_gettext("Write a short name.")), Length(max=40)],
        filters=[strip],
        description=lazy_gettext("The first part of its addresses, such as stovner."),
    )


@bp.get("/")
@requires(Permission.PLATFORM_EDIT)
def index() -> str:
    """What needs attention, each with the way to end it; the districts below."""
    host = platform().host
    failures = told(platform(), here().now)
    with platform().database.platform_reading() as shared:
        districts = _districts(shared)
        with_users = set(shared.scalars(select(RoleGrant.district_id).distinct()))
        return render_template(
            "admin/index.html",
            districts=districts,
            without_users=[one for one in districts if one.id not in with_users],
            without_statement=[one for one in districts if not one.accessibility_url],
            unsettled=[(one, n) for one in districts if (n := _unsettled(one))],
            faults=host.quarantined,
            failures=failures,
            titles={one.name: one.manifest.title for one in host.installed},
        )


@bp.get("/plugins")
@requires(Permission.PLATFORM_EDIT)
def plugins() -> str:
    """Districts by plugins; the switch is on the district's own page."""
    host = platform().host
    failures = told(platform(), here().now)
    with platform().database.platform_reading() as shared:
        on = shared.execute(
            select(DistrictPlugin.district_id, DistrictPlugin.plugin).where(
                DistrictPlugin.enabled.is_(True)
            )
        )
        return render_template(
            "admin/plugins.html",
            districts=_districts(shared),
            plugins=host.installed,
            faults=host.quarantined,
            failures=failures,
            titles={one.name: one.manifest.title for one in host.installed},
            on={(row.district_id, row.plugin) for row in on},
        )


@bp.get("/districts/new")
@requires(Permission.PLATFORM_EDIT)
def new_district() -> str:
    """The form of a new district."""
    return render_template("admin/district.html", form=NewDistrictForm(), district=None)


@bp.post("/districts/new")
@requires(Permission.PLATFORM_EDIT)
def make_district() -> Answer:
    """Make a district; its users and organisations come next."""
    form = NewDistrictForm()
    if form.validate_on_submit():
        try:
            with platform().database.platform_writing() as shared:
                row = create_district(
                    shared,
                    slug=form.slug.data or "",
                    name=form.name.data or "",
                    accessibility_url=form.accessibility_url.data,
                    now=here().now,
                    actor=actor().reference,
                )
                slug = row.slug
        except Refused as refusal:
            show_refusal(form, refusal)
        else:
            flash(gettext("The district is made. Add its organisations and users."), "success")
            return redirect(url_for("organisations.index", district=slug), 303)
    return render_template("admin/district.html", form=form, district=None), 422


@bp.get("/districts/<slug>")
@requires(Permission.PLATFORM_EDIT)
def edit_district(slug: str) -> str:
    """Name and accessibility statement."""
    with platform().database.platform_reading() as shared:
        row = _find(shared, slug)
        return render_template("admin/district.html", form=DistrictForm(obj=row), district=row)


@bp.post("/districts/<slug>")
@requires(Permission.PLATFORM_EDIT)
def save_district(slug: str) -> Answer:
    """Save what was changed."""
    form = DistrictForm()
    if form.validate_on_submit():
        with platform().database.platform_writing() as shared:
            change_district(
                shared,
                _find(shared, slug),
                name=form.name.data or "",
                accessibility_url=form.accessibility_url.data,
                now=here().now,
                actor=actor().reference,
            )
        flash(gettext("The district is saved."), "success")
        return redirect(url_for("admin.index"), 303)
    with platform().database.platform_reading() as shared:
        row = _find(shared, slug)
        return render_template("admin/district.html", form=form, district=row), 422


def _unsettled(district: District) -> int:
    """How many of a district's offers somebody must take care of."""
    with platform().database.reading(district.id) as session:
        found = attention(session, local_date(here().now))
        return len({one.activity.id for one in found})


def _districts(shared: PlatformSession) -> Sequence[District]:
    return shared.scalars(select(District).order_by(District.name)).all()


def _find(shared: PlatformSession, slug: str) -> District:
    row = shared.scalar(select(District).where(District.slug == slug))
    if row is None:
        raise NotFound
    return row
