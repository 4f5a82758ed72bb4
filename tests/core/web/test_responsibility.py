"""The page of who is responsible, and what each role's home page says is missing."""

from datetime import timedelta

import pytest

from core.schedules.models import Activity
from core.testing.factories import make_activity
from tests.support.stovner import Stovner

PAGE = "/stovner/activities/foreldrekafe/responsibility"
OTHERS = "/stovner/activities/familiesenter/responsibility"


@pytest.fixture(autouse=True)
def offers(stovner: Stovner) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        make_activity(session, stovner.own, "foreldrekafe")
        make_activity(session, stovner.partner)


def kept(stovner: Stovner) -> Activity:
    with stovner.database.reading(stovner.district_id) as session:
        return session.query(Activity).filter(Activity.slug == "foreldrekafe").one()


def test_an_offer_is_settled_and_leaves_the_home_page(stovner: Stovner) -> None:
    coordinator = stovner.browser("coordinator")
    home = coordinator.get("/stovner/").text
    assert "Ingen har ansvaret." in home
    assert PAGE in home
    assert "Ingen har ansvaret." in coordinator.get(PAGE).text

    answer = coordinator.post(
        PAGE,
        owner_role="Mangfoldskontakten",
        owner_id=stovner.users["coordinator"],
        deputy_id=stovner.users["staff"],
        continues_until="",
        review_on=(stovner.clock() + timedelta(days=60)).date(),
    )

    assert answer.status_code == 303
    assert kept(stovner).owner_role == "Mangfoldskontakten"
    assert PAGE not in coordinator.get("/stovner/").text
    page = coordinator.get("/stovner/activities/foreldrekafe").text
    assert "Mangfoldskontakten, A leader" in page
    assert "A staff" in page
    # Others see which role has it, and no name
    seen = stovner.browser("viewer").get("/stovner/activities/foreldrekafe").text
    assert "Mangfoldskontakten" in seen
    assert "A leader" not in seen


@pytest.mark.parametrize(
    ("who", "own", "partners"),
    [
        ("district-admin", True, True),
        ("admin", True, True),
        ("coordinator", True, False),
        ("leader", False, True),
        ("staff", False, False),
        ("viewer", False, False),
    ],
)
def test_each_sees_what_they_can_settle(
    stovner: Stovner, who: str, own: bool, partners: bool
) -> None:
    browser = stovner.browser(who)
    home = browser.get("/stovner/").text
    assert (PAGE in home, OTHERS in home) == (own, partners)
    allowed = [browser.get(page).status_code == 200 for page in (PAGE, OTHERS)]
    assert allowed == [own, partners]


def test_the_administrator_is_told_of_each_district(stovner: Stovner) -> None:
    page = stovner.browser("admin").get("/admin/").text
    assert "Bydel Stovner: 2 tilbud noen må ta tak i" in page
    assert "Bydel Grorud:" not in page


def test_what_cannot_be_is_told_at_the_field_and_stays(stovner: Stovner) -> None:
    browser, me = stovner.browser("coordinator"), stovner.users["coordinator"]
    same = browser.post(PAGE, owner_role="Rollen", owner_id=me, deputy_id=me)
    assert same.status_code == 422
    assert "Velg en annen enn den ansvarlige" in same.text
    assert 'value="Rollen"' in same.text
    for field, value in (
        ("review_on", "31.31.2026"),
        ("owner_role", "x" * 101),
        ("owner_id", stovner.users["leader"]),
        ("deputy_id", "x"),
    ):
        wrong = browser.post(PAGE, **{"owner_role": "Rollen", field: value})
        assert wrong.status_code == 422, field
    assert kept(stovner).owner_role is None


def test_for_whom_is_said_on_the_activitys_page(stovner: Stovner) -> None:
    browser = stovner.browser("coordinator")
    answer = browser.post(
        "/stovner/activities/foreldrekafe/edit",
        name="Foreldrekafé",
        organisation=stovner.own,
        kind="drop-in",
        place="",
        audience="Foreldre med små barn",
    )
    assert answer.status_code == 303
    assert "Foreldre med små barn" in browser.get("/stovner/activities/foreldrekafe").text
