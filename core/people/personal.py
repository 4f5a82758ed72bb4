"""Rows about people that others than core keep: what they are for, and that they go in time."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import inspect, select

from core.db.base import Base
from core.db.tenancy import DistrictSession


@dataclass(frozen=True)
class PersonalTable:
    """Rows a part keeps about people: which column names the person, and why they are kept.

    The column is a foreign key to `people` whose rows go with the person when they are erased.
    """

    model: type[Base]
    column: str
    purpose: str

    @property
    def goes_with_the_person(self) -> bool:
        """Whether the database removes the rows together with the person."""
        return any(
            self.column in constraint.column_keys
            and constraint.elements[0].target_fullname.startswith("people.")
            and constraint.ondelete == "CASCADE"
            for constraint in self.model.__table__.foreign_key_constraints  # type: ignore[attr-defined]
        )


def kept_about(
    session: DistrictSession, person_id: int, tables: tuple[PersonalTable, ...]
) -> list[dict[str, Any]]:
    """Everything these tables hold about a person, as plain values, with why it is kept."""
    return [
        {"table": one.model.__tablename__, "purpose": one.purpose, **_values(row)}
        for one in tables
        for row in session.scalars(
            select(one.model).where(getattr(one.model, one.column) == person_id)
        )
    ]


def _values(row: Base) -> dict[str, Any]:
    return {
        column.key: str(value)
        for column in inspect(row).mapper.column_attrs
        if (value := getattr(row, column.key)) is not None
    }
