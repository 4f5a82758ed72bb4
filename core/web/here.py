"""What a view knows of the request: the district, who asks, and when."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import cast

from flask import current_app, g

from core.accounts.actors import Access, Actor
from core.accounts.roles import Policy
from core.accounts.sign_in import Passwords
from core.db.database import Database
from core.db.remembered import Remembered
from core.db.tenancy import DistrictSession
from core.plugin_api import DistrictRef, PluginHost
from core.problems import NotFound
from core.web.kept import Kept
from core.web.rulebook import RuleBook

EXTENSION = "innbyggerbasen"


@dataclass(frozen=True)
class Platform:
    """What the program is made of. One per app; hangs on `app.extensions`."""

    database: Database
    host: PluginHost
    policy: Policy
    passwords: Passwords
    clock: Callable[[], datetime]
    rulebook: RuleBook
    kept: Kept
    counted: Remembered


@dataclass(frozen=True)
class Here:
    """One request. `access` is None for somebody who has not signed in.

    `held_back` are plugins that are switched on here and in quarantine.
    """

    now: datetime
    district: DistrictRef | None
    access: Access | None
    enabled: frozenset[str]
    accessibility_url: str | None = None
    held_back: frozenset[str] = frozenset()


def platform() -> Platform:
    """The running program's parts."""
    return cast("Platform", current_app.extensions[EXTENSION])


def here() -> Here:
    """This request, as the gate let it in."""
    return cast("Here", g.here)


def district() -> DistrictRef:
    """The district in the address. Raises NotFound outside districts."""
    found = here().district
    if found is None:
        raise NotFound
    return found


def access() -> Access:
    """What the signed-in actor may do here. Raises NotFound when nobody is signed in."""
    found = here().access
    if found is None:
        raise NotFound
    return found


def actor() -> Actor:
    """Who is signed in."""
    return access().actor


def reading() -> AbstractContextManager[DistrictSession]:
    """A session to look at this district's rows; PostgreSQL refuses it changes and locks."""
    return platform().database.reading(district().id)


def writing() -> AbstractContextManager[DistrictSession]:
    """A session to change this district's rows; on SQLite it waits in the writers' queue."""
    return platform().database.writing(district().id)
