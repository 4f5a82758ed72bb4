"""A stand: who stands there, which offers are shown, what to bring and how much of it went."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlalchemy import delete, select

from core.accounts.actors import Access
from core.counts.days import Day, Status
from core.db.ids import new_ids
from core.db.tenancy import DistrictSession
from core.db.upsert import insert
from core.problems import N_, Refused
from core.schedules.assignments import Assigned, assigned
from core.schedules.models import Activity
from core.tallies.service import Added, add, sums
from core.text import Text
from plugins.bymisjon.models import Line
from plugins.bymisjon.words import ROLES, THING

LONGEST = 80
_OFFER, _PACKED = "offer", "packed"


@dataclass(frozen=True)
class People:
    """Who is on a stand. It is short of people while a role is `missing`."""

    there: Sequence[Assigned]

    @property
    def missing(self) -> list[Text]:
        """The roles nobody has."""
        taken = {one.role for one in self.there}
        return [title for role, title in ROLES.items() if role not in taken]


@dataclass(frozen=True)
class Thing:
    """Something to bring. `left` is the sum of all that came and went; below zero, count it."""

    name: str
    left: int
    gone: int = 0
    packed: bool = False


def people(
    session: DistrictSession, access: Access, days: Sequence[Day], now: datetime
) -> dict[int, People]:
    """Who is on each of the days."""
    found = assigned(session, access, [day.id for day in days], now)
    return {day.id: People(found.get(day.id, ())) for day in days}


def is_stand(day: Day) -> bool:
    """Whether people meet the stand that day: it is not closed, and not cancelled."""
    return day.status in {Status.PLANNED, Status.HELD}


def offers_at(session: DistrictSession, stands: Collection[int]) -> dict[int, list[str]]:
    """The names of what each stand shows."""
    return _lines(session, stands, _OFFER)


def show_offer(
    session: DistrictSession, stand: int, slug: str | None, text: str | None, now: datetime
) -> None:
    """Show one of the district's offers, or another by its name. Twice is once. Raises Refused."""
    offer = session.scalar(select(Activity).where(Activity.slug == slug)) if slug else None
    name = offer.name if offer else _name(text, "text")
    _write(session, stand, _OFFER, [name], now, offer.id if offer else None)


def hide_offer(session: DistrictSession, stand: int, name: str) -> None:
    """It is not shown after all."""
    own = Line.occurrence_id == stand, Line.kind == _OFFER, Line.name == name
    session.execute(delete(Line).where(*own))


def things(session: DistrictSession, activity_id: int, stand: int | None = None) -> list[Thing]:
    """What there is to bring by name, with what of it went at the stand."""
    found = sums(session, activity_id, {THING})
    left: dict[str, int] = {}
    for (_key, _period, name), n in found.items():
        left[name] = left.get(name, 0) + n
    packed = _lines(session, [stand], _PACKED).get(stand, []) if stand else []
    gone = {name: -n for (_key, at, name), n in found.items() if stand and at == str(stand)}
    names = sorted(left, key=str.casefold)
    return [Thing(name, left[name], gone.get(name, 0), name in packed) for name in names]


def gone_at(session: DistrictSession, activity_id: int) -> Mapping[int, int]:
    """How many things went at each stand."""
    gone: dict[int, int] = {}
    for (_key, at, _what), n in sums(session, activity_id, {THING}).items():
        if at:
            gone[int(at)] = gone.get(int(at), 0) - n
    return gone


def got(
    session: DistrictSession,
    actor: str,
    activity: Activity,
    name: str | None,
    n: int | None,
    press: UUID,
    now: datetime,
) -> None:
    """More of a thing came, or a new thing is on the list. Raises Refused."""
    name = _known(things(session, activity.id), _name(name, "name"))
    if n is None:
        raise Refused(N_("Write how many there are. If none yet, write 0."), field="n")
    add(session, actor, activity.id, [Added(THING, n, subject=name)], press, now)


def count_again(
    session: DistrictSession,
    actor: str,
    activity: Activity,
    name: str | None,
    left: int | None,
    reason: str | None,
    press: UUID,
    now: datetime,
) -> None:
    """Somebody counted what is left: an entry for the difference. Raises Refused."""
    known = {one.name: one.left for one in things(session, activity.id)}
    if name not in known or left is None:
        raise Refused(N_("Write how many are left."), field="n")
    if not (reason or "").strip():
        raise Refused(N_("Write why it is corrected."), field="reason")
    one = Added(THING, left - known[name], subject=name, reason=reason)
    add(session, actor, activity.id, [one], press, now)


def bring(
    session: DistrictSession,
    actor: str,
    activity: Activity,
    stand: int,
    packed: Collection[str],
    gone: Mapping[str, int],
    now: datetime,
) -> None:
    """What lies in the bag, and how many of each went at the stand in all.

    A number that is not the saved one becomes an entry of the difference. Raises Refused.
    """
    known = things(session, activity.id, stand)
    added = [
        Added(THING, one.gone - gone[one.name], str(stand), one.name, stand)
        for one in known
        if gone.get(one.name, one.gone) != one.gone
    ]
    add(session, actor, activity.id, added, uuid4(), now)
    session.execute(delete(Line).where(Line.occurrence_id == stand, Line.kind == _PACKED))
    _write(session, stand, _PACKED, [one.name for one in known if one.name in packed], now)


def _known(listed: Sequence[Thing], name: str) -> str:
    return next((one.name for one in listed if one.name.casefold() == name.casefold()), name)


def _name(text: str | None, field: str) -> str:
    name = " ".join((text or "").split())
    if not name:
        raise Refused(N_("Write what it is called."), field=field)
    if len(name) > LONGEST:
        raise Refused(N_("Write it in at most %(n)s letters."), field=field, n=LONGEST)
    return name


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
    rows = [
        {
            "district_id": session.district_id,
            "id": number,
            "occurrence_id": stand,
            "kind": kind,
            "name": name,
            "offer_id": offer_id,
        }
        for number, name in zip(new_ids(now, len(names)), names, strict=True)
    ]
    if rows:
        session.execute(insert(session, Line).on_conflict_do_nothing(), rows)
