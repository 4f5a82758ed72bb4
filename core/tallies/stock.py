"""A stock of things to hand out, by name: what came, what went on a day, what was counted.

Each thing is a subject under one tally key; what is left of it is the sum of all that came and
went.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from core.db.tenancy import DistrictSession
from core.problems import N_, Refused
from core.schedules.holding import hold
from core.tallies.service import Added, Press, add, change_to, sums

LONGEST = 80


@dataclass(frozen=True)
class Thing:
    """Something to hand out. Where `left` is below zero somebody has to count it.

    `gone` is how many went on the day asked about.
    """

    name: str
    left: int
    gone: int = 0


def things(
    session: DistrictSession, activity_id: int, key: str, day: int | None = None
) -> list[Thing]:
    """What there is, by name, with what of it went on a day, by the day's id."""
    left: dict[str, int] = {}
    gone: dict[str, int] = {}
    for (_key, at, name), n in sums(session, activity_id, {key}).items():
        left[name] = left.get(name, 0) + n
        if day is not None and at == str(day):
            gone[name] = -n
    return [Thing(name, left[name], gone.get(name, 0)) for name in sorted(left, key=str.casefold)]


def gone_by_day(session: DistrictSession, activity_id: int, key: str) -> Mapping[int, int]:
    """How many things went on each day, by the day's id."""
    gone: dict[int, int] = {}
    for (_key, at, _name), n in sums(session, activity_id, {key}).items():
        if at:
            gone[int(at)] = gone.get(int(at), 0) - n
    return gone


def came(
    session: DistrictSession,
    press: Press,
    activity_id: int,
    key: str,
    name: str | None,
    n: int | None,
) -> None:
    """More of a thing came, or a new thing is on the list. Raises Refused ("name" or "n")."""
    name = short_name(name, "name")
    if n is None:
        raise Refused(N_("Write how many there are. If none yet, write 0."), field="n")
    known = {one.name.casefold(): one.name for one in things(session, activity_id, key)}
    one = Added(key, n, subject=known.get(name.casefold(), name))
    add(session, press, activity_id, [one])


def counted(
    session: DistrictSession,
    press: Press,
    activity_id: int,
    key: str,
    name: str | None,
    left: int | None,
    reason: str | None,
) -> None:
    """Somebody counted what is left: an entry for the difference, if any. Raises Refused."""
    hold(session, activity_id)
    known = {one.name: one.left for one in things(session, activity_id, key)}
    if name not in known or left is None:
        raise Refused(N_("Write how many are left."), field="n")
    if not (reason or "").strip():
        raise Refused(N_("Write why it is corrected."), field="reason")
    if left != known[name]:
        one = Added(key, left - known[name], subject=name, reason=reason)
        add(session, press, activity_id, [one])


def went(
    session: DistrictSession,
    press: Press,
    activity_id: int,
    key: str,
    day: int,
    gone: Mapping[str, int],
    seen: Mapping[str, int],
) -> None:
    """How many of each thing went on a day in all; a name that is not on the list is passed over.

    `seen` is what somebody was shown. A number that is not the saved one becomes an entry of the
    difference. Raises Refused, and Overtaken where somebody else has changed the number.
    """
    known = {one.name for one in things(session, activity_id, key)}
    wanted, shown = (
        [Added(key, -n, str(day), name, day) for name, n in numbers.items() if name in known]
        for numbers in (gone, seen)
    )
    change_to(session, press, activity_id, wanted, seen=shown)


def short_name(text: str | None, field: str) -> str:
    """A name as it is written, with single spaces. Raises Refused (at the field)."""
    name = " ".join((text or "").split())
    if not name:
        raise Refused(N_("Write what it is called."), field=field)
    if len(name) > LONGEST:
        raise Refused(N_("Write it in at most %(n)s letters."), field=field, n=LONGEST)
    return name
