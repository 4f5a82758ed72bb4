"""Where the links of the rooms' calendar lead: they say where and when, not which."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import update

from core.schedules.models import Activity
from tests.core.web.rooms_kit import TUESDAY, WEEK, Rooms, at
from tests.core.web.rooms_kit import rooms as rooms

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def test_a_block_leads_to_its_booking(rooms: Rooms) -> None:
    leader = rooms.browser()
    [booking] = rooms.insert(at(18))
    link = f"/stovner/rooms/at/laven/{TUESDAY}T18.00"

    assert link in leader.get(WEEK).text
    assert leader.get(link).location == f"/stovner/bookings/{booking}"


def test_two_that_begin_together_are_told_apart(rooms: Rooms) -> None:
    ids = rooms.insert(at(18), at(18))
    page = rooms.browser().get(WEEK).text

    assert all(f'href="/stovner/bookings/{number}"' in page for number in ids)
    assert "/rooms/at/" not in page


def test_a_block_that_has_gone_leads_to_its_day(rooms: Rooms) -> None:
    answer = rooms.browser().get(f"/stovner/rooms/at/laven/{TUESDAY}T18.00")
    assert answer.location == f"/stovner/rooms/day?day={TUESDAY}&place=laven"


def test_the_hour_that_comes_twice_leads_to_either(rooms: Rooms) -> None:
    [later] = rooms.insert(datetime(2026, 10, 25, 1, 30, tzinfo=UTC))
    answer = rooms.browser().get("/stovner/rooms/at/laven/2026-10-25T02.30")
    assert answer.location == f"/stovner/bookings/{later}"


@pytest.mark.parametrize("moment", ["nonsense", "2026-11-24", "2026-13-01T10.00"])
def test_a_moment_that_is_none(rooms: Rooms, moment: str) -> None:
    assert rooms.browser().get(f"/stovner/rooms/at/laven/{moment}").status_code == 404


def test_what_is_filtered_away_is_not_free(rooms: Rooms) -> None:
    rooms.insert(*(at(hour) for hour in range(8, 22, 2)))
    address = f"/stovner/rooms/day?day={TUESDAY}&organisation=bydel-stovner&place=laven"
    page = rooms.browser().get(address).text

    assert "room-block" not in page
    assert "room-free" not in page


def test_names_are_words_and_never_markup(rooms: Rooms) -> None:
    with rooms.stovner.database.writing(rooms.stovner.district_id) as session:
        session.execute(update(Activity).values(name="<b>Kor & co</b>"))
    rooms.insert(at(18))
    page = rooms.browser().get(WEEK).text

    assert "&lt;b&gt;Kor &amp; co&lt;/b&gt;" in page
    assert "<b>Kor" not in page
