"""A cookie is read once for many requests: checked no less, and nobody shares what it holds."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.sessions import SessionMixin

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
KEPT = {"language": "en", "_flashes": [("success", "Saved.")]}


def cookie(app: Flask) -> str:
    signer = app.session_interface.get_signing_serializer(app)  # type: ignore[attr-defined]
    return str(signer.dumps(KEPT))


def opened(app: Flask, value: str) -> SessionMixin:
    header = {"Cookie": f"innbyggerbasen={value}"}
    with app.test_request_context("/healthz", headers=header) as context:
        return context.session


def test_each_request_has_its_own(app: Flask) -> None:
    value = cookie(app)
    first = opened(app, value)
    assert dict(first) == KEPT
    first["_flashes"].append(("danger", "Another's."))
    first["language"] = "nb"
    assert dict(opened(app, value)) == KEPT


def test_an_altered_one_holds_nothing(app: Flask) -> None:
    value = cookie(app)
    assert dict(opened(app, value)) == KEPT
    for wrong in (f"{value}x", value[:-1], f"x{value}", ""):
        assert not dict(opened(app, wrong)), wrong


def test_one_that_has_become_too_old_holds_nothing(app: Flask) -> None:
    lasts = app.permanent_session_lifetime
    with time_machine.travel(0, tick=False) as now:
        value = cookie(app)
        assert dict(opened(app, value)) == KEPT
        now.shift(lasts)
        assert dict(opened(app, value)) == KEPT
        now.shift(timedelta(hours=1))
        assert not dict(opened(app, value))
