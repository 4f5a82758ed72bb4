"""Roles, what core lets each of them do, and where plugins add to it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from core.problems import N_


class Role(StrEnum):
    """A role as the contract names it. A paired device is not granted; it is one."""

    ADMIN = "admin"
    DISTRICT_ADMIN = "district-admin"
    LEADER = "leader"
    STAFF = "staff"
    COUNTER = "counter"
    VIEWER = "viewer"
    DEVICE = "device"


ROLE_TITLES: Mapping[Role, str] = {
    Role.ADMIN: N_("administrator"),
    Role.DISTRICT_ADMIN: N_("district administrator"),
    Role.LEADER: N_("leader"),
    Role.STAFF: N_("employee"),
    Role.COUNTER: N_("volunteer on duty"),
    Role.VIEWER: N_("reader"),
    Role.DEVICE: N_("device"),
}


class Permission(StrEnum):
    """Core's permissions, `area:resource:action`. A plugin names its own the same way."""

    CALENDAR_SEE = "schedules:calendar:see"
    CALENDAR_EDIT = "schedules:calendar:edit"
    ACTIVITY_EDIT = "schedules:activity:edit"
    OWNER_EDIT = "schedules:owner:edit"
    COUNT = "counts:today:save"
    COUNTS_SEE = "counts:day:see"
    CORRECT = "counts:day:correct"
    DEVICES_MANAGE = "accounts:devices:manage"
    FIGURES_SEE = "statistics:figures:see"
    PEOPLE_EDIT = "people:person:edit"
    BOOK = "bookings:booking:ask"
    BOOKINGS_DECIDE = "bookings:booking:decide"
    BOOKING_RULES_EDIT = "bookings:rules:edit"
    PLACES_SEE = "places:place:see"
    PLACES_EDIT = "places:place:edit"
    ORGANISATIONS_SEE = "people:organisation:see"
    ORGANISATIONS_EDIT = "people:organisation:edit"
    USERS_EDIT = "accounts:users:edit"
    PLUGINS_SWITCH = "districts:plugins:switch"
    PLUGIN_SETTINGS_EDIT = "districts:settings:edit"
    PLATFORM_EDIT = "districts:platform:edit"


_P = Permission
_LOOK = frozenset({_P.CALENDAR_SEE, _P.PLACES_SEE, _P.ORGANISATIONS_SEE, _P.FIGURES_SEE})
_LEAD = _LOOK | {
    _P.ACTIVITY_EDIT,
    _P.OWNER_EDIT,
    _P.COUNT,
    _P.COUNTS_SEE,
    _P.CORRECT,
    _P.DEVICES_MANAGE,
    _P.PEOPLE_EDIT,
    _P.BOOK,
    _P.BOOKINGS_DECIDE,
}
_MANAGE = frozenset(
    {
        _P.CALENDAR_EDIT,
        _P.PLACES_EDIT,
        _P.BOOKING_RULES_EDIT,
        _P.ORGANISATIONS_EDIT,
        _P.USERS_EDIT,
        _P.PLUGINS_SWITCH,
        _P.PLUGIN_SETTINGS_EDIT,
    }
)

CORE_POLICY: Mapping[Role, frozenset[str]] = {
    Role.ADMIN: _LOOK | _MANAGE | {_P.OWNER_EDIT, _P.PLATFORM_EDIT},
    Role.DISTRICT_ADMIN: _LEAD | _MANAGE,
    Role.LEADER: _LEAD,
    Role.STAFF: _LOOK | {_P.COUNT, _P.BOOK},
    Role.COUNTER: frozenset({_P.COUNT}),
    Role.VIEWER: _LOOK,
    Role.DEVICE: frozenset({_P.COUNT}),
}


@dataclass(frozen=True)
class Policy:
    """Which permissions each role gives, core's and every installed plugin's together."""

    of_role: Mapping[Role, frozenset[str]]

    @classmethod
    def of(cls, plugin_grants: Iterable[tuple[str, Iterable[str]]]) -> "Policy":
        """Core's policy with (permission, role names) added. An unknown role raises ValueError."""
        added = {role: set(permissions) for role, permissions in CORE_POLICY.items()}
        for permission, roles in plugin_grants:
            for role in roles:
                added[Role(role)].add(permission)
        return cls({role: frozenset(permissions) for role, permissions in added.items()})

    def gives(self, role: Role, permission: str) -> bool:
        """Whether the role has the permission."""
        return permission in self.of_role[role]
