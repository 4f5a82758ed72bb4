"""Flask-Login keeps a token in a signed cookie; the server keeps everything else."""

import time
from copy import deepcopy
from functools import partial

from flask import Flask, Request, g, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface
from flask_login import LoginManager, UserMixin, login_user
from itsdangerous import URLSafeTimedSerializer

from core.accounts.actors import Actor
from core.accounts.devices import by_device_token
from core.db.remembered import Remembered
from core.web.here import here, platform

_DEVICE = "device."
_HOUR = 3600
_KEPT = frozenset({"language"})


class _Cookies(SecureCookieSessionInterface):
    """The signer is made once, and a cookie that a telephone sends with each tap is read once."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)
        self._opened = Remembered()

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        """What the cookie holds. Whether it is too old is looked at anew each hour."""
        value = request.cookies.get(self.get_cookie_name(app))
        read = partial(super().open_session, app, request)
        if value is None:
            return read()
        found = self._opened.get(value, time.time() // _HOUR, read)
        return self.session_class(deepcopy(dict(found or {})))

    def get_signing_serializer(self, _app: Flask) -> URLSafeTimedSerializer | None:
        """The one of the app this was made for."""
        return self._signer


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login passes around: a token and whom it stands for."""

    def __init__(self, token: str, actor: Actor | None = None) -> None:
        self.token = token
        self.actor = actor

    def get_id(self) -> str:
        """The token, as kept in the cookie."""
        return self.token


def device_token(token: str) -> str:
    """A device's token, told apart from a user's session."""
    return _DEVICE + token


def begin(token: str) -> None:
    """A fresh cookie: nothing from before goes along but the language."""
    for key in [key for key in session if key not in _KEPT]:
        session.pop(key)
    session.permanent = True
    login_user(SignedIn(token))


def user_token() -> str | None:
    """The user's token that the cookie holds; None when it holds none, or a device's."""
    token = session.get("_user_id")
    return None if token is None or was_device() else str(token)


def was_device() -> bool:
    """Whether the cookie is a device's, also when it has been cut off."""
    return str(session.get("_user_id", "")).startswith(_DEVICE)


def install(app: Flask) -> None:
    """Load an actor from the cookie's token; the gate does the rest."""
    app.session_interface = _Cookies(app)
    manager = LoginManager()
    manager.session_protection = None  # the token is the session; it is ended on the server
    manager.user_loader(_load)
    manager.init_app(app)


def _load(token: str) -> SignedIn | None:
    actor = _device(token) if token.startswith(_DEVICE) else _user(token)
    return SignedIn(token, actor) if actor else None


def _user(_token: str) -> Actor | None:
    """The user the gate found; nobody, on the page that says a request was not even looked at."""
    found: Actor | None = g.get("user")
    return found


def _device(token: str) -> Actor | None:
    district = here().district
    if district is None:
        return None
    with platform().database.reading(district.id) as rows:
        return by_device_token(rows, token.removeprefix(_DEVICE))
