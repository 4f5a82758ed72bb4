"""An activity is marked as loud where it is changed, and the rules of a house then know of it."""

import re

import pytest
from sqlalchemy import select

from core.schedules.models import Activity
from core.testing.factories import make_activity, make_place
from tests.support.stovner import Browser, Stovner

HOUSE = "/stovner/places/hvitt-hus"
DRUMS = "/stovner/activities/trommer/edit"


@pytest.fixture
def admin(stovner: Stovner) -> Browser:
    """The administrator, reading English: a house of two rooms, drums in one, babies asked for."""
    with stovner.database.writing(stovner.district_id) as session:
        house = make_place(session, "hvitt-hus")
        for room in ("stua", "loftet"):
            make_place(session, room, parent=house)
        for offer in ("trommer", "babytreff"):
            make_activity(session, stovner.partner, offer)
    browser = stovner.browser("district-admin")
    browser.get("/stovner/account?lang=en")
    return browser


def _mark(browser: Browser, *tags: str) -> None:
    page = browser.get(DRUMS).text
    shown = dict(re.findall(r'<input[^>]*name="(name|seen)"[^>]*value="([^"]*)"', page))
    owner = re.search(r'<option selected value="(\d+)"', page)
    assert owner
    fields: dict[str, object] = {**shown, "organisation": owner[1], "kind": "drop-in"}
    assert browser.post(DRUMS, **fields, tags=list(tags)).status_code == 303


def _ask(browser: Browser, activity: str, place: str) -> tuple[int, str]:
    times = {"day": "2026-11-28", "starts": "10:00", "ends": "12:00"}
    answer = browser.post("/stovner/bookings/new", activity=activity, place=place, **times)
    return answer.status_code, answer.text


def _tags(stovner: Stovner) -> list[str]:
    with stovner.database.reading(stovner.district_id) as session:
        return list(session.scalars(select(Activity.tags).where(Activity.slug == "trommer")).one())


def test_what_is_marked_as_loud_is_kept_from_the_house(stovner: Stovner, admin: Browser) -> None:
    answer = admin.post(
        f"{HOUSE}/rules/new?kind=neighbour", not_beside="loud", tag="", level="block"
    )
    assert answer.status_code == 303
    assert "Nothing that is “loud” is in the same house" in admin.get(HOUSE).text
    assert "Ingenting som er «høylytt»" in admin.get(f"{HOUSE}?lang=nb").text
    admin.get(f"{HOUSE}?lang=en")

    _mark(admin, "loud")
    assert _ask(admin, "trommer", "stua")[0] == 303
    status, said = _ask(admin, "babytreff", "loftet")
    assert status in {409, 422}
    assert "does not go together with this" in said

    _mark(admin)
    assert _ask(admin, "babytreff", "loftet")[0] == 303


def test_a_plugins_own_mark_stays_when_people_choose(stovner: Stovner, admin: Browser) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        row = session.scalars(select(Activity).where(Activity.slug == "trommer")).one()
        row.tags = ["of-a-plugin", "quiet"]

    _mark(admin, "women-only", "loud")

    assert _tags(stovner) == ["of-a-plugin", "loud", "women-only"]
