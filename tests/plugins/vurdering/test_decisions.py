"""Continue, change or stop: who may, what is asked for, what is kept, and what follows."""

import re
from datetime import date
from functools import partial
from html import unescape

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from core.audit.models import AuditEntry
from core.schedules.models import Occurrence
from core.schedules.ownership import Ownership, ownership_of, set_ownership
from core.schedules.service import archive
from core.testing.factories import make_occurrence
from plugins.vurdering.decisions import decisions_of
from plugins.vurdering.models import Decision
from tests.plugins.vurdering.conftest import DAYS, OFFER, OWN, PARTNERS, count, offer
from tests.support.stovner import Browser, Stovner
from tests.support.together import together

GOES_ON = {
    "outcome": "continue",
    "reason": "Mange kommer igjen.",
    "continues_until": "2027-06-30",
    "review_on": "2027-05-01",
}


def decide(browser: Browser, slug: str = OWN, **fields: str) -> int:
    form = opened(browser, slug)
    return browser.post(f"{OFFER}{slug}/decide", **{**GOES_ON, **form, **fields}).status_code


def opened(browser: Browser, slug: str = OWN) -> dict[str, str]:
    """The form's own fields, as somebody who opens it is given them."""
    return sent_along(browser.get(f"{OFFER}{slug}/decide").text)


def sent_along(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(press|seen)" type="hidden" value="([^"]*)"', page))


def kept(stovner: Stovner, slug: str = OWN) -> list[Decision]:
    with stovner.database.reading(stovner.district_id) as session:
        found = list(decisions_of(session, offer(session, slug).id))
        session.expunge_all()
        return found


def test_a_decision_is_kept_with_its_figures_and_writes_its_dates_down(offers: Stovner) -> None:
    owner = Ownership("Mangfoldskontakten", offers.users["coordinator"], None, None, None)
    with offers.database.writing(offers.district_id) as session:
        now = offers.clock()
        set_ownership(session, offers.access("coordinator"), offer(session), owner, now)
    assert decide(offers.browser("coordinator")) == 303
    (made,) = kept(offers)
    assert (made.outcome, made.reason) == ("continue", "Mange kommer igjen.")
    assert made.decided_by == f"user:{offers.users['coordinator']}"
    assert (made.decided_as, made.owner_role) == ("leader", "Mangfoldskontakten")
    values = {one["key"]: one["value"] for one in made.figures["figures"]}
    assert (values["visits"], values["opening_days"], values["unique"]) == (320, 10, 3)
    assert made.figures["panels"][0]["rows"] == [["Very good", 3]]
    assert "fedrene" not in str(made.figures)
    with offers.database.reading(offers.district_id) as session:
        now_kept = ownership_of(offer(session))
        logged = session.scalars(
            select(AuditEntry.detail).where(AuditEntry.action == "vurdering:decide")
        ).one()
    assert now_kept == Ownership(
        owner.owner_role, owner.owner_id, None, date(2027, 6, 30), date(2027, 5, 1)
    )
    assert logged == {"outcome": "continue"}


def test_figures_stay_as_they_were_when_the_days_are_corrected(offers: Stovner) -> None:
    browser = offers.browser("coordinator")
    decide(browser)
    before = kept(offers)[0].figures
    page = browser.get(f"{OFFER}{OWN}").text
    assert "from=2026-09-01&amp;to=2027-08-31" in page
    with offers.database.writing(offers.district_id) as session:
        count(session, offers, DAYS[0], {"adult": 99, "child": 20, "new_adult": 1})
    assert "407" in browser.get(f"{OFFER}{OWN}/evaluation").text
    assert kept(offers)[0].figures == before
    assert "<dd>320</dd>" in browser.get(f"{OFFER}{OWN}").text


@pytest.mark.parametrize(
    ("who", "slug", "status"),
    [
        ("coordinator", OWN, 303),
        ("district-admin", OWN, 303),
        ("leader", PARTNERS, 303),
        ("district-admin", PARTNERS, 403),
        ("coordinator", PARTNERS, 403),
        ("leader", OWN, 403),
        ("admin", OWN, 403),
        ("viewer", OWN, 403),
        ("staff", OWN, 403),
        ("counter", PARTNERS, 403),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_organisation_decides_and_the_district_of_its_own(
    offers: Stovner, who: str, slug: str, status: int
) -> None:
    assert decide(offers.browser(who), slug) == status
    assert len(kept(offers, slug)) == (status == 303)
    sees = who not in {"staff", "counter"}
    assert offers.browser(who).get(f"{OFFER}{slug}").status_code == (200 if sees else 403)


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"outcome": ""}, "Velg én av dem"),
        ({"outcome": "burn"}, "Not a valid choice|Ikke et gyldig valg"),
        ({"reason": " "}, "Skriv hvorfor"),
        ({"reason": "Ring 41 23 45 67"}, "Ta ut telefonnummeret"),
        ({"reason": "a" * 1501}, "høyst 1500"),
        ({"outcome": "change"}, "Skriv hva som endres"),
        ({"outcome": "stop", "continues_until": "1999-01-01"}, "Velg en dag fra 2000 til 2098"),
        ({"outcome": "stop", "continues_until": "2026-11-07"}, "Velg 08.11.2026 eller en senere"),
        ({"review_on": ""}, "Velg dagen dere ser på det igjen"),
        ({"review_on": "2026-11-22"}, "Velg dagen dere ser på det igjen"),
        ({"continues_until": "2026-11-21"}, "Velg i dag eller en senere dag"),
        ({"continues_until": "2027-04-30"}, "før den siste dagen"),
        ({"keywords": "x" * 201}, "høyst 200"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_is_missing_is_told_and_what_was_typed_stays(
    offers: Stovner, fields: dict[str, str], said: str
) -> None:
    browser = offers.browser("coordinator")
    browser.get("/stovner/account?lang=nb")
    answer = browser.post(f"{OFFER}{OWN}/decide", **{**GOES_ON, **fields})
    assert answer.status_code == 422
    assert re.search(said, answer.text), answer.text
    assert fields.get("reason", GOES_ON["reason"]).strip() in answer.text
    assert kept(offers) == []


def test_a_form_that_is_sent_twice_is_one_decision(offers: Stovner) -> None:
    browser = offers.browser("coordinator")
    form = opened(browser)
    for _tap in range(2):
        answer = browser.post(f"{OFFER}{OWN}/decide", **GOES_ON, **form)
        assert (answer.status_code, answer.location) == (303, f"{OFFER}{OWN}")
        offers.clock.advance(seconds=1)
    assert len(kept(offers)) == 1


def test_also_when_both_arrive_at_once(offers: Stovner) -> None:
    browsers = [offers.browser("coordinator") for _ in range(2)]
    for number in range(5):
        form, *_same = [opened(one) for one in browsers]
        taps = [partial(one.post, f"{OFFER}{OWN}/decide", **GOES_ON, **form) for one in browsers]
        assert [getattr(one, "status_code", 0) for one in together(*taps)] == [303, 303]
        assert len(kept(offers)) == number + 1
        offers.clock.advance(seconds=1)


def test_who_opened_the_page_before_another_decided_is_told_and_decides_again(
    offers: Stovner,
) -> None:
    first, second = offers.browser("coordinator"), offers.browser("district-admin")
    second.get("/stovner/account?lang=nb")
    page = second.get(f"{OFFER}{OWN}/decide").text
    action = unescape(re.findall(r'method="post" action="([^"]+decide[^"]*)"', page)[0])
    assert action == f"{OFFER}{OWN}/decide?from=2026-09-01&to=2027-08-31"
    assert decide(first) == 303
    offers.clock.advance(days=7)
    with offers.database.writing(offers.district_id) as session:
        count(session, offers, date(2026, 11, 28), {"adult": 3})
    mine = {**GOES_ON, "reason": "Jeg mener det samme.", "review_on": "2027-04-01"}
    refused = second.post(action, **mine, **sent_along(page))
    assert refused.status_code == 422
    assert "Noen tok en beslutning etter at du åpnet siden" in refused.text
    assert "Mange kommer igjen." in refused.text  # what the other wrote
    assert "Jeg mener det samme." in refused.text
    assert "01.09.2026 – 31.08.2027" in refused.text
    assert len(kept(offers)) == 1
    assert second.post(action, **mine, **sent_along(refused.text)).status_code == 303
    spans = [(one.first, one.last) for one in kept(offers)]
    assert spans == [(date(2026, 9, 1), date(2027, 8, 31))] * 2


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_figures_are_kept_in_norwegian_whoever_decides(offers: Stovner) -> None:
    browser = offers.browser("coordinator")
    browser.get("/stovner/account?lang=en")
    assert decide(browser) == 303
    assert kept(offers)[0].figures["panels"][0]["headings"] == ["Answer", "Besøk"]


def test_stopping_cancels_nothing_and_says_what_remains(offers: Stovner) -> None:
    browser = offers.browser("coordinator")
    browser.get("/stovner/account?lang=nb")
    with offers.database.writing(offers.district_id) as session:
        day = make_occurrence(session, offer(session).id, date(2026, 12, 6)).id
    assert "1 treff" in browser.get(f"{OFFER}{OWN}/decide").text
    assert decide(browser, outcome="stop", keywords="pappa", continues_until="") == 303
    page = browser.get(f"{OFFER}{OWN}").text
    assert "Planlagt framover: 1 treff" in page
    with offers.database.writing(offers.district_id) as session:
        row = offer(session)
        assert (row.continues_until, row.review_on) == (date(2026, 11, 22), None)
        assert (
            session.scalars(select(Occurrence.state).where(Occurrence.id == day)).one() == "planned"
        )
    assert len(kept(offers)) == 1


def test_a_put_away_offer_keeps_its_story_and_can_only_be_told_why_it_stopped(
    offers: Stovner,
) -> None:
    with offers.database.writing(offers.district_id) as session:
        archive(session, offers.access("coordinator"), offer(session), offers.clock())
    browser = offers.browser("coordinator")
    assert browser.get(f"{OFFER}{OWN}").status_code == 200
    assert decide(browser) == 422
    assert decide(browser, outcome="stop") == 303


@pytest.mark.parametrize("change", ["update", "delete"])
def test_decisions_are_only_ever_added(offers: Stovner, change: str) -> None:
    decide(offers.browser("coordinator"))
    statement = (
        update(Decision).values(reason="Noe annet") if change == "update" else delete(Decision)
    )
    with (
        pytest.raises(DBAPIError),
        offers.database.writing(offers.district_id) as session,
    ):
        session.execute(statement.execution_options(synchronize_session=False))
    assert kept(offers)[0].reason == "Mange kommer igjen."


def test_those_who_decide_see_what_waits_on_their_home_page(offers: Stovner) -> None:
    browser = offers.browser("coordinator")
    browser.get("/stovner/account?lang=nb")
    decide(browser, review_on="2026-12-20")
    page = browser.get("/stovner/").text
    assert "Tilbud som venter på en beslutning" in page
    assert "20.12.2026" in page
    partner = offers.browser("leader")
    partner.get("/stovner/account?lang=nb")
    assert "Ingen tilbud venter på deg" in partner.get("/stovner/").text
    offers.clock.advance(days=40)
    assert "Over" in offers.browser("coordinator").get("/stovner/vurdering/").text
