"""Shown as numbers of each answer; few only to the office; words once they are released."""

from datetime import timedelta
from pathlib import Path
from threading import Event

import pytest
from sqlalchemy import select

from core.config import Config
from core.jobs.cleaning import clean_up
from core.jobs.scheduler import Workshop
from core.schedules.models import Activity
from plugins.tilbakemelding.models import FreeText
from tests.core.web.counter_kit import KEY
from tests.core.web.sample_plugin import text
from tests.plugins.tilbakemelding.conftest import BASE, Network

sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
FIGURES = "/stovner/figures/kvinnenettverk"


def answered(network: Network, *faces: str, better: str = "") -> None:
    for face in faces:
        resident = network.beside("staff")
        resident.open("ar")
        resident.send(overall=face, heard=["friends"], better=better)


def page(network: Network, who: str, address: str = BASE) -> str:
    return text(network.browser(who).get(address))


def test_a_distribution_with_its_number_and_never_a_mean(network: Network) -> None:
    answered(network, "5", "5", "5", "5", "4")
    shown = page(network, "viewer")
    assert "5 people have answered." in shown
    assert "Very good 4 Good 1 All right 0 Bad 0 Very bad 0" in shown
    assert "4.8" not in shown
    assert "4,8" not in shown


@sqlite
@pytest.mark.parametrize(("who", "may_ask"), [("coordinator", True), ("viewer", False)])
def test_before_the_first_answer_only_who_may_ask_is_told_how(
    network: Network, who: str, may_ask: bool
) -> None:
    shown = page(network, who)
    assert "Nobody has answered yet" in shown
    assert ("when you sit down with people" in shown) is may_ask


@sqlite
def test_fewer_than_five_are_the_offices_own(network: Network) -> None:
    answered(network, "5", "1", "1", "1")
    for who in ("viewer", "leader"):
        assert "Fewer than five have answered." in page(network, who)
        assert "Very bad" not in page(network, who)
        assert "Very bad" not in page(network, who, FIGURES)
    for who in ("coordinator", "district-admin"):
        assert "Very bad 3" in page(network, who)
        assert "4 people have answered." in page(network, who, FIGURES)


@sqlite
def test_the_panel_has_the_numbers_and_what_was_released(network: Network) -> None:
    answered(network, "5", "5", "5", "5", "4", better="Koselig")
    shown = page(network, "coordinator", FIGURES)
    assert "how many smileys would you give it? – Very good 4 5" in shown
    assert "Koselig" not in shown
    admin = network.browser("coordinator")
    with network.stovner.database.reading(network.stovner.district_id) as session:
        first, second, *_more = session.scalars(select(FreeText.id)).all()
    admin.get(BASE)
    for number, done in ((first, "release"), (second, "remove")):
        assert admin.post(f"{BASE}/texts", text=number, do=done).status_code == 303
    assert page(network, "viewer", FIGURES).count("Koselig") == 1
    assert page(network, "coordinator").count("Release Koselig") == 3
    admin.get("/stovner/account?lang=en")
    for done, said in (("remove", "It is deleted."), ("release", "It is deleted already.")):
        assert admin.post(f"{BASE}/texts", text=second, do=done).status_code == 303
        assert said in text(admin.get(BASE))


@sqlite
def test_another_office_releases_nothing(network: Network) -> None:
    answered(network, "5", better="Koselig")
    with network.stovner.database.reading(network.stovner.district_id) as session:
        number = session.scalars(select(FreeText.id)).one()
    leader = network.browser("leader")
    assert leader.post(f"{BASE}/texts", text=number, do="release").status_code == 403
    assert "Koselig" not in page(network, "viewer")


def test_words_are_deleted_at_the_review(network: Network, tmp_path: Path) -> None:
    stovner = network.stovner
    workshop = Workshop(stovner.app, Config(tmp_path, "", "a key"), Event())
    with stovner.database.writing(stovner.district_id) as session:
        review = stovner.clock().date() + timedelta(days=20)
        session.scalars(select(Activity)).one().review_on = review
    answered(network, "5", better="Koselig")
    left = []
    for days in (19, 1, 1):
        clean_up(workshop, stovner.clock.advance(days=days))
        with stovner.database.reading(stovner.district_id) as session:
            left.append(len(session.scalars(select(FreeText)).all()))
    assert left == [1, 1, 0]  # the day before, on the day, the day after


@sqlite
def test_how_they_heard_is_told_at_the_door_and_in_answers_apart(network: Network) -> None:
    answered(network, *"55555")
    board = f"/stovner/count/kvinnenettverk/{KEY}"
    coordinator = network.browser("coordinator")
    assert "How did you hear of it?" in text(coordinator.get(board))
    for at in range(2):
        press = {"id": f"00000000-0000-4000-8000-00000000000{at}", "press": "heard_poster:1"}
        assert coordinator.post(board, **press).status_code == 303
    shown = page(network, "coordinator")
    assert "told at the door Answer Number A poster 2" in shown
    assert "Friends 5" in shown
    assert "told at the door" not in page(network, "viewer")
