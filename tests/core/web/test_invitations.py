"""An invitation to one day: poster, texts and calendar, in the languages residents read."""

from datetime import date

import pytest

from core.languages import PUBLIC_LANGUAGES
from core.schedules.models import Activity
from core.testing.factories import make_activity, make_occurrence, make_place
from tests.support.stovner import Stovner

DAY = date(2026, 12, 1)
WHERE = "/stovner/activities/kvinner/days/2026-12-01-1100/invitation"


@pytest.fixture
def invited(stovner: Stovner) -> Stovner:
    """A day with a theme, in a place."""
    with stovner.database.writing(stovner.district_id) as session:
        place = make_place(session)
        offer: Activity = make_activity(session, stovner.own, "kvinner")
        offer.audience = "Kvinner i bydelen"
        make_occurrence(session, offer.id, DAY, place_id=place.id).title = "Barns språk"
    return stovner


@pytest.mark.parametrize("who", ["coordinator", "staff"])
def test_the_texts_say_what_when_and_where(invited: Stovner, who: str) -> None:
    page = invited.browser(who).get(WHERE).text
    for words in (
        "*Kvinner: Barns språk*",
        "11.00–16.00",
        "Hvitt hus",
        "Gratis",
        "denne-uka/kvinner",
    ):
        assert words in page, words


@pytest.mark.parametrize("code", list(PUBLIC_LANGUAGES))
def test_each_language_has_its_poster_and_texts(invited: Stovner, code: str) -> None:
    browser = invited.browser("coordinator")
    poster = browser.get(f"{WHERE}/poster?lang={code}")
    assert poster.status_code == 200
    assert f'<html lang="{code}" dir="{PUBLIC_LANGUAGES[code].direction}"' in poster.text
    assert "Barns språk" in poster.text
    svg = poster.text[poster.text.index("<svg") : poster.text.index("</svg>")]
    assert "style=" not in svg
    assert "viewBox" in svg, "without one the sheet would cut the code"
    assert f'lang="{code}" dir="{PUBLIC_LANGUAGES[code].direction}" data-copy' in (
        browser.get(f"{WHERE}?to={code}").text
    )


def test_the_calendar_file_holds_that_day_alone(invited: Stovner) -> None:
    with invited.database.writing(invited.district_id) as session:
        offer = session.query(Activity).one()
        make_occurrence(session, offer.id, date(2026, 12, 8))
    body = invited.browser("coordinator").get(f"{WHERE}/calendar.ics").text
    assert body.count("BEGIN:VEVENT") == 1
    assert "SUMMARY:Kvinner: Barns språk" in body


def test_a_day_that_is_not_there_is_not_found(invited: Stovner) -> None:
    browser = invited.browser("coordinator")
    for where in (WHERE.replace("2026-12-01", "2026-12-02"), WHERE.replace("kvinner", "ingen")):
        assert browser.get(where).status_code == 404
    assert browser.get(f"{WHERE}?to=zz").status_code == 200
