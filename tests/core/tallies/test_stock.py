"""A stock: what came less what went is what is left, whatever the order; on both databases."""

from datetime import UTC, datetime

import pytest

from core.db.database import Database
from core.db.tenancy import DistrictSession
from core.problems import Refused
from core.tallies import stock
from core.tallies.service import Press
from core.testing.factories import make_activity, make_district, make_occurrence, make_organisation

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
KEY = "sample-thing"


def press() -> Press:
    return Press("user:1", NOW)


@pytest.fixture
def place(database: Database) -> tuple[int, int, int]:
    """A district, an activity in it and a day of that."""
    with database.platform_writing() as shared:
        district = make_district(shared)
        organisation = make_organisation(shared, district=district).id
        district_id = district.id
    with database.writing(district_id) as session:
        activity = make_activity(session, organisation).id
        return district_id, activity, make_occurrence(session, activity, NOW.date()).id


def left(session: DistrictSession, activity: int) -> dict[str, int]:
    return {one.name: one.left for one in stock.things(session, activity, KEY)}


def test_what_came_less_what_went_is_left(database: Database, place: tuple[int, int, int]) -> None:
    district, activity, day = place
    with database.writing(district) as session:
        stock.came(session, press(), activity, KEY, " Plakat  A3 ", 50)
        stock.came(session, press(), activity, KEY, "plakat a3", 10)
        for seen, gone in ((0, 20), (20, 15), (20, 15)):
            numbers = {"Plakat A3": gone, "Ballong": 3}, {"Plakat A3": seen}
            stock.went(session, press(), activity, KEY, day, *numbers)
    with database.reading(district) as session:
        assert stock.things(session, activity, KEY, day) == [stock.Thing("Plakat A3", 45, 15)]
        assert stock.things(session, activity, KEY) == [stock.Thing("Plakat A3", 45)]
        assert stock.gone_by_day(session, activity, KEY) == {day: 15}


def test_what_is_counted_again_is_what_is_left(
    database: Database, place: tuple[int, int, int]
) -> None:
    district, activity, _day = place
    with database.writing(district) as session:
        stock.came(session, press(), activity, KEY, "Flyer", 100)
        stock.counted(session, press(), activity, KEY, "Flyer", 96, "Four got wet")
    with database.reading(district) as session:
        assert left(session, activity) == {"Flyer": 96}


@pytest.mark.parametrize(
    ("name", "n", "field"), [("", 5, "name"), ("x" * 81, 5, "name"), ("Flyer", None, "n")]
)
def test_what_cannot_be_is_refused_at_its_field(
    database: Database, place: tuple[int, int, int], name: str, n: int | None, field: str
) -> None:
    district, activity, _day = place
    with database.reading(district) as session, pytest.raises(Refused) as refused:
        stock.came(session, press(), activity, KEY, name, n)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("name", "n", "reason", "field"),
    [("Ballong", 1, "Lost", "n"), ("Flyer", None, "Lost", "n"), ("Flyer", 1, " ", "reason")],
)
def test_counting_again_needs_a_known_thing_a_number_and_a_reason(
    database: Database,
    place: tuple[int, int, int],
    name: str,
    n: int | None,
    reason: str,
    field: str,
) -> None:
    district, activity, _day = place
    with database.writing(district) as session:
        stock.came(session, press(), activity, KEY, "Flyer", 2)
        with pytest.raises(Refused) as refused:
            stock.counted(session, press(), activity, KEY, name, n, reason)
    assert refused.value.field == field
