"""What settings are made of: a day every year has, and hours in their order."""

from datetime import date, timedelta
from typing import Annotated

import msgspec
import pytest

from core.plugin_api.setting_types import day_of_year, in_order

Day = Annotated[str, day_of_year("First day", "As 09-01.")]
NO_LEAP_YEAR = {f"{date(2026, 1, 1) + timedelta(days=n):%m-%d}" for n in range(365)}


def fits(text: str) -> bool:
    try:
        msgspec.convert(text, Day)
    except msgspec.ValidationError:
        return False
    return True


def test_the_days_that_fit_are_those_every_year_has() -> None:
    written = {f"{month:02}-{day:02}" for month in range(14) for day in range(33)}
    assert {text for text in written if fits(text)} == NO_LEAP_YEAR
    assert not any(map(fits, ("", "9-1", "09-01-2026", "x09-01", "09-01\n")))


@pytest.mark.parametrize(("first", "last"), [("21:00", "10:00"), ("09:00", "09:00")])
def test_hours_that_are_not_in_order_are_refused(first: str, last: str) -> None:
    in_order("09:00", "09:01")
    with pytest.raises(ValueError, match="must be before the last"):
        in_order(first, last)
