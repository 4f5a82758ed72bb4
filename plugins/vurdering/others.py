"""Other offers for the same people: a rule that can be explained in a sentence."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from core.calendar.counting_year import Period
from core.counts.categories import Categories
from core.counts.figures import Attendance, attendance, held_of
from core.db.tenancy import DistrictSession
from core.schedules.models import Activity
from core.schedules.service import activities
from plugins.vurdering.similar import resemble, stems

_MOST = 10


@dataclass(frozen=True)
class Other:
    """Another offer, what it has in common (audience, place, organisation), and its figures."""

    activity: Activity
    why: Sequence[str]
    attendance: Attendance


def others(
    session: DistrictSession,
    activity: Activity,
    period: Period,
    known: Mapping[str | None, Categories],
) -> Sequence[Other]:
    """Offers in use that are for the same people, in the same place or by the same organisation.

    "For whom" is compared by its words; those that have most in common come first, at most ten.
    """
    common = [(one, _common(activity, one)) for one in activities(session) if one is not activity]
    alike = [pair for pair in common if pair[1]]
    found = sorted(alike, key=lambda pair: (-len(pair[1]), pair[1], pair[0].name))[:_MOST]
    held = held_of(session, [one for one, _why in found], period, known)
    return [Other(one, why, attendance(period, held[one.id])) for one, why in found]


def _common(one: Activity, other: Activity) -> list[str]:
    checks = {
        "audience": bool(resemble(stems(one.audience or ""), stems(other.audience or ""))),
        "place": one.place_id is not None and one.place_id == other.place_id,
        "organisation": one.organisation_id == other.organisation_id,
    }
    return [why for why, holds in checks.items() if holds]
