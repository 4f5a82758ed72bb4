"""The page of hours and shares, and its file."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from core.bookings.models import Booking, Status
from core.db.ids import new_id
from core.places.models import Place
from core.testing.factories import LONG_AGO, make_activity
from tests.support.stovner import Browser, Stovner

PAGE = "/stovner/fairness"


@pytest.fixture
def viewer(stovner: Stovner) -> Browser:
    """Somebody who reads English, in a district where Oslo Red Cross has booked the house."""
    admin = stovner.browser("district-admin")
    admin.post("/stovner/places/new", name="=Hvitt hus", lanes="1")
    admin.post(
        "/stovner/places/hvitt-hus/rules/new?kind=quota",
        hours="10",
        unit="month",
        per="organisation",
        level="block",
    )
    with stovner.database.writing(stovner.district_id) as session:
        place = session.scalars(select(Place)).one()
        activity = make_activity(session, stovner.partner)
        row = Booking(
            id=new_id(LONG_AGO),
            place_id=place.id,
            activity_id=activity.id,
            organisation_id=stovner.partner,
            starts=stovner.clock(),
            ends=stovner.clock() + timedelta(hours=2, minutes=30),
            shared=False,
            status=Status.CONFIRMED.value,
            revision=0,
            created_at=LONG_AGO,
            created_by="command:0",
            changed_at=LONG_AGO,
            changed_by="command:0",
        )
        session.add(row)
    browser = stovner.browser("viewer")
    browser.get(f"{PAGE}?lang=en")
    return browser


def test_hours_shares_and_quotas_are_shown(viewer: Browser) -> None:
    page = viewer.get(PAGE).text
    assert "Oslo Rode Kors" in page
    assert "2.5" in page
    assert "100 %" in page
    assert "At most 10 hours a month for each organisation." in page


def test_a_period_and_a_place_are_chosen_in_the_address(viewer: Browser) -> None:
    assert "Nothing is booked" in viewer.get(f"{PAGE}?from=2026-12-01&to=2026-12-31").text
    assert "Oslo Rode Kors" in viewer.get(f"{PAGE}?place=hvitt-hus").text
    assert viewer.get(f"{PAGE}?place=nowhere").status_code == 404
    for nonsense in ("from=9999-12-31&to=9999-12-31", "from=x&to=y", "from=2026-12-31&to=2026-1-1"):
        assert "Oslo Rode Kors" in viewer.get(f"{PAGE}?{nonsense}").text


def test_the_file_holds_what_is_seen_and_no_formula(viewer: Browser) -> None:
    answer = viewer.get(f"{PAGE}/hours.csv?from=2026-11-01&to=2026-11-30")
    assert answer.headers["Content-Disposition"].endswith('"hours-2026-11-01-2026-11-30.csv"')
    assert answer.data.decode("utf-8-sig").splitlines() == [
        "Place;Organisation;Hours;Share in percent;Bookings",
        "All;Oslo Rode Kors;2,5;100,0;1",
        "'=Hvitt hus;Oslo Rode Kors;2,5;100,0;1",
    ]


def test_a_volunteer_does_not_see_it(stovner: Stovner) -> None:
    assert stovner.browser("counter").get(PAGE).status_code == 403
