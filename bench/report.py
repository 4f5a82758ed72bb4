"""How a figure is printed, and a browser in this process to take it with."""

from pathlib import Path

from flask.testing import FlaskClient

from bench.visitor import EMAIL, PASSWORD, TOKEN
from core.app import create_app
from core.config import Config


def line(what: str, value: str, goal: str) -> None:
    """One figure with the goal it is held against."""
    print(f"{what:62} {value:>12}   goal {goal}", flush=True)


def leader(data: Path) -> FlaskClient:
    """The leader's browser."""
    app = create_app(Config.from_environment({"INNBYGGERBASEN_DATA": str(data)}))
    browser = app.test_client()
    token = TOKEN.findall(browser.get("/sign-in").text)[0]
    form = {"csrf_token": token, "email": EMAIL.replace("counter", "leader"), "password": PASSWORD}
    browser.post("/sign-in", data=form)
    return browser
