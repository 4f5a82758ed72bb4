"""One search over what the role may open."""

from dataclasses import dataclass

from flask import Blueprint, render_template, request, url_for
from flask_babel import gettext

from core.accounts.roles import Permission
from core.db.tenancy import DistrictSession
from core.people import organisations
from core.people import service as people
from core.places import service as places
from core.schedules import search as activities
from core.web.declare import requires
from core.web.here import access, here, reading

bp = Blueprint("search", __name__, url_prefix="/search")


@dataclass(frozen=True)
class Hit:
    """One thing that was found."""

    label: str
    url: str
    note: str | None = None


@dataclass(frozen=True)
class Group:
    """What was found of one kind."""

    key: str
    title: str
    hits: list[Hit]


@bp.get("")
@requires(Permission.CALENDAR_SEE)
def index() -> str:
    """Activities, places, organisations, and the people of one's own organisation."""
    query = request.args.get("q", "").strip()
    with reading() as session:
        groups = [group for group in _groups(session, query) if group.hits] if query else []
    return render_template(
        "search/index.html",
        query=query,
        groups=groups,
        found=sum(len(group.hits) for group in groups),
        with_people=access().may(Permission.PEOPLE_EDIT),
    )


def _groups(session: DistrictSession, query: str) -> list[Group]:
    groups = [Group("activities", gettext("Activities"), _activities(session, query))]
    if access().may(Permission.PLACES_SEE):
        groups.append(Group("places", gettext("Places"), _places(session, query)))
    if access().may(Permission.ORGANISATIONS_SEE):
        found = _organisations(session, query)
        groups.append(Group("organisations", gettext("Organisations"), found))
    if access().may(Permission.PEOPLE_EDIT):
        groups.append(Group("people", gettext("People"), _people(session, query)))
    return groups


def _activities(session: DistrictSession, query: str) -> list[Hit]:
    return [
        Hit(row.name, url_for("activities.show", activity=row.slug), row.description)
        for row in activities.search(session, query)
    ]


def _places(session: DistrictSession, query: str) -> list[Hit]:
    return [
        Hit(row.name, url_for("places.show", place=row.slug), row.address)
        for row in places.search(session, query)
    ]


def _organisations(session: DistrictSession, query: str) -> list[Hit]:
    return [
        Hit(row.name, url_for("organisations.show", organisation=row.slug), row.number)
        for row in organisations.search(session, query)
    ]


def _people(session: DistrictSession, query: str) -> list[Hit]:
    return [
        Hit(row.name, url_for("people.show", person=row.id), row.task)
        for row in people.people(session, access(), here().now, query)
    ]
