"""A stand: which offers are shown there, and what lies in the bag. Numbers are the stock's."""

from collections.abc import Collection, Mapping
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
Names = Mapping[str, int | None]
"""Names of a list's lines, with the offer's id where it is one of the district's."""
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
    _write(session, stand, _OFFER, {name: offer.id if offer else None}, now)


def hide_offer(session: DistrictSession, stand: int, name: str) -> None:
    """It is not shown after all."""
    _remove(session, stand, _OFFER, name)


def bring(
    session: DistrictSession,
    press: Press,
    activity: Activity,
    stand: int,
    packed: Collection[str],
    unpacked: Collection[str],
    gone: Mapping[str, int],
    seen: Mapping[str, int],
) -> None:
    """What was put in the bag or taken out, and how many of each went in all, as `went`."""
    stock.went(session, press, activity.id, THING, stand, gone, seen)
    for name in unpacked:
        _remove(session, stand, _PACKED, name)
    known = [one.name for one in stock.things(session, activity.id, THING)]
    _write(session, stand, _PACKED, {name: None for name in known if name in packed}, press.at)


def _lines(session: DistrictSession, stands: Collection[int], kind: str) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = select(Line).where(Line.occurrence_id.in_(stands), Line.kind == kind)
    for row in sorted(session.scalars(rows), key=lambda row: row.name.casefold()):
        found.setdefault(row.occurrence_id, []).append(row.name)
    return found


def _remove(session: DistrictSession, stand: int, kind: str, name: str) -> None:
    own = Line.occurrence_id == stand, Line.kind == kind, Line.name == name
    session.execute(delete(Line).where(*own))


def _write(session: DistrictSession, stand: int, kind: str, names: Names, now: datetime) -> None:
    one = {"occurrence_id": stand, "kind": kind}
    rows = [{**one, "name": name, "offer_id": offer} for name, offer in names.items()]
    add_missing(session, Line, _ONCE, rows, now)
