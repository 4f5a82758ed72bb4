"""The demo looks like a district that plans as the program proposes."""

import sqlite3
from contextlib import closing
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from core.calendar.counting_year import Period
from core.calendar.holidays_no import public_holidays


def test_what_comes_is_closed_on_public_holidays_and_today_is_open(demo_data: Path) -> None:
    # Looked at without a trace: another test process may be copying it
    file = f"file:{demo_data / 'innbyggerbasen.db'}?immutable=1"
    with closing(sqlite3.connect(file, uri=True)) as database:
        found = database.execute("SELECT day, state, reason FROM occurrences").fetchall()
    days = [(date.fromisoformat(day), state, reason) for day, state, reason in found]
    # Made on one side of midnight and looked at on the other, tomorrow is today
    today = datetime.now(ZoneInfo("Europe/Oslo")).date()
    coming = Period(today + timedelta(1), max(day for day, _state, _reason in days))
    holidays = public_holidays(coming)
    assert {(state, reason) for day, state, reason in days if day in holidays} <= {
        ("closed", name) for name in holidays.values()
    }
    assert {state for day, state, _reason in days if day not in holidays} == {"planned"}
