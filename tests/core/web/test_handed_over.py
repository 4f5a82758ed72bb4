"""A form handed from one resident to the next: answers kept, sent once, and nothing left."""

import re
from collections.abc import Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest
from flask import Blueprint, Flask, current_app, render_template_string, request, url_for
from flask.testing import FlaskClient
from werkzeug.test import TestResponse
from werkzeug.wrappers import Response

from core.plugin_api import Manifest, hookimpl
from core.problems import NotFound
from core.web import handed_over
from core.web.declare import public, requires
from tests.support.apps import Program
from tests.support.stovner import Stovner

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
BASE = "/stovner/guestbook"
SECRET = "Mer kaffe, takk"
PAGE = """{% extends "public/base.html" %}{% block title %}-{% endblock %}{% block content %}
<form method="post"><input name="csrf_token" value="{{ csrf_token() }}">
<input name="token" value="{{ draft.token }}">{{ draft.answers }} {{ draft.wrong }}</form>
{% endblock %}"""
BEGIN = """{% extends "public/base.html" %}{% block title %}-{% endblock %}
{% block content %}begin{% endblock %}"""


KEPT = "GUESTBOOK"
"""What is written is kept in the program's settings, by its token."""


def guestbook() -> ModuleType:
    """A plugin with one form, and two ways to it."""
    plugin: Any = ModuleType("guestbook")
    plugin.manifest = Manifest("guestbook", title="A guest book", version="1.0")
    pages = Blueprint("guestbook", __name__)

    def opened(of: str) -> str:
        if of == "nothing":
            raise NotFound
        return of

    def begin(_of: str) -> str:
        handed_over.nothing_left()
        return render_template_string(BEGIN)

    def form(of: str) -> str:
        return render_template_string(PAGE, draft=handed_over.draft_of(of))

    def answer(of: str) -> Response:
        given = {
            "words": handed_over.sent_text("words"),
            "colours": handed_over.sent_choices("colours", {"red", "blue"}),
        }
        draft = handed_over.sent_draft(of, given)

        def save() -> Mapping[str, str]:
            if "!" in request.form["words"]:
                return {"words": "Do not shout."}
            current_app.config[KEPT].setdefault(draft.token, given)
            return {}

        return handed_over.answered(
            draft,
            save,
            form_at=lambda code: url_for("guestbook.say_form", of=of, lang=code),
            done_at=lambda code: url_for("guestbook.say_begin", of=of, lang=code),
        )

    form_pages = handed_over.HandedOver(begin, form, answer)
    handed_over.add_form(pages, "/<of>/say", public, opened, form_pages)
    staffs = requires("schedules:calendar:see")
    handed_over.add_form(pages, "/<of>/ask", staffs, opened, form_pages, start="/begin")
    plugin.blueprints = hookimpl(lambda: [pages])
    return plugin


@pytest.fixture
def app(program: Program) -> Iterator[Flask]:
    with program(guestbook) as app:
        yield app


@pytest.fixture
def kept(app: Flask) -> dict[str, Mapping[str, list[str]]]:
    found: dict[str, Mapping[str, list[str]]] = {}
    app.config[KEPT] = found
    return found


@pytest.fixture
def resident(stovner: Stovner) -> FlaskClient:
    admin = stovner.browser("district-admin")
    admin.post("/stovner/settings/plugins/guestbook/switch", to="on")
    return stovner.app.test_client()


def sent(resident: FlaskClient, **fields: object) -> TestResponse:
    """The form in Arabic, as it is now, with that in its fields."""
    page = resident.get(f"{BASE}/babytreff/say/questions?lang=ar").text
    hidden = dict(re.findall(r'name="(csrf_token|token)" value="([^"]+)"', page))
    address = f"{BASE}/babytreff/say/questions?lang=ar"
    return resident.post(address, data={**hidden, "words": "", **fields})


def test_answers_are_kept_while_the_language_changes(
    resident: FlaskClient, kept: dict[str, object]
) -> None:
    answer = sent(resident, words=SECRET, colours=["red", "mauve"], switch="uk")
    assert (answer.status_code, answer.location) == (
        303,
        f"{BASE}/babytreff/say/questions?lang=uk",
    )
    page = resident.get(answer.location).text
    assert SECRET in page
    assert "[&#39;red&#39;]" in page
    assert SECRET not in resident.get(f"{BASE}/another/say/questions").text
    assert kept == {}


def test_what_is_refused_stays_typed_and_what_is_saved_leaves_nothing(
    resident: FlaskClient, kept: dict[str, object]
) -> None:
    refused = sent(resident, words=f"{SECRET}!", colours="blue")
    assert refused.location == f"{BASE}/babytreff/say/questions?lang=ar"
    page = resident.get(refused.location).text
    assert "Do not shout." in page
    assert f"{SECRET}!" in page
    done = sent(resident, words=f" {SECRET}\r\nog te ", colours="blue")
    assert (done.status_code, done.location) == (303, f"{BASE}/babytreff/say?lang=ar")
    assert SECRET not in resident.get(f"{BASE}/babytreff/say/questions").text
    assert list(kept.values()) == [{"words": [f"{SECRET}\nog te"], "colours": ["blue"]}]


def test_a_form_has_one_token_until_it_is_saved(
    resident: FlaskClient, kept: dict[str, object]
) -> None:
    for _press in range(2):
        sent(resident, words=SECRET, token="00000000-0000-4000-8000-000000000000")
    sent(resident, words=SECRET, token="nonsense")
    sent(resident, words=SECRET)
    assert len(kept) == 3


def test_a_text_is_cut_to_what_a_cookie_holds(resident: FlaskClient) -> None:
    page = resident.get(sent(resident, words="å" * 9000, switch="en").location)
    assert page.text.count("å") == 450
    assert len(page.request.headers["Cookie"]) < 4000


def test_the_beginning_forgets_and_each_way_has_its_own_door(
    resident: FlaskClient, stovner: Stovner
) -> None:
    sent(resident, words=SECRET, switch="en")
    assert "begin" in resident.get(f"{BASE}/babytreff/say").text
    assert SECRET not in resident.get(f"{BASE}/babytreff/say/questions").text
    assert resident.get(f"{BASE}/nothing/say").status_code == 404
    assert resident.get(f"{BASE}/babytreff/ask/begin").status_code == 302
    assert stovner.browser("staff").get(f"{BASE}/babytreff/ask/begin").status_code == 200
