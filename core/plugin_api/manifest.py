"""What a plugin says about itself before any of its hooks is called."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from core.plugin_api.markers import API_VERSION
from core.plugin_api.shapes import checker
from core.text import Text

_NAME = re.compile(r"[a-z][a-z0-9_]{0,39}")
_SLUG = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")

# A plugin's name is a part of addresses (/<district>/<name>/) and of endpoints (<name>.index), a
# command, and a table prefix.
RESERVED_NAMES = frozenset(
    {
        *("about", "account", "activities", "activity", "admin", "api", "audit", "bookings"),
        *("agreements", "api_bookings", "approvals", "booking_series", "fairness", "place_rules"),
        *(
            "what_if",
            "denne-uka",
            "task",
            "booking_changes",
            "booking_feeds",
            "giving_up",
            "invitations",
            "prepare",
            "public_languages",
            "responsibility",
            "rota",
            "tasks",
            "this_week",
        ),
        *("calendar", "core", "count", "counts", "days", "device", "devices", "district"),
        *("district_plugins", "districts", "feed", "feeds", "figures", "health", "healthz"),
        *("home", "organisations", "pair", "people", "places", "plan", "plugins", "reports"),
        *("rooms", "schedules", "search", "settings", "sign_in", "static", "statistics"),
        *("users", "alembic", "backup", "booking", "db", "demo", "import", "organisation"),
        *("person", "place", "plugin", "restore", "routes", "run", "token", "user", "work"),
    }
)


class InvalidManifest(Exception):
    """The plugin cannot be used under this manifest; the message says why."""


@dataclass(frozen=True)
class Manifest:
    """A plugin's name, what people call it, and the activities it serves.

    `name` equals the entry point's. `activities` are slugs; an activity belongs to one plugin.
    Plugins are asked by `order`, then name.
    """

    name: str
    title: Text
    version: str
    api: int = API_VERSION
    activities: tuple[str, ...] = ()
    order: int = 100


_check = checker(Manifest)


def validate(manifest: object, entry_point: str, reserved: Collection[str]) -> Manifest:
    """The manifest, once it is one and its values hold. Raises InvalidManifest."""
    if wrong := _check(manifest):
        raise InvalidManifest(f"`manifest` is not a Manifest: {wrong}")
    assert isinstance(manifest, Manifest)  # noqa: S101 (for the type checker; checked above)
    if wrong := _refusal(manifest, entry_point, reserved):
        raise InvalidManifest(wrong)
    return manifest


def _refusal(manifest: Manifest, entry_point: str, reserved: Collection[str]) -> str | None:
    name = manifest.name
    if manifest.api != API_VERSION:
        return f"made for plugin API {manifest.api}; this program has {API_VERSION}"
    if not _NAME.fullmatch(name):
        return f"the name {name!r} is not a-z, 0-9 and _, beginning with a letter, at most 40"
    if name != entry_point:
        return f"the manifest says {name!r}, the entry point {entry_point!r}"
    if name in reserved:
        return f"the name {name!r} is core's own"
    for slug in manifest.activities:
        if not _SLUG.fullmatch(slug):
            return f"{slug!r} is not the slug of an activity"
    return None
