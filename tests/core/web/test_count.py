"""Counting with a browser and no JavaScript."""

from datetime import timedelta

import pytest

from core.accounts.roles import Role
from core.schedules.models import Occurrence
from tests.core.web.counter_kit import BOARD, TODAY, Town
from tests.core.web.counter_kit import town as town

YESTERDAY = "/stovner/count/familiesenter/2026-11-21-1100"


def test_a_volunteer_stands_at_todays_counter_at_once(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    answer = browser.get("/stovner/count/")
    assert answer.request.path == BOARD
    for words in ("Familiesenter", "søndag 22. november", "siden 1. september?", "Volunteers"):
        assert words in browser.text


def test_presses_families_and_undo(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    for button in ("adult:1", "adult:2,child:3", "new_adult:1", "volunteers:1", "child:-1"):
        town.clock.advance(seconds=1)
        assert browser.post(BOARD, press=button).status_code == 200
    wanted = {"adult": 3, "child": 2, "new_adult": 1, "volunteers": 1}
    assert town.totals() == wanted
    assert "Til sammen 5" in browser.text
    assert "lagret kl. 13.00" in browser.text
    browser.post(BOARD, press="undo")
    assert town.totals() == {**wanted, "child": 3}


def test_a_button_sent_twice_counts_once(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    form = {**browser.hidden, "press": "adult:1"}
    for _again in range(3):
        assert browser.client.post(BOARD, data=form).status_code == 303
    assert town.totals() == {"adult": 1}


def test_two_volunteers_add_up(town: Town) -> None:
    one, other = town.browser(Role.COUNTER), town.browser(Role.LEADER)
    for browser in (one, other, one):
        browser.get(BOARD)
        browser.post(BOARD, press="child:1")
    assert town.totals() == {"child": 3}
    assert "3 children" not in one.text


@pytest.mark.parametrize("form", [{"press": "adult:1"}, {"id": "x", "press": "adult:1"}, {}])
def test_what_no_page_sends_is_not_read(town: Town, form: dict[str, str]) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    sent = {"csrf_token": browser.hidden["csrf_token"], **form}
    assert browser.client.post(BOARD, data=sent).status_code == 400
    assert town.totals() == {}


def test_without_the_token_nothing_is_counted(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    form = {"id": browser.hidden["id"], "press": "adult:1"}
    assert browser.client.post(BOARD, data=form).status_code == 400
    assert town.totals() == {}


def test_minus_at_zero_says_why(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    browser.post(BOARD, press="adult:-1")
    assert "Det er ingen å trekke fra." in browser.text
    assert town.totals() == {}


def test_nobody_came_is_a_zero(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    browser.post(BOARD, press="nobody")
    assert town.totals() == {"adult": 0, "child": 0}
    assert "Lagret: Ingen kom." in browser.text
    leader = town.browser(Role.LEADER)
    leader.get("/stovner/figures/familiesenter")
    assert "Åpningsdager 1" in leader.text
    assert "mest besøkt" not in leader.text.lower()


def test_typing_the_whole_day(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(f"{BOARD}/numbers")
    answer = browser.post(
        f"{BOARD}/numbers", adult="14", child="21", new_adult="3", new_child="", volunteers="2"
    )
    assert answer.request.path == BOARD
    assert "Tallene er lagret." in browser.text
    assert town.totals() == {"adult": 14, "child": 21, "new_adult": 3, "volunteers": 2}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"adult": "ca. 40"}, "Skriv et helt tall"),
        ({"adult": "3,5"}, "Skriv et helt tall"),
        ({"adult": "-1"}, "Skriv et helt tall"),
        (
            {"adult": "1", "new_adult": "2"},
            "«Nye voksne» (2) kan ikke være flere enn «Voksne» (1).",
        ),
        ({}, "Skriv minst ett tall."),
    ],
)
def test_impossible_numbers_are_shown_again(town: Town, typed: dict[str, str], words: str) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(f"{BOARD}/numbers")
    answer = browser.post(f"{BOARD}/numbers", **typed)
    assert answer.status_code == 422
    assert words in browser.text
    for text in typed.values():
        assert f'value="{text}"' in browser.page
    assert town.totals() == {}


def test_who_is_overtaken_loses_nothing(town: Town) -> None:
    typist, tapper = town.browser(Role.COUNTER), town.browser(Role.LEADER)
    typist.get(f"{BOARD}/numbers")
    tapper.get(BOARD)
    tapper.post(BOARD, press="adult:2,child:1")
    answer = typist.post(f"{BOARD}/numbers", adult="14")
    assert answer.status_code == 422
    assert "Noen andre telte mens du skrev." in typist.text
    assert "Telt nå: 2" in typist.text
    assert 'value="14"' in typist.page
    typist.post(f"{BOARD}/numbers", adult="14", child="1")
    assert town.totals() == {"adult": 14, "child": 1}


def test_a_field_that_was_not_touched_is_left_to_the_others(town: Town) -> None:
    typist, tapper = town.browser(Role.COUNTER), town.browser(Role.LEADER)
    tapper.get(BOARD)
    tapper.post(BOARD, press="adult:2,child:1")
    typist.get(f"{BOARD}/numbers")
    tapper.post(BOARD, press="child:1")
    typist.post(f"{BOARD}/numbers", adult="5", child="1")
    assert town.totals() == {"adult": 5, "child": 2}


def test_closing_and_opening(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(f"{BOARD}/close")
    assert browser.post(f"{BOARD}/close", reason=" ").status_code == 422
    assert "Hvorfor er det stengt? Skriv hvorfor det er stengt." in browser.text
    browser.post(f"{BOARD}/close", reason="Sykdom")
    assert "Sykdom" in browser.text
    assert "Åpne dagen igjen" in browser.text
    browser.post(BOARD, press="adult:1", id="7c9a4cf8-2a1f-4f5e-9a8d-0f2b6f3f5d10")
    assert "Dagen er stengt eller avlyst." in browser.text
    browser.post(f"{BOARD}/open")
    assert "Dagen er åpen." in browser.text
    browser.post(BOARD, press="adult:1")
    assert town.totals() == {"adult": 1}
    browser.get(f"{BOARD}/close")
    assert "Det som er talt" in browser.text


def test_yesterday_is_one_link_away_until_it_is_entered(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    assert f'href="{YESTERDAY}"' in browser.page
    assert "Stengt i dag" in browser.text
    browser.get(YESTERDAY)
    assert "Steng dagen" in browser.text
    assert "Stengt i dag" not in browser.text
    browser.post(YESTERDAY, press="adult:1")
    assert town.totals(town.days[TODAY - timedelta(days=1)]) == {"adult": 1}
    browser.get(BOARD)
    assert YESTERDAY not in browser.page


def test_three_days_ago_is_the_leaders(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    address = "/stovner/count/familiesenter/2026-11-19-1100"
    browser.get(address)
    assert "Det har gått mer enn 48 timer" in browser.text
    assert "data-counter" not in browser.page
    leader = town.browser(Role.LEADER)
    leader.get(address)
    assert "data-counter" in leader.page


def test_a_correction_asks_why(town: Town) -> None:
    browser = town.browser(Role.COUNTER)
    browser.get(f"{YESTERDAY}/numbers")
    assert 'name="reason"' not in browser.page
    browser.post(f"{YESTERDAY}/numbers", adult="4")
    browser.get(f"{YESTERDAY}/numbers")
    assert browser.post(f"{YESTERDAY}/numbers", adult="5").status_code == 422
    browser.post(f"{YESTERDAY}/numbers", adult="5", reason="Talte lista på nytt")
    assert town.totals(town.days[TODAY - timedelta(days=1)]) == {"adult": 5}


def test_nothing_today_says_when_the_next_day_is(town: Town) -> None:
    town.clock.advance(days=1)
    browser = town.browser(Role.COUNTER)
    browser.get("/stovner/count/")
    assert "Ingenting er åpent i dag" in browser.text
    assert "Familiesenter, søndag 29. november kl. 11.00" in browser.text
    assert "Glemte du å telle?" in browser.text


@pytest.mark.parametrize("path", ["", "/numbers", "/close"])
def test_other_organisations_and_unknown_days(town: Town, path: str) -> None:
    browser = town.browser(Role.COUNTER)
    other = f"/stovner/count/babytreff/2026-11-22-1100{path}"
    assert browser.get(other).status_code == 403
    for unknown in ("familiesenter/2026-11-22-1200", "familiesenter/x", "no-such/2026-11-22-1100"):
        assert browser.get(f"/stovner/count/{unknown}{path}").status_code == 404
    town.switch("centre", on=False)
    assert browser.get(f"{BOARD}{path}").status_code == 404


def test_who_only_looks_has_no_counter(town: Town) -> None:
    for role in (Role.VIEWER, Role.ADMIN):
        assert town.browser(role).get(BOARD).status_code == 403


def test_a_press_takes_few_statements(town: Town) -> None:
    """The hot path: finding the day, two reads, two writes."""
    browser = town.browser(Role.COUNTER)
    browser.get(BOARD)
    form = {**browser.hidden, "press": "adult:2,child:3"}
    with town.statements() as statements:
        browser.client.post(BOARD, data=form)
    assert len([one for one in statements if "occurrence" in one or "count_" in one]) <= 5


def test_a_cancelled_day_can_be_opened(town: Town) -> None:
    with town.platform.database.writing(town.district) as session:
        for row in session.query(Occurrence).filter(Occurrence.id == town.today):
            row.state = "cancelled"
    browser = town.browser(Role.COUNTER)
    browser.get("/stovner/count/")
    browser.post(f"{BOARD}/open")
    assert "data-counter" in browser.page


def test_newcomers_of_a_partners_day_are_not_the_districts_to_see(town: Town) -> None:
    volunteer, admin = town.browser(Role.COUNTER), town.browser(Role.DISTRICT_ADMIN)
    volunteer.get(BOARD)
    for press in ("adult:3", "new_adult:2"):
        town.clock.advance(seconds=1)
        volunteer.post(BOARD, press=press)
    for page in (BOARD, f"{BOARD}/numbers"):
        volunteer.get(page)
        assert "Nye voksne" in volunteer.text
        admin.get(page)
        assert ("Voksne" in admin.text, "new_adult" in admin.page) == (True, False)
    volunteer.post(BOARD, press="adult:1")  # while the administrator's form is open
    admin.post(f"{BOARD}/numbers", adult="9")
    assert "new_adult" not in admin.page
    totals = f"/stovner/api/counts/{town.today}"
    assert volunteer.get(totals).get_json()["totals"]["new_adult"] == 2
    assert "new_adult" not in admin.get(totals).get_json()["totals"]
