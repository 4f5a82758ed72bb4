"""Searching and sorting know the letters we have; slugs are for addresses."""

from hypothesis import given
from hypothesis import strategies as st

from core.matching import alphabetical, matches
from core.slugs import free_slug, slug_of


def test_every_word_is_found_whatever_its_case() -> None:
    assert matches("ÅPEN barne", "Åpen barnehage")
    assert matches("gård nedre", "Nedre Fossum", "gård")
    assert matches("ga\u030ard", "GÅRD")
    assert not matches("åpen skole", "Åpen barnehage")
    assert not matches("  ", "Åpen barnehage")


@given(st.text(min_size=1).filter(str.strip), st.text(), st.text())
def test_a_part_of_a_text_is_found_in_it(part: str, before: str, after: str) -> None:
    assert matches(part.upper(), before + " " + part.upper() + " " + after)


def test_names_are_sorted_as_in_a_norwegian_list() -> None:
    assert sorted(["Åse", "Ødegård", "zulu", "Ære", "Anna"], key=alphabetical) == [
        "Anna",
        "zulu",
        "Ære",
        "Ødegård",
        "Åse",
    ]


def test_a_slug_can_be_read_and_typed() -> None:
    assert slug_of("Nedre Fossum gård") == "nedre-fossum-gard"
    assert slug_of("Blåbær & Søløs!") == "blabaer-solos"
    assert slug_of("مركز") == ""
    assert free_slug("مركز", {"place"}, "place") == "place-2"


@given(st.text(max_size=80), st.sets(st.text("ab-", max_size=4)))
def test_a_free_slug_fits_an_address_and_is_free(name: str, taken: set[str]) -> None:
    slug = free_slug(name, taken, "place")
    assert slug not in taken
    assert slug.replace("-", "a").isalnum()
    assert slug == slug.strip("-").lower()
    assert slug.isascii()
