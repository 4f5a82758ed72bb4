"""Pages residents read: their language, right to left, and the staff's own left alone."""

import re
from collections.abc import Iterator
from datetime import date
from types import ModuleType
from typing import Any

import pytest
from flask import Blueprint, Flask, render_template_string
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.languages import OURS, PUBLIC_LANGUAGES
from core.plugin_api import Manifest, hookimpl
from core.web.declare import public
from core.web.public_languages import in_public_language
from tests.core.web.sample_plugin import text
from tests.support.apps import Program
from tests.support.stovner import Browser, Stovner

PAGE = "/stovner/leaflet/"
CHECK = "/stovner/settings/languages"
TEMPLATE = """{% extends "public/base.html" %}{% import "macros/public.html" as residents %}
{% block title %}{{ _w("Language") }}{% endblock %}
{% block content %}<h1>{{ residents.both(_w("Language")) }}</h1><p>{{ day|day }}</p>
<p>{{ residents.norwegian("Babytreff") }}</p><a href="{{ public_url('leaflet.page') }}">on</a>
{% endblock %}"""


def leaflet() -> ModuleType:
    """A plugin with one page for residents."""
    plugin: Any = ModuleType("leaflet")
    plugin.manifest = Manifest("leaflet", title="A leaflet", version="1.0")
    pages = Blueprint("leaflet", __name__)

    @pages.get("/")
    @public
    @in_public_language
    def page() -> str:
        return render_template_string(TEMPLATE, day=date(2026, 11, 22))

    plugin.blueprints = hookimpl(lambda: [pages])
    return plugin


@pytest.fixture
def app(program: Program) -> Iterator[Flask]:
    with program(leaflet) as app:
        yield app


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    browser = stovner.browser("district-admin")
    browser.get("/stovner/settings/plugins?lang=en")
    browser.post("/stovner/settings/plugins/leaflet/switch", to="on")
    return browser


@pytest.mark.parametrize("code", PUBLIC_LANGUAGES)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_each_language_has_its_direction_its_weekdays_and_the_way_on(
    admin: Browser, stovner: Stovner, code: str
) -> None:
    answer = stovner.app.test_client().get(f"{PAGE}?lang={code}")
    direction = PUBLIC_LANGUAGES[code].direction
    assert f'<html lang="{code}" dir="{direction}"' in answer.text
    assert f'href="{PAGE}?lang={code}"' in answer.text
    assert answer.text.count('hreflang="') == len(PUBLIC_LANGUAGES)
    assert answer.text.count('aria-current="true"') == 1
    assert ("Sunday" in answer.text) is (code == "en")
    assert ('<span class="beside" lang="nb" dir="ltr">Språk</span>' in answer.text) is (
        code != "nb"
    )
    assert ("Ingen oversetter" in answer.text) is (code not in OURS)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("asked", "accepts", "expected"),
    [
        ("", "pl,en;q=0.5", "pl"),
        ("", "fr", "nb"),
        ("?lang=xx", "uk", "uk"),
        ("?lang=so", "pl", "so"),
    ],
)
def test_the_address_chooses_before_the_browser_does(
    admin: Browser, stovner: Stovner, asked: str, accepts: str, expected: str
) -> None:
    headers = {"Accept-Language": accepts}
    answer = stovner.app.test_client().get(PAGE + asked, headers=headers)
    assert f'<html lang="{expected}"' in answer.text


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_residents_choice_is_not_kept_in_the_staffs_browser(admin: Browser) -> None:
    answer = admin.get(f"{PAGE}?lang=nb")
    assert "Set-Cookie" not in answer.headers
    assert '<html lang="en"' in admin.get(CHECK).text


def test_a_language_is_unchecked_until_somebody_says_it_is(
    admin: Browser, stovner: Stovner
) -> None:
    resident = stovner.app.test_client()
    assert text(admin.get(CHECK)).count("Not checked") == 7
    for _again in range(2):
        admin.post(CHECK, language="ar", checked="yes")
    assert text(admin.get(CHECK)).count("Not checked") == 6
    assert "unchecked" not in resident.get(f"{PAGE}?lang=ar").text
    assert "unchecked" in resident.get(f"{PAGE}?lang=ur").text
    admin.post(CHECK, language="ar", checked="no")
    assert "unchecked" in resident.get(f"{PAGE}?lang=ar").text
    with stovner.database.reading(stovner.district_id) as session:
        logged = session.scalars(select(AuditEntry.action)).all()
    assert sorted(one for one in logged if one.startswith("languages:")) == [
        "languages:check",
        "languages:check",
        "languages:uncheck",
    ]


@pytest.mark.parametrize("code", ["nb", "en", "xx", ""])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_only_the_residents_languages_are_checked(admin: Browser, code: str) -> None:
    assert admin.post(CHECK, language=code, checked="yes").status_code == 404


@pytest.mark.parametrize("role", ["leader", "staff", "viewer"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_others_do_not_decide_of_it(stovner: Stovner, role: str) -> None:
    browser = stovner.browser(role)
    assert browser.get(CHECK).status_code == 403
    assert not re.search("settings/languages", browser.get("/stovner/settings").text)
