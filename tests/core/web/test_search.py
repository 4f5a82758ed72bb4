"""Search and the settings' front page: what the role may open, and nothing else."""

import pytest

from core.places.details import Details
from core.places.service import create
from core.testing.factories import make_activity, make_place
from tests.support.stovner import Stovner


@pytest.fixture
def filled(stovner: Stovner) -> Stovner:
    """Something to find of each kind, and something of another district."""
    with stovner.database.writing(stovner.district_id) as session:
        details = Details("Åpen gård", None, None, None, 1, ("kjøkken",), ())
        create(session, stovner.access("district-admin"), details, (), (), stovner.clock())
        make_activity(session, stovner.own, "åpent-hus").name = "Åpent hus"
    with stovner.database.writing(stovner.grorud_id) as session:
        make_place(session, "apent-grorud").name = "Åpent grorud"
    return stovner


def test_one_word_finds_all_kinds_whatever_the_case(filled: Stovner) -> None:
    leader = filled.browser("coordinator")
    leader.get("/stovner/search?lang=en")
    leader.post(
        "/stovner/people/new", organisation=filled.own, name="Åpne Åse", keep_until="2027-01-01"
    )

    page = leader.get("/stovner/search?q=ÅP").text

    assert "3 found for “ÅP”" in page
    assert "Activities (1)" in page
    assert "Places (1)" in page
    assert "People (1)" in page
    assert "grorud" not in page.lower()
    assert "Åpen gård" in leader.get("/stovner/search?q=KJØKKEN").text


@pytest.mark.parametrize("query", ["%", "_", "apent-grorud", "<script>alert(1)</script>"])
def test_what_is_not_there_is_not_found(filled: Stovner, query: str) -> None:
    viewer = filled.browser("viewer")
    viewer.get("/stovner/search?lang=en")

    page = viewer.client.get("/stovner/search", query_string={"q": query}).text

    assert "Nothing found for" in page
    assert "<script>alert" not in page


def test_an_empty_search_says_what_it_is_for(filled: Stovner) -> None:
    viewer, leader = filled.browser("viewer"), filled.browser("leader")

    assert "activities, places and organisations" in viewer.get("/stovner/search?lang=en").text
    assert "your own organisation" in leader.get("/stovner/search?lang=en").text
    assert filled.browser("counter").get("/stovner/search").status_code == 403


@pytest.mark.parametrize(
    ("who", "opens", "not_shown"),
    [
        ("viewer", ["places", "organisations", "account"], ["settings/users", "calendar/notes"]),
        ("district-admin", ["places", "organisations", "settings/users"], []),
    ],
)
def test_the_settings_show_what_the_role_may_open(
    stovner: Stovner, who: str, opens: list[str], not_shown: list[str]
) -> None:
    page = stovner.browser(who).get("/stovner/settings").text

    assert all(f'href="/stovner/{address}"' in page for address in opens)
    assert not any(f'href="/stovner/{address}"' in page for address in not_shown)
