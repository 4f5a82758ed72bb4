"""What could single somebody out is shown in the office alone, then and later."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.statistics.basics import BASIC_MEASURES
from core.statistics.gateway import Reach, figures
from core.statistics.measures import GUARDED, CountKind, HeldDay
from plugins.vurdering.frozen import freeze, shown
from tests.plugins.vurdering.conftest import OFFER, OWN
from tests.plugins.vurdering.test_decisions import decide
from tests.support.stovner import Stovner

NUMBERS = st.integers(0, 40)


@given(adults=NUMBERS, new=NUMBERS, reach=st.sampled_from(Reach))
def test_a_snapshot_tells_no_newcomers_outside_the_office(
    adults: int, new: int, reach: Reach
) -> None:
    totals = {CountKind.VISIT: {"adult": adults}, CountKind.NEWCOMER: {"new_adult": new}}
    days = [HeldDay(date(2026, 9, 6), OWN, totals)]
    found = figures(BASIC_MEASURES, days, office=True, reach=reach)
    kept = freeze(reach, found.values())
    outside = shown(kept, office=False, may=lambda _permission: True)
    inside = shown(kept, office=True, may=lambda _permission: True)
    assert inside["figures"] == kept["figures"]
    assert {one["kind"] for one in outside["figures"]}.isdisjoint({one.value for one in GUARDED})
    assert [one["value"] for one in outside["figures"] if one["key"] == "visits"] == [adults]


@pytest.mark.parametrize("who", ["coordinator", "district-admin", "viewer", "leader", "admin"])
def test_readers_outside_get_neither_newcomers_nor_panels(offers: Stovner, who: str) -> None:
    decide(offers.browser("coordinator"))
    browser = offers.browser(who)
    browser.get("/stovner/account?lang=en")
    page = browser.get(f"{OFFER}{OWN}").text
    office = who in {"coordinator", "district-admin"}
    assert ("<dt>Unique participants</dt>" in page) is office
    assert ("What people said" in page) is office
    assert "320" in page
