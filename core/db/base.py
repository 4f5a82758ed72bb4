"""The declarative base, and what makes a table belong to a district."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, ForeignKeyConstraint, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column

from core.db.types import UtcDateTime

NAMES: Mapping[str, str] = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of core and of every plugin. Ids are 63-bit integers made by the program."""

    metadata = MetaData(naming_convention=NAMES)
    type_annotation_map = {datetime: UtcDateTime(), int: BigInteger()}


class Scoped:
    """A row of one district. Sessions filter on it, and refuse to write another district's."""

    @declared_attr
    def district_id(self) -> Mapped[int]:
        return mapped_column(ForeignKey("districts.id"), primary_key=True)


class DistrictOwned(Scoped):
    """PRIMARY KEY (district_id, id): a foreign key carries both, so no row can point outside."""

    @declared_attr
    def id(self) -> Mapped[int]:
        return mapped_column(primary_key=True, autoincrement=False)


def within_district(column: str, table: str, *, goes_with: bool = False) -> ForeignKeyConstraint:
    """A foreign key to a row of the same district. The row `goes_with` it when that is erased."""
    there = [f"{table}.district_id", f"{table}.id"]
    ondelete = "CASCADE" if goes_with else None
    return ForeignKeyConstraint(["district_id", column], there, ondelete=ondelete)
