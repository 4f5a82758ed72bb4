"""A stand: which offers are shown there, and what lies in the bag. Numbers are the stock's."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from core.db.tenancy import DistrictSession
from core.db.upsert import add_missing
from core.schedules.models import Activity
from core.tallies import stock
from core.tallies.service import Press
from plugins.bymisjon.models import Line
from plugins.bymisjon.words import THING

_OFFER, _PACKED = "offer", "packed"
_ONCE = ("district_id", "occurrence_id", "kind", "name")


def offers_at(session: DistrictSession, stands: Collection[int]) -> dict[int, list[str]]:
    """The names of what each stand shows."""
    return _lines(session, stands, _OFFER)


def packed_for(session: DistrictSession, stand: int) -> list[str]:
    """The names of what lies in the bag."""
    return _lines(session, [stand], _PACKED).get(stand, [])


def show_offer(
    session: DistrictSession, stand: int, slug: str | None, text: str | None, now: datetime
) -> None:
    """Show one of the district's offers, or another by its name. Twice is once. Raises Refused."""
    offer = session.scalar(select(Activity).where(Activity.slug == slug)) if slug else None
    name = offer.name if offer else stock.short_name(text, "text")
    _write(session, stand, _OFFER, [name], now, offer.id if offer else None)


def hide_offer(session: DistrictSession, stand: int, name: str) -> None:
    """It is not shown after all."""
    own = Line.occurrence_id == stand, Line.kind == _OFFER, Line.name == name
    session.execute(delete(Line).where(*own))


def bring(
    session: DistrictSession,
    press: Press,
    activity: Activity,
    stand: int,
    packed: Collection[str],
    gone: Mapping[str, int],
) -> None:
    """What lies in the bag, and how many of each went at the stand in all. Raises Refused."""
    stock.went(session, press, activity.id, THING, stand, gone)
    session.execute(delete(Line).where(Line.occurrence_id == stand, Line.kind == _PACKED))
    known = [one.name for one in stock.things(session, activity.id, THING)]
    _write(session, stand, _PACKED, [name for name in known if name in packed], press.at)


def _lines(session: DistrictSession, stands: Collection[int], kind: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = select(Line).where(Line.occurrence_id.in_(stands), Line.kind == kind)
    for row in sorted(session.scalars(rows), key=lambda row: row.name.casefold()):
        found.setdefault(row.occurrence_id, []).append(row.name)
    return found


def _write(
    session: DistrictSession,
    stand: int,
    kind: str,
    names: Sequence[str],
    now: datetime,
    offer_id: int | None = None,
) -> None:
    one = {"occurrence_id": stand, "kind": kind, "offer_id": offer_id}
    rows = [{**one, "name": name} for name in names]
    add_missing(session, Line, _ONCE, rows, now)
