"""One district never reaches another: by the ORM, by bare SQL, by mistake. What is kept stays."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
import sqlalchemy as sa
from sqlalchemy import delete, exists, func, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session, aliased

from core.db.database import Database
from core.db.ids import new_id
from core.db.tenancy import DistrictSession, WrongDistrict
from core.districts.models import District
from core.places.models import Place
from core.schedules.models import Activity, CalendarNote, Occurrence
from core.testing.factories import (
    LONG_AGO,
    make_activity,
    make_district,
    make_occurrence,
    make_organisation,
    make_place,
)

DAY = date(2026, 11, 22)
only = pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@dataclass(frozen=True)
class Two:
    """Two districts with the same things: a house, an offer in it, a day."""

    database: Database
    here: int
    there: int
    house_there: int
    offer_there: int

    def names(self, district: int) -> list[str]:
        with self.database.reading(district) as session:
            return list(session.scalars(select(Place.name)))


@pytest.fixture
def two(database: Database) -> Two:
    with database.platform_writing() as shared:
        here, there = make_district(shared, "stovner"), make_district(shared, "grorud")
        organisation = make_organisation(shared).id
        ids = here.id, there.id
    houses, offers = [], []
    for district in ids:
        with database.writing(district) as session:
            house = make_place(session).id
            offer = make_activity(session, organisation, place_id=house).id
            make_occurrence(session, offer, DAY, place_id=house)
            note = CalendarNote(kind="note", name="Eid", first=DAY, last=DAY)
            note.id = new_id(LONG_AGO)
            session.add(note)
        houses.append(house)
        offers.append(offer)
    return Two(database, *ids, houses[1], offers[1])


@pytest.mark.parametrize(
    "statement",
    [
        select(func.count(Place.id)),
        select(func.count()).select_from(Place),
        select(func.count(aliased(Place).id)),
        select(func.count(Place.id)).where(exists().where(Activity.place_id == Place.id)),
        select(func.count(select(Place.id).subquery().c.id)),
        select(func.count(Occurrence.id)).join(Activity, Activity.id == Occurrence.activity_id),
        select(select(func.count(Activity.id)).scalar_subquery()),
    ],
)
def test_every_select_is_of_one_district(two: Two, statement: sa.Select[Any]) -> None:
    with two.database.reading(two.here) as session:
        assert session.scalar(statement) == 1


def test_another_districts_id_finds_nothing(two: Two) -> None:
    with two.database.reading(two.here) as session:
        assert session.get(Place, (two.there, two.house_there)) is None
        assert session.scalar(select(Place).where(Place.id == two.house_there)) is None
        assert session.scalar(select(Place).where(Place.district_id == two.there)) is None


@pytest.mark.parametrize(
    "statement",
    [
        update(Place).values(name="changed"),
        update(Place).where(Place.district_id > 0).values(name="changed"),
        delete(CalendarNote),
    ],
)
def test_updates_and_deletes_stay_at_home(two: Two, statement: sa.Update) -> None:
    with two.database.writing(two.here) as session:
        assert session.execute(statement).rowcount == 1  # type: ignore[attr-defined]

    assert "changed" not in two.names(two.there)
    with two.database.reading(two.there) as session:
        assert session.scalar(select(func.count(CalendarNote.id))) == 1


def row(district: int, slug: str = "laven") -> dict[str, Any]:
    return {
        "district_id": district,
        "id": new_id(LONG_AGO),
        "slug": slug,
        "name": "Låven",
        "lanes": 1,
        "equipment": [],
        "created_at": LONG_AGO,
    }


def _add(session: DistrictSession, two: Two) -> None:
    session.add(Place(**row(two.there)))
    session.flush()


def _move(session: DistrictSession, two: Two) -> None:
    session.scalars(select(Place)).one().district_id = two.there
    session.flush()


def _insert(session: DistrictSession, two: Two) -> None:
    session.execute(insert(Place), [row(two.here), row(two.there, "other")])


def _insert_values(session: DistrictSession, two: Two) -> None:
    session.execute(insert(Place).values(**row(two.there)))


def _insert_without(session: DistrictSession, two: Two) -> None:
    session.execute(insert(Place), [{**row(two.there), "district_id": None}])


def _update_by_key(session: DistrictSession, two: Two) -> None:
    session.execute(
        update(Place), [{"district_id": two.there, "id": two.house_there, "name": "changed"}]
    )


def _bulk_save(session: DistrictSession, two: Two) -> None:
    session.bulk_save_objects([Place(**row(two.there))])


def _bulk_insert(session: DistrictSession, two: Two) -> None:
    session.bulk_insert_mappings(sa.inspect(Place), [row(two.there)])


def _bulk_update(session: DistrictSession, two: Two) -> None:
    keys = {"district_id": two.there, "id": two.house_there}
    session.bulk_update_mappings(sa.inspect(Place), [{**keys, "name": "changed"}])


@pytest.mark.parametrize(
    "write",
    [
        _add,
        _move,
        _insert,
        _insert_values,
        _insert_without,
        _update_by_key,
        _bulk_save,
        _bulk_insert,
        _bulk_update,
    ],
)
def test_nothing_is_written_in_another_district(
    two: Two, write: Callable[[DistrictSession, Two], None]
) -> None:
    before = two.names(two.there)
    with pytest.raises(WrongDistrict), two.database.writing(two.here) as session:
        write(session, two)

    assert two.names(two.there) == before
    assert len(two.names(two.here)) == 1


def test_a_row_cannot_point_into_another_district(two: Two) -> None:
    with pytest.raises(IntegrityError), two.database.writing(two.here) as session:
        make_occurrence(session, two.offer_there, DAY)


def test_a_row_that_is_added_gets_the_sessions_district(two: Two) -> None:
    with two.database.writing(two.here) as session:
        assert make_place(session, "laven").district_id == two.here


def _platform_select(session: Session) -> None:
    session.scalars(select(Place)).all()


def _platform_get(session: Session) -> None:
    session.get(Place, (1, 1))


def _platform_update(session: Session) -> None:
    session.execute(update(Place).values(name="changed"))


def _platform_add(session: Session) -> None:
    session.add(Place(**row(1)))
    session.flush()


def _platform_bulk(session: Session) -> None:
    session.bulk_save_objects([Place(**row(1))])


@pytest.mark.parametrize(
    "use",
    [
        _platform_select,
        _platform_get,
        _platform_update,
        _platform_add,
        _platform_bulk,
    ],
)
def test_the_platforms_session_knows_no_districts_rows(
    two: Two, use: Callable[[Session], None]
) -> None:
    with pytest.raises(WrongDistrict), two.database.platform_writing() as session:
        use(session)


def test_the_platforms_session_joins_to_nothing(two: Two) -> None:
    joined = select(District).join(Place, Place.district_id == District.id)
    with two.database.platform_reading() as session:
        assert session.scalars(joined).all() == []
        assert session.scalars(select(District).where(exists().where(Place.id > 0))).all() == []


@pytest.mark.parametrize(
    "statement",
    [sa.text("SELECT 1"), select(Place.__table__), sa.insert(Place.__table__)],
)
def test_sql_that_names_no_class_is_refused(two: Two, statement: sa.Select[Any]) -> None:
    with pytest.raises(WrongDistrict), two.database.writing(two.here) as session:
        session.execute(statement)
    with pytest.raises(WrongDistrict), two.database.platform_writing() as shared:
        shared.execute(statement)
