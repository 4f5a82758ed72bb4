"""Adding to tallies, correcting and taking back. Whoever calls has asked who may.

Tallies are kinds of their own: nothing here is a visit, and no visit total reads it.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID, uuid4, uuid5

from sqlalchemy import Select, func, select

from core.audit.service import record
from core.batches import service as batches
from core.batches.models import Batch
from core.db.tenancy import DistrictSession
from core.db.upsert import add_missing
from core.problems import N_, NotFound, Overtaken, Refused
from core.schedules.holding import hold
from core.tallies.models import Tally

MOST = 100_000
BATCHES = "tallies"
_CORRECTED = N_("It was corrected afterwards (%(where)s). Correct the number instead.")
_ONCE = ("district_id", "press", "key", "period", "subject")


@dataclass(frozen=True)
class Added:
    """±n, before it is saved. See `Tally` for what `period` and `subject` are."""

    key: str
    n: int
    period: str = ""
    subject: str = ""
    occurrence_id: int | None = None
    note: str | None = None
    reason: str | None = None


@dataclass(frozen=True)
class Change:
    """What one press saved in one period, the numbers by key and subject.

    `undone` is whether it was taken back later.
    """

    press: UUID
    period: str
    actor: str
    saved_at: datetime
    n: Mapping[tuple[str, str], int]
    note: str | None
    reason: str | None
    undone: bool
    is_undo: bool
    imported: bool


@dataclass(frozen=True)
class Press:
    """One press of a button: what it saves counts once. `actor` is a reference, `at` UTC."""

    actor: str
    at: datetime
    id: UUID = field(default_factory=uuid4)


def add(
    session: DistrictSession,
    press: Press,
    activity_id: int,
    added: Iterable[Added],
    *,
    batch_id: int | None = None,
    undoes: UUID | None = None,
) -> None:
    """Save what one press says. The same press again changes nothing.

    Raises Refused for a number nobody can mean, or that is not the one the press saved before.
    """
    listed = list(added)
    _check_said_before(session, press, listed)
    if any(abs(one.n) > MOST for one in listed):
        raise Refused(N_("The number is higher than can be right. Check it."))
    rows = [
        {
            "activity_id": activity_id,
            "key": one.key,
            "period": one.period,
            "subject": one.subject,
            "occurrence_id": one.occurrence_id,
            "n": one.n,
            "note": one.note,
            "reason": one.reason,
            "press": press.id,
            "undoes": undoes,
            "batch_id": batch_id,
            "actor": press.actor,
            "saved_at": press.at,
        }
        for one in listed
    ]
    add_missing(session, Tally, _ONCE, rows, press.at)


def change_to(
    session: DistrictSession,
    press: Press,
    activity_id: int,
    wanted: Iterable[Added],
    *,
    seen: Iterable[Added] | None = None,
    batch_id: int | None = None,
) -> None:
    """Make sums what `wanted` says, by entries for the difference.

    Here the `n` of each is the sum its key, period and subject shall have, and in `seen` the sum
    somebody was shown. Raises as `add` does, and Overtaken where a sum that should change is no
    longer the one seen; one that is as wanted already stays.
    """
    hold(session, activity_id)
    listed = list(wanted)
    known = sums(session, activity_id, {one.key for one in listed})
    changed = [one for one in listed if one.n != known.get(_at(one), 0)]
    if seen is not None and changed:
        shown = {_at(one): one.n for one in seen}
        again = select(Tally.id).where(Tally.press == press.id).limit(1)
        if session.scalar(again) is not None or any(
            shown.get(_at(one), 0) != known.get(_at(one), 0) for one in changed
        ):
            raise Overtaken
    added = [replace(one, n=one.n - known.get(_at(one), 0)) for one in changed]
    add(session, press, activity_id, added, batch_id=batch_id)


def undo(
    session: DistrictSession, actor: str, activity_id: int, press: UUID, now: datetime
) -> None:
    """Take back what one press saved; the history keeps both.

    Raises NotFound, or Refused where it is taken back already or a sum would be below zero.
    """
    hold(session, activity_id)
    rows = session.scalars(
        select(Tally).where(Tally.activity_id == activity_id, Tally.press == press)
    ).all()
    if not rows or rows[0].undoes is not None:
        raise NotFound
    if session.scalar(select(Tally.id).where(Tally.undoes == press)) is not None:
        raise Refused(N_("It is taken back already."))
    if corrected := _corrected_since(session, rows):
        _key, period, subject = min(corrected)
        raise Refused(_CORRECTED, where=period or subject)
    _reverse(session, actor, rows, now)
    record(session, actor, "tallies:undo", f"activity:{activity_id}", now=now, press=str(press))


def open_batch(
    session: DistrictSession, actor: str, activity_id: int, label: str, size: int, now: datetime
) -> int:
    """A batch for entries to be added with; its id."""
    return batches.open_batch(session, actor, activity_id, BATCHES, label, size, now)


def batches_of(session: DistrictSession, activity_id: int) -> Sequence[Batch]:
    """An activity's batches of entries, the latest first."""
    return [row for row, _size in batches.batches_of(session, activity_id, BATCHES)]


def undo_batch(
    session: DistrictSession, actor: str, activity_id: int, batch_id: int, now: datetime
) -> None:
    """Take back what a batch added and is not taken back yet. Raises as `undo` does.

    A sum that somebody has corrected since stays as it was corrected.
    """
    hold(session, activity_id)
    batches.take_back(session, actor, activity_id, BATCHES, batch_id, now)
    undone = select(Tally.undoes).where(Tally.undoes.is_not(None))
    rows = select(Tally).where(Tally.batch_id == batch_id, Tally.press.not_in(undone))
    own = session.scalars(rows.order_by(Tally.press)).all()
    corrected = _corrected_since(session, own)
    _reverse(session, actor, [row for row in own if _at(row) not in corrected], now)


def sums(
    session: DistrictSession,
    activity_id: int,
    keys: Collection[str],
    periods: tuple[str, str] | None = None,
) -> dict[tuple[str, str, str], int]:
    """The sum of each (key, period, subject) that has entries.

    `periods` are the first and last to read, inclusive, in the order of their letters.
    """
    statement = (
        select(Tally.key, Tally.period, Tally.subject, func.sum(Tally.n).label("n"))
        .where(Tally.activity_id == activity_id, Tally.key.in_(keys))
        .group_by(Tally.key, Tally.period, Tally.subject)
    )
    if periods is not None:
        statement = statement.where(Tally.period.between(*periods))
    rows = session.execute(statement)
    return {(row.key, row.period, row.subject): int(row.n) for row in rows}


def history(
    session: DistrictSession,
    activity_id: int,
    keys: Collection[str],
    periods: tuple[str, str] | None = None,
    most: int = 500,
) -> list[Change]:
    """What was saved under the keys, press by press, the latest first."""
    own: Select[Tally] = select(Tally).where(Tally.activity_id == activity_id, Tally.key.in_(keys))
    if periods is not None:
        own = own.where(Tally.period.between(*periods))
    latest = own.order_by(Tally.saved_at.desc(), Tally.press, Tally.id).limit(most)
    rows = session.scalars(latest).all()
    undone = {row.undoes for row in rows}
    runs = groupby(rows, key=lambda row: row.press)
    return [_change(list(run), undone) for _press, run in runs]


def _check_said_before(session: DistrictSession, press: Press, listed: Sequence[Added]) -> None:
    rows = session.scalars(select(Tally).where(Tally.press == press.id))
    before = {_at(row): row.n for row in rows}
    if any(before.get(_at(one), one.n) != one.n for one in listed):
        raise Refused(
            N_("The page was sent before, and what it said is saved. Send again to add this, too.")
        )


def _at(one: Added | Tally) -> tuple[str, str, str]:
    return one.key, one.period, one.subject


def _change(run: Sequence[Tally], undone: Collection[UUID | None]) -> Change:
    first = run[0]
    return Change(
        press=first.press,
        period=first.period,
        actor=first.actor,
        saved_at=first.saved_at,
        n={(row.key, row.subject): row.n for row in run},
        note=next((row.note for row in run if row.note), None),
        reason=next((row.reason for row in run if row.reason), None),
        undone=first.press in undone,
        is_undo=first.undoes is not None,
        imported=first.batch_id is not None,
    )


def _corrected_since(session: DistrictSession, rows: Sequence[Tally]) -> set[tuple[str, str, str]]:
    """Whose sum somebody has said since. `rows` were saved at one time."""
    if not rows:
        return set()
    undone = select(Tally.undoes).where(Tally.undoes.is_not(None))
    said = select(Tally).where(
        Tally.activity_id == rows[0].activity_id,
        Tally.key.in_({row.key for row in rows}),
        Tally.saved_at > rows[0].saved_at,
        Tally.reason.is_not(None),
        Tally.press.not_in(undone),
    )
    return {_at(row) for row in rows} & {_at(row) for row in session.scalars(said)}


def _reverse(
    session: DistrictSession,
    actor: str,
    rows: Sequence[Tally],
    now: datetime,
) -> None:
    """Opposite entries, each press by one of its own. `rows` come press by press."""
    if not rows:
        return
    activity_id = rows[0].activity_id
    left = sums(session, activity_id, {row.key for row in rows})
    for row in rows:
        at = _at(row)
        left[at] -= row.n
        if left[at] < 0 < row.n:
            raise Refused(_CORRECTED, where=row.period or row.subject)
    for press, run in groupby(rows, key=lambda row: row.press):
        opposite = [
            Added(row.key, -row.n, row.period, row.subject, row.occurrence_id) for row in run
        ]
        # Its id is made of the other's, so that two who take it back at once do it once
        back = Press(actor, now, uuid5(press, "undo"))
        add(session, back, activity_id, opposite, undoes=press)
