"""What goes past SQLAlchemy to the driver gives what SQLAlchemy would."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import bindparam, func, select
from sqlalchemy.dialects import postgresql, sqlite

from core.counts.models import CountEvent
from core.db.database import Database
from core.db.prepared import Direct, Spelled
from core.db.tenancy import WrongDistrict
from core.places.models import Place
from core.testing.factories import (
    make_activity,
    make_district,
    make_occurrence,
    make_organisation,
    make_place,
)

SLUGS = select(Place.slug).where(Place.district_id == bindparam("district_id"))
NOW = datetime(2026, 10, 25, 1, 30, tzinfo=UTC)
EVENTS = CountEvent.__table__
ADD = Direct(
    *(
        dialect.insert(EVENTS).on_conflict_do_nothing().returning(EVENTS.c.id, EVENTS.c.received_at)
        for dialect in (sqlite, postgresql)
    )
)
ALL = select(*EVENTS.c).where(EVENTS.c.district_id == bindparam("district_id"))
READ = Direct(ALL, ALL)


@pytest.fixture
def day(database: Database) -> tuple[int, int]:
    """A district and a day in it."""
    with database.platform_writing() as shared:
        district = make_district(shared)
        organisation, district_id = make_organisation(shared, district=district).id, district.id
    with database.writing(district_id) as session:
        activity = make_activity(session, organisation)
        return district_id, make_occurrence(session, activity.id, date(2026, 10, 25)).id


def row(occurrence: int, id_: UUID) -> dict[str, object]:
    return {
        "id": id_,
        "occurrence_id": occurrence,
        "category": "child",
        "n": -2,
        "press": uuid4(),
        "undoes": uuid4(),
        "source": "tap",
        "actor": "user:ÆØÅ ' ?",
        "reason": None,
        "batch_id": None,
        "tapped_at": NOW,
        "received_at": NOW,
    }


@pytest.mark.parametrize("several", [False, True])
def test_values_go_in_and_come_out_as_they_do_elsewhere(
    database: Database, day: tuple[int, int], several: bool
) -> None:
    district, occurrence = day
    rows = [row(occurrence, uuid4()) for _ in range(2 if several else 1)]
    with database.writing(district) as session:
        added = sorted(map(tuple, ADD.run_many(session, rows)))
        assert added == sorted((one["id"], NOW) for one in rows)
        assert not list(ADD.run_many(session, rows))  # they are there already
    with database.reading(district) as session:
        saved = {event.id: event for event in session.scalars(select(CountEvent))}
        for given in rows:
            event = saved[given["id"]]
            assert {name: getattr(event, name) for name in given} == given
        usual = session.execute(select(*EVENTS.c).select_from(CountEvent))
        assert {tuple(one) for one in READ.run(session)} == {tuple(one) for one in usual}


def test_what_is_waiting_to_be_written_is_seen(database: Database) -> None:
    with database.platform_writing() as shared:
        stovner, grorud = (make_district(shared, slug).id for slug in ("stovner", "grorud"))
    slugs = Direct(SLUGS, SLUGS)
    with database.writing(grorud) as session:
        make_place(session, "grorud-torg")
    with database.writing(stovner) as session:
        make_place(session, "laven")
        assert [tuple(one) for one in slugs.run(session)] == [("laven",)]
        assert [tuple(one) for one in slugs.run(session, district_id=grorud)] == [("laven",)]


def test_without_a_district_it_is_refused() -> None:
    with pytest.raises(WrongDistrict):
        Direct(select(Place.slug), SLUGS)


def test_what_is_spelled_anew_for_its_values_is_refused() -> None:
    some = SLUGS.where(Place.id.in_(bindparam("ids", expanding=True)))
    with pytest.raises(ValueError, match="before its values are known"):
        Spelled(some, some)
    joined = select(func.aggregate_strings(Place.slug, " "))
    with pytest.raises(ValueError, match="before its values are known"):
        Spelled(joined, joined)


def test_a_value_that_is_missing_is_no_null(database: Database) -> None:
    spelled = Spelled(SLUGS, SLUGS)
    with database.looking() as connection, pytest.raises(Exception, match="district_id"):
        spelled.run(connection, {})
