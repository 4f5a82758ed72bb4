"""Version rows: what tells that something a rule read has changed since it was read.

The rows are locks, too: a writer moves those of its subjects in one statement, in one order, so
that of two writers one waits, and then sees that it is late.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import bindparam, select
from sqlalchemy.dialects import postgresql, sqlite

from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.models import Agreement, PlaceRule, Version
from core.bookings.scope import neighbours_matter, rules_for
from core.bookings.vocabulary import Frequency, Own, Per, Quota
from core.db.changes import when_changed
from core.db.prepared import Prepared
from core.db.tenancy import DistrictSession
from core.places.models import OpeningHours, Place

RULES = "rules"
_RULES_ARE_MADE_OF = (Place, OpeningHours, PlaceRule, Agreement)


def _moving(dialect: Any) -> Any:
    versions = Version.__table__
    return (
        dialect.insert(versions)
        .on_conflict_do_update(
            index_elements=["district_id", "subject"], set_={"version": versions.c.version + 1}
        )
        .returning(versions.c.subject, versions.c.version)
    )


_MOVE = Prepared(_moving(sqlite), _moving(postgresql))
_RULES_NOW = Prepared.select(
    select(Version.version).where(
        Version.district_id == bindparam("district_id"), Version.subject == RULES
    )
)


class Stale(Exception):
    """Something the verdict rests on has changed: ask the rules again.

    `held` are the subjects that are ours all the same, until the end of the transaction.
    """

    def __init__(self, held: Collection[str] = ()) -> None:
        super().__init__()
        self.held = frozenset(held)


def room(place_id: int) -> str:
    """The subject of a room."""
    return f"room:{place_id}"


def subjects(verdict: Verdict, snapshot: Snapshot) -> set[str]:
    """What a verdict rests on, besides the rules themselves: rooms, and whose use rules count."""
    request = verdict.request
    own = [one.rule.what for one in rules_for(request, snapshot)]
    asks_plugin = any(isinstance(what, Own) for what in own)
    found = {room(request.place_id), *(room(take.room_id) for take in verdict.takes)}
    if asks_plugin or neighbours_matter(request.place_id, snapshot):
        found |= {room(one) for one in snapshot.in_house(request.place_id)}
    # Nobody knows what a plugin counts
    return found | _counting(request, set(Per) if asks_plugin else _counted(own))


def seen_by_others(verdict: Verdict, snapshot: Snapshot) -> set[str]:
    """Whose use others' rules may count it as. What it rests on itself is not among it."""
    asked = [one.rule.what for one in snapshot.rules]
    asks_plugin = any(isinstance(what, Own) for what in asked)
    return _counting(verdict.request, set(Per) if asks_plugin else _counted(asked))


def _counted(asked: Iterable[object]) -> set[Per]:
    return {what.per for what in asked if isinstance(what, Quota | Frequency)}


def _counting(request: Request, counted: Collection[Per]) -> set[str]:
    found = {
        Per.ORGANISATION: f"organisation:{request.organisation.id}",
        Per.ACTIVITY: f"activity:{request.activity.id}",
        Per.USER: request.actor,
    }
    return {subject for per, subject in found.items() if per in counted}


def claim(
    session: DistrictSession,
    snapshot: Snapshot,
    subjects: Collection[str],
    along: Collection[str] = (),
) -> None:
    """Take the subjects and move their versions. Raises Stale when one has moved before.

    Those `along` are taken in the same order, whatever became of them: no verdict rests on them.
    """
    if not subjects:
        return
    held = {*subjects, *along}
    moved = move(session, held)
    known: Mapping[str, int] = snapshot.versions
    if any(moved[subject] != known.get(subject, 0) + 1 for subject in subjects):
        raise Stale(held)
    if _rules(session) != known.get(RULES, 0):
        raise Stale(held)


def unmoved(session: DistrictSession, snapshot: Snapshot, subjects: Iterable[str]) -> bool:
    """Whether the subjects and the rules are as they were when they were read."""
    wanted = {*subjects, RULES}
    rows = session.execute(
        select(Version.subject, Version.version).where(Version.subject.in_(wanted))
    )
    found = {row.subject: row.version for row in rows}
    return all(found.get(one, 0) == snapshot.versions.get(one, 0) for one in wanted)


def move(session: DistrictSession, subjects: Iterable[str]) -> dict[str, int]:
    """Move the versions of subjects, and give them; the rows are ours until the end."""
    rows = [{"subject": subject, "version": 1} for subject in sorted(subjects)]
    if not rows:
        return {}
    return {row.subject: row.version for row in _MOVE.run_many(session, rows)}


def _rules(session: DistrictSession) -> int:
    return _RULES_NOW.run(session).scalar() or 0


def step(session: DistrictSession, subject: str) -> None:
    """Move one version, in a flush or outside one."""
    _MOVE.run_in_flush(session, subject=subject, version=1).close()


def _rules_changed(session: DistrictSession) -> None:
    step(session, RULES)


when_changed(_RULES_ARE_MADE_OF, _rules_changed)
