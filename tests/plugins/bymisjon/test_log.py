"""The weekly log: one line, two people add up, corrections with reasons, taking back, who may."""

import re
from datetime import UTC, datetime

import pytest

from tests.plugins.bymisjon.conftest import FamilyDay
from tests.support.stovner import Browser

LOG = "/stovner/bymisjon/"
PRESS = re.compile(r'name="press" type="hidden" value="([^"]+)"')


def write(browser: Browser, week: str = "", **fields: object) -> int:
    address = LOG + (f"?week={week}" if week else "")
    press = PRESS.findall(browser.get(address).text)[0]
    return browser.post(address, **{"press": press, **fields}).status_code


def correction(shown: Browser | str) -> dict[str, str]:
    """The form that corrects the week, as it is on the page."""
    page = shown if isinstance(shown, str) else shown.get(LOG).text
    form = page.partition('id="fix-press"')[2]
    names = re.findall(r'name="(press|seen|contacts|flyers)"[^>]*value="([^"]*)"', form)
    return dict(names)


def test_two_people_who_add_to_a_week_add_up(family_day: FamilyDay) -> None:
    assert write(family_day.browser(), contacts="12", flyers="5", note="Mye folk") == 303
    assert write(family_day.browser("leader"), contacts="8") == 303
    page = family_day.browser().get(LOG).text
    assert "Uke 47, 2026" in page
    assert ">20</dd>" in page
    assert "Mye folk" in page
    figures = family_day.figures("--from", "2026-01-01", "--to", "2026-12-31")
    assert (figures["contacts"], figures["flyers"]) == (20, 5)


def test_a_form_sent_twice_counts_once(family_day: FamilyDay) -> None:
    browser = family_day.browser()
    press = PRESS.findall(browser.get(LOG).text)[0]
    for _again in range(2):
        assert browser.post(LOG, press=press, contacts="7").status_code == 303
    assert ">7</dd>" in browser.get(LOG).text


def test_a_correction_keeps_its_reason_and_what_was_before(family_day: FamilyDay) -> None:
    browser = family_day.browser()
    write(browser, contacts="12", flyers="5")
    fields = {**correction(browser), "contacts": "10"}
    without = browser.post(LOG + "correct", **fields)
    assert without.status_code == 422
    assert "Skriv hvorfor det rettes." in without.text
    for _again in range(2):
        answer = browser.post(LOG + "correct", **fields, reason="Talt dobbelt")
        assert answer.status_code == 303
    page = browser.get(LOG).text
    assert ">10</dd>" in page
    assert "-2 kontakter" in page
    assert "Talt dobbelt" in page


def test_a_correction_leaves_what_another_added_meanwhile(family_day: FamilyDay) -> None:
    browser, other = family_day.browser(), family_day.browser("leader")
    write(browser, contacts="40", flyers="10")
    fields = {**correction(browser), "reason": "Talt på nytt"}
    write(other, contacts="25")
    assert browser.post(LOG + "correct", **{**fields, "flyers": "12"}).status_code == 303
    page = browser.get(LOG).text
    assert ">65</dd>" in page, "nobody corrected the people"
    assert ">12</dd>" in page

    write(other, contacts="5")
    answer = browser.post(LOG + "correct", **{**fields, "contacts": "41", "flyers": "12"})
    assert answer.status_code == 422
    assert "Noen andre telte mens du skrev." in answer.text
    assert "Telt nå: 70" in answer.text
    assert re.search(r'id="fix-contacts"[^>]*value="41"', answer.text)
    again = {**correction(answer.text), "reason": "Talt på nytt", "contacts": "41"}
    assert browser.post(LOG + "correct", **again).status_code == 303
    assert ">41</dd>" in browser.get(LOG).text


def test_what_is_taken_back_stays_in_the_history(family_day: FamilyDay) -> None:
    browser = family_day.browser()
    write(browser, contacts="12")
    family_day.stovner.clock.advance(minutes=1)
    write(browser, contacts="3")
    undo = re.findall(r'name="undo" value="([^"]+)"', browser.get(LOG).text)
    assert browser.post(LOG + "undo", undo=undo[0]).status_code == 303
    page = browser.get(LOG).text
    assert ">12</dd>" in page
    assert "tatt tilbake" in page


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"contacts": ""}, "Var det ingen, skriv 0."),
        ({"contacts": "ca. 40"}, "Skriv et helt tall"),
        ({"contacts": "-3"}, "Skriv et helt tall"),
        ({"contacts": "3,5"}, "Skriv et helt tall"),
        ({"contacts": "999999999"}, "høyere enn det kan være"),
    ],
)
def test_what_cannot_be_is_said_at_the_field(
    family_day: FamilyDay, fields: dict[str, str], sentence: str
) -> None:
    browser = family_day.browser()
    press = PRESS.findall(browser.get(LOG).text)[0]
    answer = browser.post(LOG, press=press, note="Ble stående", **fields)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "Ble stående" in answer.text


def test_weeks_that_are_not_there_or_have_not_come_are_not_found(family_day: FamilyDay) -> None:
    browser = family_day.browser()
    for week in ("2026-W48", "2025-W53", "2026-W00", "9999-W52", "uke 3"):
        assert browser.get(f"{LOG}?week={week}").status_code == 404
    assert browser.get(f"{LOG}?week=2020-W53").status_code == 200


def test_week_53_is_of_the_year_its_thursday_lies_in(family_day: FamilyDay) -> None:
    family_day.stovner.clock.now = datetime(2027, 1, 3, 12, tzinfo=UTC)
    browser = family_day.browser()
    assert "Uke 53, 2026" in browser.get(LOG).text
    assert write(browser, contacts="9") == 303
    assert family_day.figures("--from", "2026-01-01", "--to", "2026-12-31")["contacts"] == 9
    later = family_day.figures("--from", "2027-01-01", "--to", "2027-12-31")
    assert "contacts" not in later


def test_who_is_not_on_it_may_not(family_day: FamilyDay) -> None:
    for who, status in (("coordinator", 403), ("counter", 403), ("viewer", 403), ("leader", 200)):
        assert family_day.browser(who).get(LOG).status_code == status, who
    assert family_day.browser("grorud-leader").get(LOG).status_code == 404
    assert family_day.browser("viewer").get(LOG + "figures").status_code == 200
