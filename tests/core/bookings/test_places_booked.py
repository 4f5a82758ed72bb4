"""What is changed of places beside bookings: never what they were given the room on."""

import threading
from dataclasses import replace

import pytest
from sqlalchemy import select

from core.bookings import new_rooms, service, uses
from core.bookings.models import Booking
from core.places import service as places
from core.places.details import Details
from core.places.models import Place
from core.problems import Refused
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT, Office, wanted
from tests.support.overlaps import overlaps

BOOKED = (uses.in_room,)
SHARED, ALONG = (new_rooms.shared_in,), (new_rooms.taken_along,)


def _edit(office: Office, slug: str, lanes: int = 1, parent: str | None = None) -> None:
    details = Details(slug.capitalize(), parent, None, None, lanes, (), ())
    with office.database.writing(office.district) as session:
        places.edit(session, office.access("admin"), slug, details, BOOKED, office.clock())


def _create(office: Office, parent: str | None) -> None:
    details = Details("Bod", parent, None, None, 1, (), ())
    with office.database.writing(office.district) as session:
        places.create(session, office.access("admin"), details, SHARED, ALONG, office.clock())


def _saved(office: Office, place: str, who: str = "red", **more: bool) -> Booking | None:
    return service.book(office.desk(who), wanted(place, who, **more)).saved


def test_lanes_stay_while_the_room_is_booked(office: Office) -> None:
    assert _saved(office, HALL)
    with pytest.raises(Refused, match=r"Laven has 1 coming booking\."):
        _edit(office, HALL, lanes=3)
    assert _saved(office, HALL, "choir", shared=True) is None


def test_lanes_stay_while_a_house_is_booked_with_the_room(office: Office) -> None:
    assert _saved(office, HOUSE)
    with pytest.raises(Refused, match="Loft has 1 coming booking"):
        _edit(office, LOFT, lanes=3, parent=HOUSE)


def test_lanes_stay_while_a_group_has_the_last_of_them(office: Office) -> None:
    first = _saved(office, LOFT, shared=True)
    assert first
    assert _saved(office, LOFT, "bydel", shared=True)
    with office.database.writing(office.district) as session:
        service.cancel(session, office.access("red"), [first.id], "", office.clock())
    with pytest.raises(Refused, match="Loft has 1 coming booking"):
        _edit(office, LOFT, lanes=1, parent=HOUSE)


def test_whoever_has_the_house_has_its_new_room_too(office: Office) -> None:
    house = _saved(office, HOUSE)
    assert house
    _create(office, HOUSE)
    assert _saved(office, "bod", "choir") is None
    with office.database.writing(office.district) as session:
        service.cancel(session, office.access("red"), [house.id], "", office.clock())
    assert _saved(office, "bod", "choir")
    assert overlaps(office.database, office.district) == 0


def test_no_room_comes_into_a_house_that_is_shared(office: Office) -> None:
    _edit(office, HOUSE, lanes=2)
    assert _saved(office, HOUSE, shared=True)
    with pytest.raises(Refused, match="has 1 coming booking"):
        _create(office, HOUSE)


def test_no_room_is_moved_into_a_house_that_is_booked(office: Office) -> None:
    assert _saved(office, HOUSE)
    with pytest.raises(Refused, match="Hvitt hus has 1 coming booking"):
        _edit(office, HALL, parent=HOUSE)


def test_a_room_that_is_booked_stays_where_it_is(office: Office) -> None:
    assert _saved(office, KITCHEN)
    with pytest.raises(Refused, match="Kjokken has 1 coming booking"):
        _edit(office, KITCHEN)


def test_what_no_booking_rests_on_can_be_changed(office: Office) -> None:
    booking = _saved(office, KITCHEN)
    assert booking
    _edit(office, KITCHEN, parent=HOUSE)  # its name alone
    _edit(office, LOFT, lanes=4, parent=HOUSE)
    _create(office, HOUSE)
    office.clock.now = booking.ends
    _edit(office, KITCHEN, lanes=2)


def test_who_has_a_room_alone_has_the_lanes_it_got_since(office: Office) -> None:
    """Lanes from before they were held for whoever had booked."""
    assert _saved(office, HALL)
    with office.database.writing(office.district) as session:
        session.scalars(select(Place).where(Place.slug == HALL)).one().lanes = 3

    assert _saved(office, HALL, "choir", shared=True) is None


def test_a_place_is_not_archived_while_somebody_books_it(office: Office) -> None:
    """The one who books comes while it is being archived, and is told that it is out of use."""
    found: list[Booking | None] = []
    other = threading.Thread(target=lambda: found.append(_saved(office, HALL)))
    with office.database.writing(office.district) as session:
        places.archive(
            session, office.access("admin"), HALL, (uses.of_place_held,), office.clock()
        )  # fmt: skip
        session.flush()
        other.start()
        other.join(0.5)
        assert other.is_alive()
    other.join()

    assert found == [None]


def test_a_place_is_not_archived_that_somebody_books(office: Office) -> None:
    """The one who archives comes while it is being booked, and is told of the booking."""
    told: list[str] = []

    def archive() -> None:
        try:
            with office.database.writing(office.district) as session:
                places.archive(
                    session, office.access("admin"), HALL, (uses.of_place_held,), office.clock()
                )
        except Refused as refusal:
            told.append(str(refusal))

    other = threading.Thread(target=archive)

    def begin(*_saved: object) -> None:
        other.start()
        other.join(0.5)

    assert service.book(replace(office.desk(), within=begin), wanted(HALL)).saved
    other.join()

    assert len(told) == 1
