"""Rules and agreements in plain sentences, in both languages."""

from collections.abc import Iterator
from datetime import date, time

import pytest
from flask import Flask
from flask_babel import force_locale

from core.bookings.facts import AgreementFacts, OrganisationFacts
from core.bookings.sentences import agreement_sentence, sentence
from core.bookings.vocabulary import (
    Approval,
    Buffer,
    Capacity,
    Companion,
    Duration,
    Exclusive,
    Frequency,
    LeadTime,
    Neighbour,
    OpeningWindow,
    Own,
    Per,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Rule,
    Unit,
    What,
    Window,
)

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)

WEDNESDAY = frozenset({2})
RED_CROSS = OrganisationFacts(1, "oslo-rode-kors", "Oslo Røde Kors")
AGREEMENT = AgreementFacts(
    1, RED_CROSS, 2, 2, time(15), time(19), date(2026, 9, 1), date(2027, 6, 30), 14, 7
)


@pytest.fixture(autouse=True)
def bokmal(app: Flask) -> Iterator[None]:
    """A request in bokmål."""
    with app.test_request_context(), force_locale("nb"):
        yield


@pytest.mark.parametrize(
    ("what", "expected"),
    [
        (Buffer(after=30), "Det skal være 30 minutter ledig etter hver bestilling, til rydding."),
        (Buffer(before=60), "Det skal være 1 time ledig før hver bestilling, til rigging."),
        (
            Buffer(15, 120),
            "Det skal være 15 minutter ledig før og 2 timer ledig etter hver bestilling.",
        ),
        (
            OpeningWindow(Window(WEDNESDAY, time(15), time(19))),
            "Det kan bestilles onsdager kl. 15.00–19.00.",
        ),
        (
            OpeningWindow(Window(frozenset({2, 4, 6}), time(15))),
            "Det kan bestilles onsdager, fredager og søndager kl. 15.00–24.00.",
        ),
        (OpeningWindow(Window(frozenset(range(5)))), "Det kan bestilles mandag til fredag."),
        (Duration(30, 120), "En bestilling varer minst 30 minutter og høyst 2 timer."),
        (Duration(least=90), "En bestilling varer minst 90 minutter."),
        (Duration(most=60), "En bestilling varer høyst 1 time."),
        (LeadTime(1), "Spør minst 1 time før det begynner."),
        (
            LeadTime(48, 180),
            "Spør minst 2 dager før det begynner. Det kan bestilles tidligst 180 dager i forveien.",
        ),
        (LeadTime(days=1), "Det kan bestilles tidligst 1 dag i forveien."),
        (Capacity(25), "Det er plass til 25 personer."),
        (RequiresFeature("kjøkken"), "Huset må ha dette: kjøkken."),
        (RequiresPeople(2), "Minst 2 må være på vakt."),
        (Companion("kjokken"), "Kjøkkenet bestilles med."),
        (Companion("bod"), "bod bestilles med."),
        (Quota(10, Unit.WEEK), "Høyst 10 timer i uka for hver organisasjon."),
        (Frequency(1, Unit.MONTH, Per.ROOM), "Høyst én bestilling i måneden for hvert rom."),
        (Exclusive(), "Det deles ikke med en annen gruppe samtidig."),
        (Neighbour("høylytt"), "Ingenting som er «høylytt», er i samme hus samtidig."),
        (
            Neighbour("høylytt", "stille"),
            "Det som er «stille», og det som er «høylytt», er ikke i samme hus samtidig.",
        ),
        (
            Neighbour(unless_tag="bare for kvinner"),
            "Bare det som er «bare for kvinner», er i samme hus samtidig.",
        ),
        (Approval(), "Alle bestillinger venter på et ja."),
        (
            Approval(Window(frozenset({5, 6}))),
            "Bestillinger lørdager og søndager venter på et ja.",
        ),
    ],
    ids=lambda value: type(value).__name__ if not isinstance(value, str) else "",
)
def test_a_rule_is_one_plain_sentence(what: What, expected: str) -> None:
    assert str(sentence(Rule("key", "title", what), {"kjokken": "Kjøkkenet"})) == expected


@pytest.mark.parametrize("what", [Own(lambda *_: ()), Duration(), LeadTime(), Buffer()])
def test_what_has_no_words_of_ours_says_its_title(what: What) -> None:
    assert str(sentence(Rule("key", "Ikke for hunder.", what), {})) == "Ikke for hunder."


def test_an_agreement_says_whose_when_and_when_others_may_have_it() -> None:
    assert str(agreement_sentence(AGREEMENT)) == (
        "Oslo Røde Kors har fortrinnsrett her onsdager kl. 15.00–19.00, "
        "fra 01.09.2026 til 30.06.2027. "
        "Andre kan få tiden når det er 14 dager eller mindre igjen. "
        "Oslo Røde Kors kan ta den tilbake inntil 7 dager før."
    )


def test_a_sentence_is_said_in_the_language_it_is_read_in() -> None:
    words = sentence(Rule("key", "", OpeningWindow(Window(WEDNESDAY, time(15), time(19)))), {})
    with force_locale("en"):
        assert str(words) == "It can be booked on Wednesdays at 15.00–19.00."
