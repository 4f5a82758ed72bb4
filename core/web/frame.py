"""What the one layout shows around every page: district, menu, person, language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask, request, url_for
from flask_babel import gettext, lazy_gettext

from core.accounts.roles import ROLE_TITLES, Permission, Role
from core.web.here import Here, here
from core.web.languages import LANGUAGES, language

_MENU = (
    ("home", "home.today", lazy_gettext("Today"), None),
    ("calendar", "calendar.week", lazy_gettext("Calendar"), Permission.CALENDAR_SEE),
    ("activity", "activities.index", lazy_gettext("Activities"), Permission.CALENDAR_SEE),
    ("figures", "figures.index", lazy_gettext("Figures"), Permission.FIGURES_SEE),
    ("people", "people.index", lazy_gettext("People"), Permission.PEOPLE_EDIT),
    ("settings", "settings.index", lazy_gettext("Settings"), Permission.PLACES_SEE),
)

_ADMIN_MENU = (
    ("home", "admin.index", lazy_gettext("Overview")),
    ("settings", "admin.plugins", lazy_gettext("Plugins")),
)

_SECTIONS: Mapping[str, str] = {
    **dict.fromkeys(("count",), "home"),
    **dict.fromkeys(("bookings", "booking_series", "approvals"), "calendar"),
    **dict.fromkeys(("rooms", "booking_feeds"), "calendar"),
    **dict.fromkeys(("plan", "days", "devices", "feeds"), "activities"),
    **dict.fromkeys(("responsibility", "rota", "prepare"), "activities"),
    **dict.fromkeys(("tasks", "invitations"), "activities"),
    **dict.fromkeys(("places", "organisations", "users", "district_plugins"), "settings"),
    **dict.fromkeys(("agreements", "place_rules", "fairness", "what_if"), "settings"),
    "public_languages": "settings",
}
"""Pages that are reached from an entry of the menu, and have none of their own."""


@dataclass(frozen=True)
class NavEntry:
    """One entry of the main menu."""

    label: str
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Person:
    """Who is signed in, as the menu says it."""

    name: str
    role_title: str


@dataclass(frozen=True)
class Frame:
    """Everything base.html needs that is not the page's own."""

    district_name: str
    home_url: str
    search_url: str | None
    nav: list[NavEntry]
    person: Person | None
    language: str
    languages: list[tuple[str, str, str]]
    account_url: str | None
    sign_out_url: str
    sign_in_url: str
    accessibility_url: str | None
    privacy_url: str | None
    this_week_url: str | None
    now: object


def install(app: Flask) -> None:
    """Give every template `frame` and `may`."""

    @app.context_processor
    def give() -> dict[str, Any]:
        return {"frame": build(), "may": may}


def may(permission: str, organisation_id: int | None = None) -> bool:
    """Whether the signed-in actor may do this here; for templates."""
    access = here().access
    return access is not None and access.may(permission, organisation_id)


def build() -> Frame:
    """The frame of this request."""
    now_here = here()
    inside = now_here.district is not None
    person = _person(now_here)
    sees_pages = inside and person is not None and may(Permission.CALENDAR_SEE)
    return Frame(
        district_name=now_here.district.name if now_here.district else "Innbyggerbasen",
        home_url=url_for("home.today") if inside and person else url_for("sign_in.start"),
        search_url=url_for("search.index") if sees_pages else None,
        nav=list(_entries() if inside else _admin_entries()) if person else [],
        person=person,
        language=language(),
        languages=[(code, name, _in_language(code)) for code, name in LANGUAGES.items()],
        account_url=_account_url(now_here),
        sign_out_url=url_for("sign_in.out"),
        sign_in_url=url_for("sign_in.form"),
        accessibility_url=now_here.accessibility_url,
        privacy_url=url_for("about.privacy") if inside else None,
        this_week_url=url_for("this_week.week") if inside else None,
        now=now_here.now,
    )


def _person(now_here: Here) -> Person | None:
    access = now_here.access
    if access is None:
        return None
    held = {grant.role for grant in access.grants or access.actor.grants}
    if now_here.district is not None and not access.grants:
        return None
    title = next((ROLE_TITLES[role] for role in Role if role in held), "")
    return Person(access.actor.name, gettext(title) if title else "")


def _account_url(now_here: Here) -> str | None:
    """The person's own page, inside a district; a device has no account."""
    access = now_here.access
    if now_here.district is None or access is None or access.actor.is_device:
        return None
    return url_for("account.index") if access.grants else None


def _entries() -> Iterator[NavEntry]:
    section = _SECTIONS.get(request.blueprint or "", request.blueprint or "")
    if any(section == name or section.startswith(f"{name}_") for name in here().enabled):
        section = "activities"  # a partner's pages live under its offer
    for icon, endpoint, label, permission in _MENU:
        if permission is None or may(permission):
            current = section == endpoint.partition(".")[0]
            yield NavEntry(str(label), url_for(endpoint), icon, current)


def _admin_entries() -> Iterator[NavEntry]:
    """The administrator's menu, outside districts."""
    if may(Permission.PLATFORM_EDIT):
        for icon, endpoint, label in _ADMIN_MENU:
            yield NavEntry(str(label), url_for(endpoint), icon, request.endpoint == endpoint)


def _in_language(code: str) -> str:
    """The same page in another language; after a form that was refused, the start."""
    if request.method != "GET":
        return f"/?lang={code}"
    return f"{request.path}?{urlencode({**request.args, 'lang': code})}"
