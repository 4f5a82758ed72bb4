"""How people heard of an offer: summed over the days, and guarded outside the office."""

from datetime import date
from uuid import uuid4

import pytest

from core.calendar.counting_year import Period
from core.counts.categories import CountCategory, categories
from core.counts.events import NewEvent
from core.counts.heard import told
from core.counts.service import save_events
from core.statistics.measures import CountKind
from tests.core.counts.conftest import TODAY, Centre

WAYS = (
    CountCategory("heard_friends", CountKind.HEARD, "Friends"),
    CountCategory("heard_poster", CountKind.HEARD, "A poster"),
    CountCategory("heard_other", CountKind.HEARD, "Something else"),
)
NOVEMBER = Period(date(2026, 11, 1), date(2026, 11, 30))


def count(centre: Centre, **presses: int) -> None:
    on = {None: categories(), "rodekors": categories(WAYS)}
    events = [
        NewEvent(uuid4(), centre.days[TODAY], key, n, centre.clock())
        for key, n in presses.items()
        if n
    ]
    with centre.database.writing(centre.district) as session:
        assert not save_events(session, centre.counting(on=on), events).rejected


@pytest.mark.parametrize(
    ("poster", "outside"), [(7, (("Friends", 6), ("A poster", 7))), (4, ()), (0, (("Friends", 6),))]
)
def test_sums_and_what_is_told_outside(
    centre: Centre, poster: int, outside: tuple[tuple[str, int], ...]
) -> None:
    count(centre, heard_friends=6, heard_poster=poster, adult=30)
    with centre.database.reading(centre.district) as session:
        office, others = (
            told(session, centre.activity, NOVEMBER, WAYS, office=office)
            for office in (True, False)
        )
        before = Period(date(2026, 10, 1), date(2026, 10, 31))
        assert told(session, centre.activity, before, WAYS, office=True) == ()
    assert office == tuple(one for one in (("Friends", 6), ("A poster", poster)) if one[1])
    assert others == outside
