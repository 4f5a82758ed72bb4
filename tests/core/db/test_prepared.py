"""Prepared statements stay within the session's district."""

import pytest
from sqlalchemy import bindparam, select

from core.db.database import Database
from core.db.prepared import Prepared
from core.db.tenancy import WrongDistrict
from core.places.models import Place
from core.testing.factories import make_district, make_place

SLUGS = select(Place.slug).where(Place.district_id == bindparam("district_id"))


def test_a_statement_without_a_district_is_refused() -> None:
    with pytest.raises(WrongDistrict):
        Prepared.select(select(Place.slug))
    with pytest.raises(WrongDistrict):
        Prepared(SLUGS, select(Place.slug))


def test_only_the_session_says_which_district(database: Database) -> None:
    with database.platform_writing() as shared:
        stovner = make_district(shared, "stovner").id
        grorud = make_district(shared, "grorud").id
    prepared = Prepared.select(SLUGS)
    with database.writing(grorud) as session:
        make_place(session, "grorud-torg")
    with database.writing(stovner) as session:
        make_place(session, "laven")
        assert prepared.run(session).scalars().all() == ["laven"]
        assert prepared.run(session, district_id=grorud).scalars().all() == ["laven"]
