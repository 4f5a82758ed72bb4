"""Every address declares who may open it. The program does not start with one that does not."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from flask import Flask

View = TypeVar("View", bound=Callable[..., object])
_MARK = "innbyggerbasen_access"


@dataclass(frozen=True)
class Declared:
    """`permission` is None for public addresses and for those that only ask for a sign-in."""

    public: bool
    permission: str | None


PUBLIC = Declared(public=True, permission=None)
SIGNED_IN = Declared(public=False, permission=None)


class UndeclaredAddress(Exception):
    """An address without a declaration: the program refuses to start."""


def public(view: View) -> View:
    """Anybody may open this address."""
    setattr(view, _MARK, PUBLIC)
    return view


def signed_in(view: View) -> View:
    """Whoever has a role in the district of the address may open it (anywhere, outside one)."""
    setattr(view, _MARK, SIGNED_IN)
    return view


def requires(permission: str) -> Callable[[View], View]:
    """Whoever holds the permission here may open it; the view narrows it to an organisation."""

    def mark(view: View) -> View:
        setattr(view, _MARK, Declared(public=False, permission=str(permission)))
        return view

    return mark


def declaration(app: Flask, endpoint: str) -> Declared | None:
    """What an endpoint declares. Static files are public; the gate closes a plugin's with it."""
    if endpoint == "static" or endpoint.endswith(".static"):
        return PUBLIC
    return getattr(app.view_functions[endpoint], _MARK, None)


def check_all(app: Flask) -> None:
    """Raise UndeclaredAddress naming every address that declares nothing."""
    missing = sorted(
        {rule.rule for rule in app.url_map.iter_rules() if not declaration(app, rule.endpoint)}
    )
    if missing:
        raise UndeclaredAddress(
            f"No permission is declared for {', '.join(missing)}. "
            "Mark the view with @public, @signed_in or @requires(…)."
        )
