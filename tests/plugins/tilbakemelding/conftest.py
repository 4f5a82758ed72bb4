"""A women's network of the district's own, where the plugin is on."""

import re
from dataclasses import dataclass
from html import unescape

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.districts.service import switch_plugin
from core.schedules.acting import Acting
from core.testing.factories import make_activity, make_occurrence
from plugins.tilbakemelding.models import Mode
from plugins.tilbakemelding.questions import add_standard, asked
from tests.core.web.counter_kit import TODAY
from tests.support.stovner import Browser, Stovner

BASE = "/stovner/tilbakemelding/kvinnenettverk"
TOKEN = re.compile(r'name="token" value="([^"]+)"')


@dataclass(frozen=True)
class Network:
    """The district with that activity. `ids` are its questions by their standard name."""

    stovner: Stovner
    activity: int
    ids: dict[str, int]

    def browser(self, who: str) -> Browser:
        """Somebody signed in, who reads English."""
        found = self.stovner.browser(who)
        found.get("/stovner/account?lang=en")
        return found

    def resident(self) -> "Resident":
        """Somebody with a telephone of their own, who scanned the code."""
        client = self.stovner.app.test_client()
        return Resident(client, "say", Mode.QR, self.ids)

    def beside(self, who: str, mode: Mode = Mode.TOGETHER) -> "Resident":
        """Somebody with a member of staff's telephone in hand."""
        return Resident(self.stovner.browser(who).client, "ask", mode, self.ids)


@dataclass
class Resident:
    """Answers without a script."""

    client: FlaskClient
    where: str
    mode: Mode
    ids: dict[str, int]
    page: str = ""

    @property
    def begin(self) -> str:
        return f"{BASE}/say" if self.where == "say" else f"{BASE}/ask/begin"

    def open(self, language: str = "ar") -> str:
        """The questions in a language."""
        query = "" if self.where == "say" else f"&mode={self.mode.value}"
        self.address = f"{BASE}/{self.where}/questions?lang={language}{query}"
        return self.look(self.address)

    def look(self, address: str) -> str:
        answer = self.client.get(address)
        assert answer.status_code == 200, address
        self.page = answer.text
        return self.page

    def send(self, **fields: object) -> TestResponse:
        """What is answered, by the questions' standard names, and the form's own fields."""
        csrf = re.search(r'name="csrf_token" value="([^"]+)"', self.page)
        token = TOKEN.search(self.page)
        action = re.search(r'id="answers" method="post" action="([^"]+)"', self.page)
        assert csrf
        assert token
        assert action
        named = {
            f"q{self.ids[key]}" if key in self.ids else key: value for key, value in fields.items()
        }
        form = {"csrf_token": csrf[1], "token": token[1], **named}
        answer = self.client.post(unescape(action[1]), data=form)
        assert answer.status_code == 303
        assert "Very" not in answer.location
        self.look(answer.location)
        return answer


@pytest.fixture
def network(stovner: Stovner) -> Network:
    with stovner.database.platform_writing() as shared:
        switch_plugin(
            shared,
            stovner.district_id,
            "tilbakemelding",
            enabled=True,
            actor="command:0",
            now=stovner.clock(),
        )
    access = stovner.access("coordinator")
    with stovner.database.writing(stovner.district_id) as session:
        activity = make_activity(session, stovner.own, "kvinnenettverk")
        make_occurrence(session, activity.id, TODAY)
        for key in ("overall", "heard", "better"):
            add_standard(Acting(session, access, activity, stovner.clock()), key)
        ids = {one.standard or "": one.id for one in asked(session, activity.id)}
        return Network(stovner, activity.id, ids)
