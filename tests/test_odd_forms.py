"""Every form of every page, each of its fields with something nobody means: never a fault.

The pages are found by their links and the forms in them, so that a new form cannot escape.
"""

import shutil
from collections import Counter, deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from html.parser import HTMLParser
from http import HTTPStatus
from pathlib import Path
from urllib.parse import urldefrag, urlsplit

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import MultiDict
from werkzeug.exceptions import HTTPException

from core.accounts.models import User
from core.app import create_app
from core.config import Config
from core.testing.factories import sign_in
from core.testing.programs import keep_templates, parts

ODD = ("\0", "1" * 40, "-1")
ENDS_THE_VISIT = {"sign_in.out"}
MOST_OF_A_KIND, FEW = 2, 20


@dataclass
class Form:
    """Where it goes, and its fields with what stands in them."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> frozenset[str]:
        """Those of its fields."""
        return frozenset(name for name, _value in self.fields)


class Reading(HTMLParser):
    """A page's links and forms."""

    def __init__(self, path: str, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.forms: list[Form] = []
        self._path, self._inside, self._select = path, False, ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """A link, a form or what is in one."""
        known = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(known.get("href", ""))
        elif tag == "form":
            method = known.get("method", "get").upper()
            self.forms.append(Form(known.get("action") or self._path, method))
            self._inside = True
        elif tag == "select":
            self._select = known.get("name", "")
        elif self._inside:
            self._add(tag, known)

    def handle_endtag(self, tag: str) -> None:
        """What ends."""
        self._inside = self._inside and tag != "form"
        self._select = self._select if tag != "select" else ""

    def _add(self, tag: str, known: dict[str, str]) -> None:
        name = self._select if tag == "option" else known.get("name", "")
        fields = self.forms[-1].fields
        first = name not in dict(fields) or known.get("type") == "checkbox"
        if name and (first or "selected" in known or "checked" in known):
            fields.append((name, known.get("value", "")))


class Visit:
    """Somebody signed in who follows every link, and fills in every form."""

    def __init__(self, app: Flask, role: str) -> None:
        self._addresses = app.url_map.bind("localhost")
        self._client = app.test_client()
        with parts(app).database.platform_writing() as shared:
            email = f"{role}@stovner.example"
            user = shared.scalars(select(User).where(User.email == email)).one()
            sign_in(shared, self._client, user, datetime.now(UTC))

    def forms(self, start: str) -> list[Form]:
        """One of each kind, on two pages of each kind."""
        seen, waiting, found = Counter(ENDS_THE_VISIT), deque([start]), {}
        while waiting:
            path = urldefrag(waiting.popleft()).url
            there = self._endpoint(path, "GET")
            seen[there] += 1
            if there is None or seen[there] > MOST_OF_A_KIND:
                continue
            page = self._page(path)
            waiting.extend(page.links)
            for form in page.forms:
                found.setdefault((self._endpoint(form.action, form.method), *form.names), form)
        return [form for (at, *_names), form in found.items() if at and at not in ENDS_THE_VISIT]

    def faults(self, form: Form) -> list[str]:
        """What the form was sent with that it could not bear."""
        return [
            f"{form.method} {form.action} {name}={odd!r}"
            for name in form.names - {"csrf_token"}
            for odd in ODD
            if self._send(form, name, odd) >= HTTPStatus.INTERNAL_SERVER_ERROR
        ]

    def _page(self, path: str) -> Reading:
        with self._client.get(path) as answer:
            assert answer.status_code < HTTPStatus.INTERNAL_SERVER_ERROR, path
            return Reading(
                path, answer.get_data(as_text=True) if answer.mimetype == "text/html" else ""
            )

    def _send(self, form: Form, name: str, odd: str) -> int:
        sent = MultiDict([(one, odd if one == name else was) for one, was in form.fields])
        if form.method == "GET":  # the form takes the place of what stands in its address
            answer = self._client.get(urlsplit(form.action).path, query_string=sent)
        else:
            answer = self._client.post(form.action, data=sent)
        with answer:
            return answer.status_code

    def _endpoint(self, address: str, method: str) -> str | None:
        try:
            return str(self._addresses.match(urlsplit(address).path, method=method)[0])
        except HTTPException:
            return None


@pytest.fixture
def app(demo_data: Path, tmp_path: Path) -> Iterator[Flask]:
    """The program with the demo."""
    data = tmp_path / "data"
    shutil.copytree(demo_data, data)
    app = create_app(Config.from_environment({"INNBYGGERBASEN_DATA": str(data)}))
    keep_templates(app, data)
    yield app
    parts(app).database.close()


@pytest.mark.parametrize("role", ["district-admin", "leader"])
def test_no_field_brings_a_fault(app: Flask, role: str) -> None:
    visit = Visit(app, role)
    forms = visit.forms("/stovner/")
    assert len(forms) > FEW
    faults = [fault for form in forms for fault in visit.faults(form)]
    assert not faults, "\n".join(faults)
