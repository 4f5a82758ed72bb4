"""How people heard of an offer is one press beside the count, where a plugin asks it."""

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import pytest
from flask import Flask

from core.plugin_api import CountCategory, CountKind, Manifest, hookimpl
from core.testing.factories import make_activity, make_occurrence
from tests.core.web.counter_kit import KEY, TODAY
from tests.core.web.sample_plugin import text
from tests.support.apps import Program
from tests.support.stovner import Stovner

BOARD = f"/stovner/count/familiesenter/{KEY}"


def asks() -> ModuleType:
    """A plugin that asks it everywhere."""
    made: Any = ModuleType("asks")
    made.manifest = Manifest("asks", title="Asks", version="1.0")

    def count_categories(district: object) -> list[CountCategory]:
        return [CountCategory("heard_friends", CountKind.HEARD, "Friends", activity=None)]

    made.count_categories = hookimpl(count_categories)
    return made


@pytest.fixture
def app(program: Program) -> Iterator[Flask]:
    with program(asks) as app:
        yield app


@pytest.fixture
def open_today(stovner: Stovner) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        activity = make_activity(session, stovner.partner)
        make_occurrence(session, activity.id, TODAY)
    admin = stovner.browser("district-admin")
    admin.post("/stovner/settings/plugins/asks/switch", to="on")


@pytest.mark.usefixtures("open_today")
def test_a_press_is_kept_and_no_visit(stovner: Stovner) -> None:
    leader = stovner.browser("leader")
    page = text(leader.get(f"{BOARD}?lang=en"))
    assert "How did you hear of it? How did you hear of it? Friends 0" in page
    press = {"id": "00000000-0000-4000-8000-000000000001", "press": "heard_friends:1"}
    assert leader.post(BOARD, **press).status_code == 303
    page = text(leader.get(BOARD))
    assert "Friends 1" in page
    assert "In all 0" in page
    typing = text(leader.get(f"{BOARD}/numbers"))
    assert typing.index("Adults") < typing.index("How did you hear of it? Friends")
    days = leader.get("/stovner/figures/familiesenter/days.csv?lang=en").text
    assert "New children;How did you hear of it? Friends;Reason" in days


@pytest.mark.usefixtures("open_today")
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_outside_the_office_it_is_not_asked(stovner: Stovner) -> None:
    admin = stovner.browser("district-admin")
    answer = admin.get(BOARD)
    assert (answer.status_code, "heard_friends" in answer.text) == (200, False)
