"""A plugin that gives something of every kind a switch hides, and the program with it alone."""

import re
from collections.abc import Iterator, Sequence
from enum import Enum
from html import unescape
from types import ModuleType
from typing import Annotated, Any, Literal

import msgspec
import pytest
from flask import Flask
from msgspec import Meta

from core.plugin_api import (
    Card,
    CardBody,
    CountCategory,
    CountKind,
    Manifest,
    Measure,
    MenuItem,
    hookimpl,
)
from core.plugin_api.setting_types import place
from tests.support.apps import Program
from tests.support.stovner import Browser, Stovner

PLUGINS = "/stovner/settings/plugins"
SWITCH = f"{PLUGINS}/sample/switch"
SETTINGS = f"{PLUGINS}/sample/settings"
SEE = "schedules:calendar:see"


class Colour(Enum):
    RED = "red"
    BLUE = "blue"


class Settings(msgspec.Struct, frozen=True):
    goal: Annotated[int, Meta(ge=1, le=500, title="Visits a month")] = 100
    most: Annotated[int, Meta(le=9)] = 3
    share: Annotated[float, Meta(ge=0)] = 0.5
    opens: Annotated[str, Meta(pattern=r"^[0-2][0-9]:[0-5][0-9]$", description="As 15:00")] = (
        "15:00"
    )
    greeting: Annotated[str, Meta(max_length=10)] = ""
    shown: bool = True
    step: Literal[1, 5] = 1
    colour: Colour = Colour.RED
    words: tuple[str, ...] = ()
    where: Annotated[str, place("Where it is", "One of ours")] = ""

    def __post_init__(self) -> None:
        if self.most > self.goal:
            raise ValueError("The most must not be above the goal.")


def failing() -> ModuleType:
    """A plugin that fails when it is asked for its menu."""
    plugin: Any = ModuleType("failing")
    plugin.manifest = Manifest("failing", title="The failing one", version="0.2")

    def menu(district: object) -> Sequence[MenuItem]:
        raise KeyError("menu")

    plugin.menu = hookimpl(menu)
    return plugin


def sample() -> ModuleType:
    """A plugin that gives something of every kind a switch hides."""
    plugin: Any = ModuleType("sample")
    plugin.manifest = Manifest("sample", title="The sample", version="1.2.3")

    def settings() -> type[msgspec.Struct]:
        return Settings

    def menu(district: object) -> Sequence[MenuItem]:
        return [MenuItem("home.today", "A page of it", SEE, "samling")]

    def dashboard_cards(district: object) -> Sequence[Card]:
        return [Card("today", "A card of it", SEE, lambda _context: CardBody(lines=("a line",)))]

    def count_categories(district: object) -> Sequence[CountCategory]:
        return [CountCategory("prams", CountKind.MATERIAL, "Prams lent", activity="samling")]

    def statistics(district: object) -> Sequence[Measure]:
        return [Measure("days", "Days of it", CountKind.VISIT, "", len)]

    for hook in (settings, menu, dashboard_cards, count_categories, statistics):
        setattr(plugin, hook.__name__, hookimpl(hook))
    return plugin


@pytest.fixture
def app(program: Program) -> Iterator[Flask]:
    """The program with the sample alone."""
    with program(sample) as app:
        yield app


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    """The district's administrator, reading English."""
    browser = stovner.browser("district-admin")
    browser.get(f"{PLUGINS}?lang=en")
    return browser


def text(answer: Any) -> str:
    """The page as it is read."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.text)))


def on(admin: Browser) -> None:
    assert admin.post(SWITCH, to="on").status_code == 303
