"""Year 1 and year 9999, in every address of the routing table and every form: never a fault.

Generated from the routing table and from what the pages ask for, so that nothing new escapes.
"""

import re
from collections.abc import Iterator

import pytest

from core.calendar.days import EARLIEST, LATEST, date_or_none
from tests.support.grorud import Grorud
from tests.support.grorud import grorud as grorud
from tests.support.stovner import Browser
from tests.test_addresses import address, form, rules, sqlite

FIRST, LAST = "0001-01-01", "9999-12-31"
EDGES = (EARLIEST.isoformat(), LATEST.isoformat())
PERIODS = ((FIRST, FIRST), (FIRST, LAST), (LAST, LAST), EDGES, (EDGES[0],) * 2, (EDGES[1],) * 2)
WHO = ("grorud-admin", "grorud-leader")
HOURS = {"starts": "10:00", "ends": "11:00"}


def addresses(grorud: Grorud, method: str) -> Iterator[str]:
    """Every address in the district that knows the method."""
    for rule in rules(grorud.stovner.app):
        if "district" in rule.arguments and method in (rule.methods or ()):
            yield address(grorud, rule, "grorud")


def date_fields(browser: Browser, grorud: Grorud) -> set[str]:
    """The names of the date fields of every page."""
    pages = [browser.client.get(where) for where in addresses(grorud, "GET")]
    texts = [page.text for page in pages if page.mimetype == "text/html"]
    tags = [tag for text in texts for tag in re.findall(r"<input[^>]*>", text)]
    dates = [tag for tag in tags if re.search(r'type="?date\b', tag)]
    return {found[1] for tag in dates if (found := re.search(r'name="([^"]+)"', tag))}


@sqlite
@pytest.mark.parametrize("name", WHO)
def test_no_period_in_an_address_is_a_fault(grorud: Grorud, name: str) -> None:
    browser, wrong = grorud.stovner.browser(name), []
    for where in addresses(grorud, "GET"):
        for first, last in PERIODS:
            asked = {"from": first, "to": last, "day": first, "month": last[:7], "until": last}
            with browser.client.get(where, query_string=asked) as answer:
                if answer.status_code >= 500:
                    wrong.append(f"{where} {first} {last}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@sqlite
@pytest.mark.parametrize("name", WHO)
def test_no_date_in_a_form_is_a_fault(grorud: Grorud, name: str) -> None:
    browser, wrong = grorud.stovner.browser(name), []
    fields = date_fields(browser, grorud)
    assert {"day", "first", "last", "due", "until"} <= fields
    for where in addresses(grorud, "POST"):
        for day in (FIRST, LAST):
            sent = {**form(grorud), **HOURS, "text": "x", **dict.fromkeys(fields, day)}
            browser.get("/grorud/account")
            answer = browser.post(f"{where}?from={day}&to={day}", **sent)
            if answer.status_code >= 500:
                wrong.append(f"{where} {day}: {answer.status_code}")
    assert not wrong, "\n".join(wrong)


@sqlite
def test_a_far_off_date_is_refused_at_its_field_and_stays(grorud: Grorud) -> None:
    browser = grorud.stovner.browser("grorud-leader")
    for day in (FIRST, LAST, "1999-12-31", "2099-01-01"):
        answer = browser.post(
            "/grorud/activities/nabotilbudet/tasks", text="Kake", person=0, due=day
        )
        assert answer.status_code == 422
        assert "Velg en dag fra 2000 til 2098." in answer.text
        assert f'value="{day}"' in answer.text


@pytest.mark.parametrize("text", [None, "", "x", FIRST, LAST, "1999-12-31", "2099-01-01"])
def test_what_nobody_means_is_no_date(text: str | None) -> None:
    assert date_or_none(text) is None
    assert [date_or_none(one) for one in EDGES] == [EARLIEST, LATEST]
