"""How much was made lately: ids are made of the moment, so that no time need be kept to tell."""

from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import InstrumentedAttribute

from core.db.ids import first_id
from core.db.tenancy import DistrictSession


def made_since(
    session: DistrictSession,
    ids: InstrumentedAttribute[int],
    moment: datetime,
    *where: ColumnElement[bool],
) -> int:
    """How many of the rows with these ids, and `where` that is so, were made from the moment on."""
    made = select(func.count(ids)).where(ids >= first_id(moment), *where)
    return session.scalar(made) or 0
