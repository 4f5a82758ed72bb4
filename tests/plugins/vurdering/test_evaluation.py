"""The page an offer is evaluated on: figures, the same dates before, others, the story."""

from datetime import date

import pytest
from sqlalchemy import select

from core.counts.categories import categories
from core.testing.factories import make_activity
from plugins.vurdering.models import Story
from plugins.vurdering.others import others
from plugins.vurdering.stories import forget
from tests.plugins.vurdering.conftest import GROUND, OFFER, OWN, PARTNERS, count, offer
from tests.plugins.vurdering.test_decisions import decide
from tests.support.stovner import Stovner

PAGE = f"{OFFER}{OWN}/evaluation"
SPAN = "?from=2026-09-01&to=2026-11-30"


def texts(stovner: Stovner) -> list[str]:
    with stovner.database.reading(stovner.district_id) as session:
        return list(session.scalars(select(Story.text).order_by(Story.id)))


def test_everything_stands_on_one_page_and_on_paper(offers: Stovner) -> None:
    browser = offers.browser("coordinator")
    browser.get("/stovner/account?lang=en")
    for address in (PAGE + SPAN, f"{PAGE}/print{SPAN}"):
        page = browser.get(address).text
        assert "01.09.2025 – 22.11.2025" in page
        assert "Nothing was counted on those dates" in page
        assert "What people said" in page
        assert "Familiesenter" in page
        assert "320" in page


def test_it_opens_on_what_was_counted_since_the_last_decision(offers: Stovner) -> None:
    browser = offers.browser("coordinator")
    decide(browser)
    assert 'value="2026-09-01"' in browser.get(PAGE).text  # nothing was counted since
    offers.clock.advance(days=7)
    with offers.database.writing(offers.district_id) as session:
        count(session, offers, date(2026, 11, 28), {"adult": 3})
    browser = offers.browser("coordinator")
    page = browser.get(PAGE).text
    assert 'value="2026-11-23"' in page
    assert 'value="2026-11-29"' in page


def test_other_offers_say_what_they_have_in_common(offers: Stovner) -> None:
    with offers.database.writing(offers.district_id) as session:
        mine = offer(session)
        make_activity(session, offers.own, "skakk").audience = "Eldre"
        make_activity(session, offers.partner, "fjernt").audience = "Ungdom"
        session.flush()
        found = others(session, mine, GROUND.period, {None: categories()})
    assert [(one.activity.slug, one.why, one.attendance.visits) for one in found] == [
        (PARTNERS, ["audience"], 320),
        ("skakk", ["organisation"], 0),
    ]


@pytest.mark.parametrize(
    "text", ["Hun er 01019000083", "Ring 41234567", "Skriv til a@b.no", "a" * 1501]
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_story_that_tells_who_is_refused_and_stays_in_the_field(
    offers: Stovner, text: str
) -> None:
    answer = offers.browser("coordinator").post(PAGE + SPAN, text=text)
    assert answer.status_code == 422
    assert text in answer.text
    assert texts(offers) == []


def test_a_story_is_rewritten_forgotten_and_deleted(offers: Stovner) -> None:
    browser = offers.browser("coordinator")
    for text in ("Første utgave", "Andre utgave"):
        assert browser.post(PAGE + SPAN, text=text).status_code == 303
        offers.clock.advance(minutes=1)
    browser.post(f"{PAGE}?from=2026-10-01&to=2026-10-31", text="En annen periode")
    page = browser.get(PAGE + SPAN).text
    assert "Andre utgave" in page
    assert "Første utgave" not in page
    clean(offers)
    assert len(texts(offers)) == 3
    offers.clock.advance(minutes=1)
    decide(browser)
    clean(offers)
    assert texts(offers) == ["Andre utgave", "En annen periode"]
    assert browser.post(PAGE + SPAN, text="").status_code == 303
    assert texts(offers) == ["En annen periode"]


def test_versions_go_after_a_year_without_a_decision(offers: Stovner) -> None:
    browser = offers.browser("coordinator")
    for text in ("Første utgave", "Andre utgave"):
        browser.post(PAGE + SPAN, text=text)
        offers.clock.advance(minutes=1)
    offers.clock.advance(days=366)
    clean(offers)
    assert texts(offers) == ["Andre utgave"]


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@pytest.mark.parametrize("who", ["viewer", "leader", "admin"])
def test_only_those_who_decide_write(offers: Stovner, who: str) -> None:
    assert offers.browser(who).post(PAGE + SPAN, text="Noe").status_code == 403


def clean(stovner: Stovner) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        forget(session, stovner.clock())
