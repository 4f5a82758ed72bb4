"""Signing in as the volunteer, and what a tap sends."""

import http.cookiejar
import json
import re
import urllib.parse
import urllib.request
import uuid
from dataclasses import dataclass

from bench.client import Request

_TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
EMAIL = "counter@stovner.example"
PASSWORD = "only for measuring"


@dataclass(frozen=True)
class Tapper:
    """A signed-in browser that stands at today's counter."""

    cookie: str
    csrf: str
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
        return (
            "/stovner/api/counts",
            json.dumps({"events": [event]}).encode(),
            {
                "Content-Type": "application/json",
                "Cookie": self.cookie,
                "X-CSRFToken": self.csrf,
            },
        )


def sign_in(port: int) -> Tapper:
    """Sign in and open the counter, as a browser does."""
    jar = http.cookiejar.CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))
    base = f"http://127.0.0.1:{port}"
    page = browser.open(f"{base}/sign-in").read().decode()
    form = {"csrf_token": _TOKEN.findall(page)[0], "email": EMAIL, "password": PASSWORD}
    browser.open(f"{base}/sign-in", urllib.parse.urlencode(form).encode())
    page = browser.open(f"{base}/stovner/count/").read().decode()
    occurrence = re.findall(r'data-occurrence="(\d+)"', page)[0]
    cookie = "; ".join(f"{one.name}={one.value}" for one in jar)
    return Tapper(cookie, _TOKEN.findall(page)[0], occurrence)
