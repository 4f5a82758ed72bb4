"""How people heard of an offer, as they told beside the count: it is one of the kinds counted."""

from collections.abc import Sequence

from core.calendar.counting_year import Period
from core.counts.categories import CountCategory, categories
from core.counts.days import days_between
from core.counts.figures import held_days
from core.db.tenancy import DistrictSession
from core.statistics.basics import category_sum
from core.statistics.gateway import is_small


def told(
    session: DistrictSession,
    activity_id: int,
    period: Period,
    ways: Sequence[CountCategory],
    *,
    office: bool,
) -> tuple[tuple[str, int], ...]:
    """How many told of each way, by its label; what nobody told is left out. One query.

    The period is of local dates. Outside the office nothing is told where one of the ways is from
    one to four.
    """
    days = held_days(days_between(session, period, [activity_id]), categories(ways), "")
    sums = [(str(one.label), category_sum(one.kind, one.key, days)) for one in ways]
    if not office and any(is_small(number) for _label, number in sums):
        return ()
    return tuple((label, number) for label, number in sums if number > 0)
