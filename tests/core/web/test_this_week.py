"""What residents are told: the week, its poster, one offer. Days, and nothing else."""

import re
from datetime import date, time, timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from core.counts.models import CountTotal
from core.languages import PUBLIC_LANGUAGES
from core.schedules.models import Activity, OccurrenceState
from core.testing.factories import (
    LONG_AGO,
    make_activity,
    make_assignment,
    make_occurrence,
    make_person,
    make_place,
)
from tests.support.stovner import Stovner

TODAY = date(2026, 11, 22)  # a Sunday
WEEK = "/stovner/denne-uka"
POSTER = f"{WEEK}/plakat"
OFFER = f"{WEEK}/foreldrekafe"
FILE = f"{OFFER}/kalender.ics"
PAGES = (WEEK, POSTER, OFFER, FILE)


@pytest.fixture(autouse=True)
def days(stovner: Stovner) -> None:
    """A café today, next week and cancelled on Friday; somebody is on, and visits are counted."""
    with stovner.database.writing(stovner.district_id) as session:
        farm = make_place(session, "nedre-fossum")
        farm.address = "Fossumveien 1"
        room = make_place(session, "stua", parent=farm)
        cafe = make_activity(session, stovner.own, "foreldrekafe", place_id=room.id)
        cafe.description, cafe.audience = "Kaffe og prat.", "Foreldre med små barn"
        cafe.owner_role, cafe.owner_id = "Mangfoldskontakten", stovner.users["coordinator"]
        today = make_occurrence(session, cafe.id, TODAY, place_id=room.id)
        today.title = "Søvn og rutiner"
        session.add(CountTotal(occurrence_id=today.id, category="adult", total=7777, entries=1))
        make_assignment(session, today.id, make_person(session, stovner.own, "Kari Vert").id)
        off = OccurrenceState.CANCELLED
        friday = TODAY - timedelta(days=2)
        make_occurrence(session, cafe.id, friday, state=off, reason="Strømbrudd")
        make_occurrence(session, cafe.id, TODAY + timedelta(days=7), starts=time(9), ends=time(10))
        gone = OccurrenceState.WITHDRAWN
        make_occurrence(session, cafe.id, TODAY, starts=time(18), ends=time(19), state=gone)
        over = make_activity(session, stovner.partner, "nedlagt")
        make_occurrence(session, over.id, TODAY)
        over.archived_at = LONG_AGO
    with stovner.database.writing(stovner.grorud_id) as session:
        there = make_activity(session, stovner.elsewhere, "nabotilbudet")
        make_occurrence(session, there.id, TODAY)


def test_today_comes_first_with_what_where_and_for_whom(client: FlaskClient) -> None:
    page = client.get(WEEK).text
    assert page.index("I dag – søndag 22. november") < page.index("Tidligere denne uka")
    for told in (
        "Foreldrekafe",
        "Søvn og rutiner",
        "11.00–16.00",
        "Stua, Nedre fossum, Fossumveien 1",
        "Foreldre med små barn",
        "Alt er gratis.",
    ):
        assert told in page, told
    assert "Nedlagt" not in page
    assert "18.00" not in page


@pytest.mark.parametrize("page", [f"{WEEK}?week=2026-W47", f"{POSTER}?week=2026-W47", WEEK])
def test_a_cancelled_day_is_shown_as_cancelled_with_its_reason(
    client: FlaskClient, page: str
) -> None:
    assert re.search(r"Avlyst</span> <span[^>]*>Strømbrudd", client.get(page).text)


@pytest.mark.parametrize("page", PAGES)
def test_no_person_no_count_and_no_other_district_is_told_of(
    client: FlaskClient, page: str
) -> None:
    for kept_back in ("Kari", "7777", "A leader", "Mangfoldskontakten", "Nabotilbudet"):
        assert kept_back not in client.get(page).text, kept_back


def test_other_weeks_are_a_link_away(client: FlaskClient) -> None:
    page = client.get(WEEK).text
    assert "week=2026-W46" in page
    assert "week=2026-W48" in page
    following = client.get(f"{WEEK}?week=2026-W48").text
    assert "Hva skjer i uke 48" in following
    assert "søndag 29. november" in following.lower()
    assert "I dag" not in following
    assert "Ingenting er planlagt." in client.get(f"{WEEK}?week=2027-W10").text
    for nonsense in ("x", "2026-W60", "2026-47", "0001-W01"):
        assert client.get(f"{WEEK}?week={nonsense}").status_code == 404
        assert client.get(f"{POSTER}?week={nonsense}").status_code == 404


def test_an_offers_own_page_has_the_days_to_come(client: FlaskClient) -> None:
    page = client.get(OFFER).text
    for told in ("Kaffe og prat.", "Stua, Nedre fossum", "Bare kom.", "Søvn og rutiner", FILE):
        assert told in page, told
    assert page.count('class="offer-day"') == 2
    for stranger in ("nedlagt", "nabotilbudet", "none"):
        assert client.get(f"{WEEK}/{stranger}").status_code == 404
        assert client.get(f"{WEEK}/{stranger}/kalender.ics").status_code == 404


def test_the_calendar_file_has_the_days_to_come(client: FlaskClient) -> None:
    answer = client.get(FILE)
    assert answer.mimetype == "text/calendar"
    assert answer.text.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:Foreldrekafe: Søvn og rutiner" in answer.text


def test_the_posters_code_leads_to_the_week(client: FlaskClient) -> None:
    page = client.get(f"{POSTER}?lang=uk").text
    assert "<svg" in page
    assert "http://localhost/stovner/denne-uka<" in page
    assert "style=" not in page


@pytest.mark.parametrize("code", PUBLIC_LANGUAGES)
def test_every_page_is_in_the_language_that_is_asked_for(client: FlaskClient, code: str) -> None:
    language = PUBLIC_LANGUAGES[code]
    for page in (WEEK, POSTER, OFFER):
        text = client.get(f"{page}?lang={code}").text
        assert f'<html lang="{code}" dir="{language.direction}"' in text
        assert f"{WEEK}?lang={code}" in text
        assert ("Hva skjer" in text) == (code == "nb")


def test_the_same_page_is_not_sent_twice(client: FlaskClient, stovner: Stovner) -> None:
    first = client.get(WEEK)
    assert "public" in first.headers["Cache-Control"]
    assert "Set-Cookie" not in first.headers
    again = client.get(WEEK, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    with stovner.database.writing(stovner.district_id) as session:
        row = session.scalars(select(Activity).where(Activity.slug == "foreldrekafe")).one()
        row.audience = "Alle"
    changed = client.get(WEEK, headers={"If-None-Match": first.headers["ETag"]})
    assert changed.status_code == 200


def test_residents_find_the_week_and_staff_what_residents_see(
    client: FlaskClient, stovner: Stovner
) -> None:
    assert 'href="/stovner/denne-uka"' in client.get("/sign-in").text
    assert 'href="/grorud/denne-uka"' in client.get("/sign-in").text
    browser = stovner.browser("viewer")
    assert 'href="/stovner/denne-uka"' in browser.get("/stovner/").text
    assert f'href="{OFFER}"' in browser.get("/stovner/activities/foreldrekafe").text
    # Whoever is signed in is told no more than residents are
    assert browser.get(WEEK).text == client.get(WEEK).text


def test_no_offer_takes_the_posters_address(stovner: Stovner) -> None:
    browser = stovner.browser("coordinator")
    answer = browser.post(
        "/stovner/activities/new", name="Plakat", organisation=stovner.own, kind="single"
    )
    assert answer.status_code == 303
    assert "/activities/plakat-2/" in answer.headers["Location"]
