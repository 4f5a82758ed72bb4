"""Signing in, and what a volunteer's tap sends."""

import http.cookiejar
import json
import re
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass

from bench.client import Request

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
EMAIL = "counter@stovner.example"
PASSWORD = "only for measuring"


@dataclass(frozen=True)
class Visitor:
    """A signed-in browser that has opened a page."""

    cookie: str
    csrf: str
    page: str

    @property
    def headers(self) -> dict[str, str]:
        """What a script on the page sends along."""
        return {
            "Content-Type": "application/json",
            "Cookie": self.cookie,
            "X-CSRFToken": self.csrf,
        }

    def tag(self, port: int, address: str) -> str:
        """The tag of a page as this browser sees it."""
        asked = urllib.request.Request(f"http://127.0.0.1:{port}{address}", headers=self.headers)
        with urllib.request.urlopen(asked) as answer:
            return str(answer.headers["ETag"])


@dataclass(frozen=True)
class Tapper:
    """Somebody who stands at today's counter."""

    visitor: Visitor
    occurrence: str

    def tap(self) -> Request:
        """One press on +."""
        event = {
            "id": str(uuid.uuid4()),
            "occurrence": self.occurrence,
            "category": "adult",
            "n": 1,
            "tapped_at": "2026-01-01T12:00:00Z",
        }
        body = json.dumps({"events": [event]}).encode()
        return Request("/stovner/api/counts", body, self.visitor.headers)


def visit(port: int, email: str, address: str) -> Visitor:
    """Sign in and open a page, as a browser does."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    base = f"http://127.0.0.1:{port}"
    page = browser.open(f"{base}/sign-in").read().decode()
    form = {"csrf_token": TOKEN.findall(page)[0], "email": email, "password": PASSWORD}
    browser.open(f"{base}/sign-in", urllib.parse.urlencode(form).encode())
    page = browser.open(f"{base}{address}").read().decode()
    cookie = "; ".join(f"{one.name}={one.value}" for one in jar)
    return Visitor(cookie, TOKEN.findall(page)[0], page)


def sign_in(port: int) -> Tapper:
    """The volunteer, at the counter."""
    visitor = visit(port, EMAIL, "/stovner/count/")
    return Tapper(visitor, re.findall(r'data-occurrence="(\d+)"', visitor.page)[0])
