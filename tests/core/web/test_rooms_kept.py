"""The rooms' calendar is given again while nothing changes, and never after a change."""

from collections.abc import Callable
from datetime import time

import pytest
from sqlalchemy import update

from bench.queries import counted
from core.places.models import OpeningHours, Place
from core.schedules.models import Activity
from tests.core.web.rooms_changes import (
    CHANGES,
    agreed,
    organisation_renamed,
    place_renamed,
    row_added,
)
from tests.core.web.rooms_kit import TUESDAY, WEEK, Rooms, at
from tests.core.web.rooms_kit import rooms as rooms

sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
PAGES = (WEEK, f"/stovner/rooms/day?day={TUESDAY}", f"/stovner/rooms/laven/month?day={TUESDAY}")


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_makes_another_page(rooms: Rooms, change: Callable[[Rooms], None]) -> None:
    leader = rooms.browser()
    assert rooms.book(leader).status_code == 201
    rooms.insert(at(12))
    agreed(rooms)
    hours = OpeningHours(place_id=rooms.places["loft"], weekday=1, opens=time(8), closes=time(22))
    row_added(rooms, hours)
    tags = {page: rooms.tag(leader, page) for page in PAGES}
    assert [rooms.again(leader, tags[page], page).status_code for page in PAGES] == [304] * 3

    change(rooms)

    for page in PAGES:
        answer = rooms.again(leader, tags[page], page)
        assert answer.status_code == 200
        assert answer.headers["ETag"] != tags[page]


def _half_done(rooms: Rooms) -> None:
    with rooms.stovner.database.writing(rooms.stovner.district_id) as session:
        session.execute(update(Place).values(name="Nei"))
        raise LookupError


def test_what_is_undone_leaves_the_page_as_it_is(rooms: Rooms) -> None:
    leader = rooms.browser()
    tag = rooms.tag(leader)
    with pytest.raises(LookupError):
        _half_done(rooms)

    assert rooms.again(leader, tag).status_code == 304


@sqlite
def test_the_page_says_what_changed(rooms: Rooms) -> None:
    leader = rooms.browser()
    rooms.book(leader)
    tag = rooms.tag(leader)
    place_renamed(rooms)
    organisation_renamed(rooms)
    page = rooms.again(leader, tag).text

    assert "Låven" in page
    assert "Røde Kors Oslo" in page


@sqlite
def test_time_that_passes_is_seen_in_its_own_week_alone(rooms: Rooms) -> None:
    leader = rooms.browser()
    now, later = "/stovner/rooms/", WEEK
    tags = {page: rooms.tag(leader, page) for page in (now, later)}
    rooms.stovner.clock.advance(minutes=20)
    assert rooms.again(leader, tags[now], now).status_code == 200
    assert rooms.again(leader, tags[later]).status_code == 304
    rooms.stovner.clock.advance(days=1)
    assert rooms.again(leader, tags[later]).status_code == 200


@sqlite
def test_nobody_gets_the_page_of_another_role_language_or_district(rooms: Rooms) -> None:
    leader, viewer = rooms.browser(), rooms.browser("viewer")
    elsewhere = rooms.stovner.browser("grorud-leader")
    pages = [leader.get(WEEK), viewer.get(WEEK), elsewhere.get(WEEK.replace("stovner", "grorud"))]
    leader.get("/stovner/account?lang=nb")
    pages.append(leader.get(WEEK))

    assert "bookings/new" in pages[0].text
    assert "bookings/new" not in pages[1].text
    assert "A viewer" in pages[1].text
    assert "Laven" not in pages[2].text
    assert "Ledig" in pages[3].text
    assert "Free" not in pages[3].text
    assert len({page.headers["ETag"] for page in pages}) == 4
    for page in pages[1:]:
        assert rooms.again(viewer, pages[0].headers["ETag"]).status_code == 200
        assert page.headers["Cache-Control"] == "private, no-cache"


@sqlite
def test_a_new_sign_in_gets_a_page_with_its_own_form_token(rooms: Rooms) -> None:
    tag = rooms.tag(rooms.browser())
    again = rooms.browser()
    answer = rooms.again(again, tag)

    assert answer.status_code == 200
    assert again.post("/sign-out").status_code == 302


@sqlite
def test_what_is_told_once_is_not_kept(rooms: Rooms) -> None:
    leader = rooms.browser()
    tag = rooms.tag(leader)
    with leader.client.session_transaction() as cookie:
        cookie["_flashes"] = [("success", "The booking is cancelled.")]
    told = rooms.again(leader, tag)

    assert told.status_code == 200
    assert "The booking is cancelled." in told.text
    assert "ETag" not in told.headers
    assert told.headers["Cache-Control"] == "private, no-store"
    assert rooms.again(leader, tag).status_code == 304


@pytest.mark.parametrize("page", PAGES)
def test_a_page_takes_six_queries_at_most_and_one_when_nothing_changed(
    rooms: Rooms, page: str
) -> None:
    leader = rooms.browser()
    with counted() as first:
        tag = rooms.tag(leader, page)
    with counted() as kept:
        leader.get(page)
    with counted() as known:
        rooms.again(leader, tag, page)

    # PostgreSQL is told the district, too
    own = [len([one for one in some if "set_config" not in one]) for some in (first, kept, known)]
    assert own == [6, 1, 1]


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_who_writes_long_keeps_nobody_waiting(rooms: Rooms) -> None:
    """The version that all of them move is the last thing a transaction takes."""
    database, district = rooms.stovner.database, rooms.stovner.district_id
    leader = rooms.browser()
    tag = rooms.tag(leader)
    with database.writing(district) as slow:
        slow.execute(update(Place).where(Place.slug == "loft").values(name="Loftet"))
        with database.writing(district) as quick:
            quick.connection().exec_driver_sql("SET LOCAL lock_timeout = '2s'")
            quick.execute(update(Activity).values(name="Åpen gård"))
        between = rooms.tag(leader)

    assert len({tag, between, rooms.tag(leader)}) == 3
