"""The residents' form: what it promises, what it refuses, and what it does not give away."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from core.schedules.models import Activity
from core.testing.factories import make_occurrence
from plugins.paaminnelse.models import Reminder
from plugins.paaminnelse.reminders import MOST_AN_HOUR, MOST_FOR_ONE
from tests.plugins.paaminnelse.conftest import ASK, DAYS, Network

WRONG_ADDRESS = "Dette er ikke en e-postadresse."


def test_the_page_says_what_the_address_is_for_and_when_it_goes(network: Network) -> None:
    page = network.resident().get(ASK).text
    assert "Bare de to som har ansvaret, ser den. Den slettes når dagen er over." in page
    assert "Mandag 23. november 11.00" in page
    assert "22. november" not in page, "nobody is reminded of today"
    assert (
        "Få en påminnelse"
        in network.resident().get("/stovner/denne-uka/kvinnenettverk?lang=nb").text
    )


@pytest.mark.parametrize("language", ["ar", "so", "ti", "en"])
def test_it_is_there_in_residents_languages(network: Network, language: str) -> None:
    answer = network.ask(address=ASK.replace("nb", language))
    assert answer.status_code == 303
    assert f"lang={language}" in answer.location


@pytest.mark.parametrize(
    "typed",
    [
        *("", "amina", "a@b", "a b@example.no", "a@example.no\nBcc: b@example.no", "x" * 400),
        *("æøå@bø.no", f"{'x' * 65}@example.no", f"a@{'b' * 60}.{'c.' * 99}no"),
    ],
)
def test_what_is_no_address_is_refused_and_stays(network: Network, typed: str) -> None:
    answer = network.ask(typed)
    assert answer.status_code == 422
    assert WRONG_ADDRESS in answer.text
    assert f'value="{typed}"' in answer.text
    assert network.kept() == []


@pytest.mark.parametrize("nth", [0, None])
def test_only_coming_days_can_be_chosen(network: Network, nth: int | None) -> None:
    answer = network.ask(day=7 if nth is None else network.days[nth])
    assert answer.status_code == 422
    assert "Velg en dag." in answer.text
    assert "amina@example.no" in answer.text, "what was typed stays"


def test_nobody_learns_who_is_on_the_list(network: Network) -> None:
    first, again = network.ask(), network.ask("AMINA@example.no")
    assert (first.status_code, first.location) == (again.status_code, again.location)
    assert network.kept() == ["amina@example.no"]


def test_one_address_is_not_pestered(network: Network) -> None:
    with network.writing() as session:
        days = [
            make_occurrence(session, network.activity, DAYS[2] + timedelta(days=n + 1)).id
            for n in range(MOST_FOR_ONE)
        ]
        for number, day in enumerate(days):
            session.add(
                Reminder(
                    id=number + 1,
                    occurrence_id=day,
                    email="x@example.no",
                    token=f"token-{number}",
                    link="",
                    told_of=None,
                )
            )
    answer = network.ask("x@example.no")
    assert answer.status_code == 303, "it looks as always"
    assert len(network.kept()) == MOST_FOR_ONE


def test_a_page_that_is_asked_too_often_says_so(network: Network) -> None:
    for number in range(MOST_AN_HOUR):
        assert network.ask(f"a{number}@example.no").status_code == 303
    answer = network.ask()
    assert answer.status_code == 422
    assert "Mange har bedt om dette akkurat nå." in answer.text
    network.stovner.clock.advance(hours=1, minutes=1)
    assert network.ask().status_code == 303


def test_an_offer_that_is_put_away_takes_none(network: Network) -> None:
    with network.writing() as session:
        session.execute(update(Activity).values(archived_at=network.stovner.clock()))
    assert network.resident().get(ASK).status_code == 404


def test_no_name_and_no_language_is_kept(network: Network) -> None:
    network.ask(address=ASK.replace("nb", "ar"))
    with network.reading() as session:
        row = session.scalars(select(Reminder)).one()
    known = {"district_id", "id", "occurrence_id", "email", "token", "link", "told_of"}
    assert set(Reminder.__table__.columns.keys()) == known
    assert "ar" not in row.link.split("/")
