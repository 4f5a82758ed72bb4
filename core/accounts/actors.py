"""Who asks, and what they may do in one district."""

from collections.abc import Iterable
from dataclasses import dataclass

from core.accounts.roles import Policy, Role
from core.problems import Forbidden


@dataclass(frozen=True)
class Grant:
    """A role with its reach. `organisations` holds the organisation and its parts; None is all."""

    role: Role
    district_id: int | None
    organisations: frozenset[int] | None


@dataclass(frozen=True)
class Actor:
    """A signed-in user, a program with a user's token, or a paired device."""

    kind: str
    id: int
    name: str
    grants: tuple[Grant, ...]
    activity_id: int | None = None
    language: str | None = None

    @property
    def reference(self) -> str:
        """How logs and counts name it, e.g. "user:17"."""
        return f"{self.kind}:{self.id}"

    @property
    def is_device(self) -> bool:
        """A device has no account and no pages but its counter."""
        return self.kind == "device"


COMMAND = Actor("command", 0, "command line", (Grant(Role.ADMIN, None, None),))
COMMAND_IN_DISTRICT = Actor(
    COMMAND.kind, COMMAND.id, COMMAND.name, (Grant(Role.DISTRICT_ADMIN, None, None),)
)
"""A command about one district, which may count there; an administrator of all may not."""


@dataclass(frozen=True)
class Access:
    """What one actor may do in one district (None outside districts)."""

    actor: Actor
    district_id: int | None
    policy: Policy

    @property
    def grants(self) -> tuple[Grant, ...]:
        """The grants that reach this district."""
        return tuple(g for g in self.actor.grants if g.district_id in (None, self.district_id))

    @property
    def roles(self) -> frozenset[Role]:
        """The roles held here."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def main_role(self) -> Role:
        """The role whose home page is shown: the widest one held here."""
        return next(role for role in Role if role in self.roles)

    def may(self, permission: str, organisation_id: int | None = None) -> bool:
        """Whether any grant gives the permission, for that organisation when one is named."""
        return any(
            self.policy.gives(grant.role, permission)
            and (
                organisation_id is None
                or grant.organisations is None
                or organisation_id in grant.organisations
            )
            for grant in self.grants
        )

    def require(self, permission: str, organisation_id: int | None = None) -> None:
        """Raise Forbidden unless `may`."""
        if not self.may(permission, organisation_id):
            raise Forbidden

    def organisations(self, permission: str) -> frozenset[int] | None:
        """The organisations the permission is held for; None is every one."""
        reach: set[int] = set()
        for grant in self.grants:
            if self.policy.gives(grant.role, permission):
                if grant.organisations is None:
                    return None
                reach |= grant.organisations
        return frozenset(reach)

    def belongs_to(self, organisation_id: int) -> bool:
        """Whether the actor works in that organisation: the office that counted."""
        return any(
            grant.organisations is not None and organisation_id in grant.organisations
            for grant in self.grants
        )


def reach(organisation_id: int, parents: Iterable[tuple[int, int | None]]) -> frozenset[int]:
    """An organisation and everything below it, from (id, parent id) rows."""
    children: dict[int | None, list[int]] = {}
    for child, parent in parents:
        children.setdefault(parent, []).append(child)
    found: set[int] = set()
    waiting = [organisation_id]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(children.get(one, ()))
    return frozenset(found)
