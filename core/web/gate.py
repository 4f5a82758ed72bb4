"""The one gate: district, plugin, sign-in, permission, CSRF, in that order. Default is no."""

from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import Flask, Request, abort, current_app, g, redirect, request, url_for
from flask.globals import request_ctx
from flask_login import current_user
from flask_wtf.csrf import CSRFProtect
from sqlalchemy import Connection
from werkzeug.wrappers import Response as BaseResponse

from core.accounts.actors import Access, Actor
from core.accounts.identify import arrive, by_api_token, by_session
from core.plugin_api import DistrictRef, PluginHost
from core.web.declare import declaration
from core.web.here import Here, here, platform
from core.web.languages import remember_language
from core.web.login import user_token, was_device
from core.web.problem import unauthorised

OUTSIDE_DISTRICTS = frozenset({"", "sign-in", "sign-out", "static", "healthz", "admin"})
_NOTHING = frozenset[str]()
_FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})


@dataclass(frozen=True)
class _Place:
    """Where an address leads: its district and the plugin that owns its second part."""

    district: str | None
    second: str

    @property
    def is_api(self) -> bool:
        return self.district is not None and self.second == "api"


def install(app: Flask, csrf: CSRFProtect) -> None:
    """Put the gate before everything else, routing errors included."""

    def gate() -> BaseResponse | None:
        return _gate(app, csrf)

    app.before_request(gate)
    app.url_value_preprocessor(_take_district)
    app.url_defaults(_give_district)


def _gate(app: Flask, csrf: CSRFProtect) -> BaseResponse | None:
    running = platform()
    asked = request_ctx.request  # itself: its proxy would look it up for each word
    now = running.clock()
    place = _place(asked)
    g.here = Here(now, None, None, _NOTHING)  # an error page needs one, too
    if _has_null(asked):
        abort(400)
    if place.district is None and asked.endpoint in {"static", "health.healthz"}:
        return None
    if asked.host.partition(":")[0].lower() not in app.config["SERVED_AS"]:
        abort(421)  # links in letters begin with the name that was asked for
    with running.database.looking() as shared:
        district, switched_on, statement = _arrive(shared, place, now)
        enabled = switched_on & running.host.names
        held_back = switched_on - enabled
        g.here = Here(now, district, None, enabled, statement, held_back)
        found = _actor(shared, asked, district, place)
    remember_language()
    if place.district is not None and (district is None or _is_off(running.host, place, enabled)):
        abort(404)
    access = Access(found, district.id if district else None, running.policy) if found else None
    if access is not None and district is not None and not access.grants:
        _stranger(app, asked)
        access = None
    g.here = Here(now, district, access, enabled, statement, held_back)
    return _decide(app, csrf, asked, access, place)


def _decide(
    app: Flask, csrf: CSRFProtect, asked: Request, access: Access | None, place: _Place
) -> BaseResponse | None:
    if asked.endpoint is None:
        return None  # Flask says 404, 405 or redirects to the address with a slash.
    declared = declaration(app, asked.endpoint)
    if declared is None:
        abort(404)
    if not declared.public:
        if access is None:
            return unauthorised() if place.is_api else _to_sign_in()
        if declared.permission and not access.may(declared.permission):
            abort(403)
    if not _bearer(asked):
        csrf.protect()
    return None


def _stranger(app: Flask, asked: Request) -> None:
    """Somebody without a role here sees what a passer-by sees, and 404 for the rest."""
    declared = declaration(app, asked.endpoint) if asked.endpoint else None
    if declared is None or not declared.public:
        abort(404)


def _has_null(asked: Request) -> bool:
    """Whether a null character was sent, which no text holds and PostgreSQL refuses to look for."""
    if "\x00" in asked.path or b"%00" in asked.query_string:
        return True
    # Other bodies are read by their views; looking for a form in them would cost each tap
    return asked.mimetype in _FORMS and any("\x00" in text for text in asked.form.values())


def _place(asked: Request) -> _Place:
    # Doubled slashes lead to the same address, by a redirect that must not tell of it either
    parts = [part for part in asked.path.split("/") if part]
    first = parts[0] if parts else ""
    if first in OUTSIDE_DISTRICTS:
        return _Place(None, "")
    return _Place(first, parts[1] if len(parts) > 1 else "")


def _arrive(
    shared: Connection, place: _Place, now: datetime
) -> tuple[DistrictRef | None, frozenset[str], str | None]:
    """The district, what is switched on in it, its statement; the user is kept for login."""
    token = user_token()
    found = arrive(shared, place.district, token, now) if place.district else None
    if place.district is None or found is None:
        g.user = by_session(shared, token, now) if token else None
        return None, _NOTHING, None
    g.user = found.actor
    district = DistrictRef(found.district_id, place.district, found.district_name)
    return district, found.plugins, found.accessibility_url


def _is_off(host: PluginHost, place: _Place, enabled: frozenset[str]) -> bool:
    """Whether the address lies under a plugin that is off here, or held back."""
    return place.second in host.all_names and place.second not in enabled


def _actor(
    shared: Connection, asked: Request, district: DistrictRef | None, place: _Place
) -> Actor | None:
    if token := _bearer(asked):
        if district is None or not place.is_api:
            return None
        return by_api_token(shared, token, district.id)
    if g.user is not None:  # whom Flask-Login would come back to ask for
        return cast("Actor", g.user)
    user = current_user._get_current_object()  # noqa: SLF001 (the proxy would look it up twice)
    return user.actor if user.is_authenticated else None


def _bearer(asked: Request) -> str | None:
    scheme, _, token = asked.headers.get("Authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" and token.strip() else None


def _to_sign_in() -> BaseResponse:
    if was_device() and here().district is not None:
        return redirect(url_for("pair.form"))
    if request.method in {"GET", "HEAD"}:
        return redirect(url_for("sign_in.form", next=request.full_path.rstrip("?")))
    return redirect(url_for("sign_in.form"))


def _take_district(_endpoint: str | None, values: dict[str, object] | None) -> None:
    if values:
        values.pop("district", None)


def _give_district(endpoint: str, values: dict[str, object]) -> None:
    found = g.get("here")
    if (
        found is not None
        and found.district is not None
        and "district" not in values
        and current_app.url_map.is_endpoint_expecting(endpoint, "district")
    ):
        values["district"] = found.district.slug
