"""Preparing days: what they are about, who is on, which interpreter; one day or many at once."""

from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest
from sqlalchemy import select

from core.schedules.models import Activity, Assignment, Occurrence, OccurrenceState
from core.testing.factories import make_activity, make_occurrence, make_person
from core.web.filters import unbroken
from tests.support.stovner import Browser, Stovner

TODAY = date(2026, 11, 22)
DAY = "/stovner/activities/foreldrekafe/days/2026-11-23-1100"
PREPARE = f"{DAY}/prepare"
ROTA = "/stovner/activities/foreldrekafe/rota"


@dataclass(frozen=True)
class Offer:
    """Two days of an offer, and another offer at the same time as the first."""

    stovner: Stovner
    days: list[int]
    beside: int
    kari: int
    ola: int

    def coordinator(self) -> Browser:
        return self.stovner.browser("coordinator")

    def pairs(self) -> set[tuple[int, int, str]]:
        with self.stovner.database.reading(self.stovner.district_id) as session:
            rows = session.execute(
                select(Assignment.occurrence_id, Assignment.person_id, Assignment.role)
            )
            return {(row.occurrence_id, row.person_id, row.role) for row in rows}


@pytest.fixture
def offer(stovner: Stovner) -> Offer:
    with stovner.database.writing(stovner.district_id) as session:
        cafe = make_activity(session, stovner.own, "foreldrekafe")
        baby = make_activity(session, stovner.own, "babytreff")
        days = [make_occurrence(session, cafe.id, TODAY + timedelta(days=n)).id for n in (1, 8)]
        beside = make_occurrence(session, baby.id, TODAY + timedelta(days=1), starts=time(12)).id
        kari = make_person(session, stovner.own, "Kari").id
        ola = make_person(session, stovner.own, "Ola").id
        return Offer(stovner, days, beside, kari, ola)


def test_what_a_day_is_about_is_told_wherever_the_day_is(offer: Offer) -> None:
    browser = offer.coordinator()
    assert browser.post(f"{PREPARE}/title", title="Søvn og rutiner").status_code == 303
    feed = feed_of(offer)
    pages = (DAY, "/stovner/activities/foreldrekafe", "/stovner/calendar/?week=2026-W48", feed)
    for page in (*pages, "/stovner/"):
        assert "Søvn og rutiner" in browser.get(page).text, page
    assert "SEQUENCE:1" in browser.get(feed).text

    assert browser.post(f"{PREPARE}/title", title="x" * 121).status_code == 422
    assert browser.post(f"{PREPARE}/title", title=" ").status_code == 303
    assert "Søvn" not in browser.get(DAY).text


def feed_of(offer: Offer) -> str:
    with offer.stovner.database.reading(offer.stovner.district_id) as session:
        token = session.scalars(
            select(Activity.feed_token).where(Activity.slug == "foreldrekafe")
        ).one()
    return f"/stovner/feeds/{token}.ics"


def test_a_new_day_says_what_it_is_about(offer: Offer) -> None:
    browser = offer.coordinator()
    fields = {"day": "2026-12-01", "starts": "17:00", "ends": "19:00", "place": ""}
    page = "/stovner/activities/foreldrekafe/plan/day"
    too_long = browser.post(page, **fields, title="x" * 121)
    assert too_long.status_code == 422
    assert browser.post(page, **fields, title="Juleverksted").status_code == 303
    assert "Juleverksted" in browser.get("/stovner/calendar/?week=2026-W49").text


def test_somebody_is_put_on_and_taken_off(offer: Offer) -> None:
    browser = offer.coordinator()
    answer = browser.post(f"{PREPARE}/people", person=offer.kari, role="host")
    assert answer.status_code == 303
    assert offer.pairs() == {(offer.days[0], offer.kari, "host")}
    page = browser.get(PREPARE).text
    assert "<strong>Kari</strong>, Vert" in page
    assert "<strong>Kari</strong>, Vert" in browser.get(DAY).text
    assert "Kari" not in browser.get(feed_of(offer)).text

    [where] = [part.split('"')[0] for part in page.split('action="') if "/remove" in part[:200]]
    assert browser.post(where).status_code == 303
    assert offer.pairs() == set()
    assert browser.post(where).status_code == 404


def test_what_cannot_be_is_told_and_what_was_typed_stays(offer: Offer) -> None:
    browser = offer.coordinator()
    nobody = browser.post(f"{PREPARE}/people", person="", role="helper")
    assert nobody.status_code == 422
    assert "Velg en person." in nobody.text
    assert '<option selected value="helper">' in nobody.text
    for fields in ({"person": "x", "role": "host"}, {"person": offer.kari, "role": "king"}):
        assert browser.post(f"{PREPARE}/people", **fields).status_code == 422
    blank = browser.post(f"{PREPARE}/interpreters", language=" ", ordered="y")
    assert blank.status_code == 422
    assert "Skriv hvilket språk." in blank.text
    with offer.stovner.database.writing(offer.stovner.district_id) as session:
        row = session.scalars(select(Occurrence).where(Occurrence.id == offer.days[0])).one()
        row.state = OccurrenceState.CANCELLED.value
    late = browser.post(f"{PREPARE}/people", person=offer.kari, role="host")
    assert late.status_code == 422
    assert "Åpne det igjen først" in late.text


def test_an_interpreter_is_written_down_ordered_and_taken_away(offer: Offer) -> None:
    browser = offer.coordinator()
    assert browser.post(f"{PREPARE}/interpreters", language="Urdu").status_code == 303
    assert "Ikke bestilt" in browser.get(DAY).text
    browser.post(f"{PREPARE}/interpreters", language="Urdu", ordered="y")
    page = browser.get(PREPARE).text
    assert "Ikke bestilt likevel" in page
    [where] = [part.split('"')[0] for part in page.split('action="') if "/remove" in part[:200]]
    assert browser.post(where).status_code == 303
    assert "Urdu" not in browser.get(PREPARE).text


def test_two_places_at_once_is_a_warning_when_put_on_moved_and_opened(offer: Offer) -> None:
    browser = offer.coordinator()
    beside = "/stovner/activities/babytreff/days/2026-11-23-1200"
    browser.post(f"{beside}/prepare/people", person=offer.kari, role="host")
    assert browser.post(f"{PREPARE}/people", person=offer.kari, role="host").status_code == 303
    warning = unbroken("Kari er også på Babytreff kl. 12.00–16.00.")
    assert warning in browser.get(PREPARE).text
    assert "er også på Babytreff" in browser.get(DAY).text

    move = {"day": "2026-11-23", "starts": "16:00", "ends": "17:00", "place": ""}
    browser.post(f"{DAY}/move", **move)
    moved = "/stovner/activities/foreldrekafe/days/2026-11-23-1600"
    assert "er også på" not in browser.get(moved).text
    browser.post(f"{moved}/move", **{**move, "starts": "15:00"})
    assert warning in browser.get("/stovner/activities/foreldrekafe").text

    again = "/stovner/activities/foreldrekafe/days/2026-11-23-1500"
    browser.post(f"{again}/close", reason="Strømbrudd")
    browser.post(f"{again}/open")
    assert warning in browser.get(again).text


def test_several_days_are_filled_at_once(offer: Offer) -> None:
    browser = offer.coordinator()
    page = browser.get(f"{ROTA}?role=helper").text
    assert 'aria-label="Kari, mandag 23. november"' in page
    boxes = [f"{day}:{person}" for day in offer.days for person in (offer.kari, offer.ola)]
    assert all(f'value="{box}"' in page for box in boxes)

    answer = browser.post(ROTA, role="helper", on=boxes[:3])
    assert answer.status_code == 303
    both = {(day, who, "helper") for day in offer.days for who in (offer.kari, offer.ola)}
    left_out = (offer.days[1], offer.ola, "helper")
    assert offer.pairs() == both - {left_out}

    seen = browser.get(f"{ROTA}?role=host").text
    assert seen.count("<strong>Kari</strong>, Hjelper") == 2

    # Somebody else ticks the last box meanwhile; it stays
    offer.coordinator().post(ROTA, role="helper", on=boxes[3])
    browser.post(ROTA, role="helper", on=boxes[1:3], was=boxes[:3])
    assert offer.pairs() == both - {(offer.days[0], offer.kari, "helper")}
    assert "Ingenting ble endret." in follow(browser, role="helper")


def follow(browser: Browser, **fields: object) -> str:
    browser.post(ROTA, **fields)
    return browser.get(ROTA).text


@pytest.mark.parametrize("box", ["x", "1", "1:x", "1:2:3", f"{2**63}:1", "9" * 30 + ":1", "१:१"])
def test_a_box_that_is_none_leads_nowhere(offer: Offer, box: str) -> None:
    browser = offer.coordinator()
    assert browser.post(ROTA, role="host", on=box).status_code == 404
    assert browser.post(ROTA, role="king", on="1:1").status_code == 404
    assert browser.get(f"{ROTA}?role=king").status_code == 404
    strangers = f"{offer.beside}:{offer.kari}"
    assert browser.post(ROTA, role="host", on=strangers).status_code == 303
    assert offer.pairs() == set()


@pytest.mark.parametrize("who", ["leader", "staff", "viewer", "counter"])
def test_others_prepare_nothing(offer: Offer, who: str) -> None:
    browser = offer.stovner.browser(who)
    for page in (PREPARE, ROTA):
        assert browser.get(page).status_code == 403
    assert browser.post(f"{PREPARE}/people", person=offer.kari, role="host").status_code == 403
    assert offer.pairs() == set()
