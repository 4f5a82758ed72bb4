"""What people say is met with what was stopped, by words that can be shown."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.schedules.models import Activity
from plugins.vurdering.models import Decision
from plugins.vurdering.similar import asked_again, resemble, stems
from tests.plugins.vurdering.conftest import OFFER, PARTNERS, offer
from tests.plugins.vurdering.test_decisions import decide
from tests.support.stovner import Stovner

WORDS = st.text("abdefghijklmnoprstuvyæøå", min_size=4, max_size=12)


def gone(name: str, keywords: str = "") -> tuple[Activity, Decision]:
    return Activity(name=name), Decision(keywords=keywords, reason="Få kom", first=date.today())  # noqa: DTZ011


@pytest.mark.parametrize(
    ("name", "keywords", "said", "words"),
    [
        ("Fedregruppe", "", "Kan dere ha noe for fedrene igjen?", ["fedrene"]),
        ("Fedregruppe", "", "Savner noe for FEDRE", ["fedre"]),
        ("Fedregruppe", "far, pappa", "Min far vil også være med", ["far"]),
        ("Fedregruppe", "far", "Vi savner en fargekveld", None),
        ("Fedregruppe", "", "Kan dere ha en gruppe igjen?", None),
        ("Språkkafé", "", "En språkkafe hadde vært fint", ["språkkafe"]),
        ("Språkkafé", "språk", "Lære språket bedre", ["språket"]),
        ("Turgruppe", "", "", None),
        ("Familiekafé", "", "Fint for hele familien", None),
        ("Familiekafé", "", "Familiekaféen var fin", ["familiekaféen"]),
        ("Familiekafé", "familie", "Noe for hele familien", ["familien"]),
    ],
)
def test_words_meet_by_their_stems(
    name: str, keywords: str, said: str, words: list[str] | None
) -> None:
    found = asked_again([gone(name, keywords)], [(said, "Familiesenteret")])
    assert [one.words for one in found] == ([words] if words else [])


REASON = "Rommet var opptatt på kvelden, og småbarnsmødrene ble hjemme."


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("Kan dere ha noe om kvelden for småbarnsmødre?", ["kvelden", "småbarnsmødre"]),
        ("Fin kveld!", None),
        ("Turgruppa var fin om kvelden", ["kvelden", "turgruppa"]),
    ],
)
def test_why_it_was_stopped_is_met_by_two_words(said: str, words: list[str] | None) -> None:
    activity, decision = gone("Turgruppe")
    decision.reason = REASON
    found = asked_again([(activity, decision)], [(said, "Familiesenteret")])
    assert [one.words for one in found] == ([words] if words else [])


@given(WORDS, WORDS)
def test_a_word_resembles_itself_and_what_it_begins(word: str, more: str) -> None:
    own = stems(word)
    assert resemble(own, own) == set(own)
    one, other = stems(word), stems(word + more)
    assert bool(resemble(one, other)) is bool(resemble(other, one))


def test_what_was_stopped_is_shown_where_it_is_asked_for_again(offers: Stovner) -> None:
    with offers.database.writing(offers.district_id) as session:
        offer(session).name = "Fedregruppe"
    decide(offers.browser("coordinator"), outcome="stop", reason="Få kom, i 2022.")
    listed = offers.browser("viewer").get("/stovner/vurdering/stopped").text
    beside = offers.browser("leader").get(f"{OFFER}{PARTNERS}/evaluation").text
    for page in (listed, beside):
        assert "Få kom, i 2022." in page
        assert "Kan dere ha noe for fedrene igjen?" in page
    assert "Fin kaffe." not in listed
