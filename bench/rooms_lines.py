"""The rooms' figures: queries and size in this process, speed against the bare views."""

import gzip
import statistics
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from flask.testing import FlaskClient

from bench import queries, rooms
from bench.report import leader, line
from bench.rooms import Rooms
from bench.rooms_data import BOOKINGS, fill
from bench.visitor import TOKEN
from core.calendar.zones import local_date
from core.db.database import Database

_FEW = 80


def show(few: Path, many: Path) -> list[str]:
    """Fifty rooms; eighty bookings, and eighty thousand. Gives the rooms that were kept free."""
    today = local_date(datetime.now(UTC))
    free = [_fill(data, count, today) for data, count in ((few, _FEW), (many, BOOKINGS))][1]
    browser = leader(many)
    _week(browser, today)
    asked = [_booking(one, free[0], today) for one in (leader(few), browser)]
    line(
        f"queries of a booking, {_FEW} and {BOOKINGS} there", " and ".join(asked), "≤ 12, the same"
    )
    _speed(rooms.rounds(many, free, today))
    return free


def _fill(data: Path, count: int, today: date) -> list[str]:
    database = Database(f"sqlite:///{data / 'innbyggerbasen.db'}")
    try:
        return fill(database, count, today)
    finally:
        database.close()


def _week(browser: FlaskClient, today: date) -> None:
    with queries.counted() as statements:
        page = browser.get(f"/stovner/rooms/?day={today + timedelta(days=7)}")
    blocks = page.text.count("room-block")
    line(f"queries of the rooms' week, {blocks} bookings in it", str(len(statements)), "≤ 6")
    line("the same gzipped", f"{len(gzip.compress(page.data)) / 1000:.1f} kB", "≤ 15 kB")


def _booking(browser: FlaskClient, room: str, today: date) -> str:
    """The second one asked for: the first one warms what is remembered."""
    headers = {
        "Content-Type": "application/json",
        "X-CSRFToken": TOKEN.findall(browser.get("/stovner/account").text)[0],
    }
    for hour in (8, 9):
        body = rooms.asked(room, "familiesenter", today + timedelta(days=3), hour)
        with queries.counted() as statements:
            answer = browser.post("/stovner/api/bookings", data=body, headers=headers)
    return str(len(statements)) if answer.status_code == 201 else f"{answer.status_code}!"


def _speed(pairs: list[tuple[Rooms, Rooms]]) -> None:
    def median(ratio: Callable[[Rooms, Rooms], float]) -> float:
        return statistics.median(ratio(ours, bare) for ours, bare in pairs)

    week = median(lambda ours, bare: ours.week.per_second / bare.week.per_second)
    known = median(lambda ours, bare: ours.known.per_second / bare.week.per_second)
    booking = median(lambda ours, bare: ours.booking.per_second / bare.booking.per_second)
    failures = sum(o.week.failures + o.known.failures + o.booking.failures for o, _bare in pairs)
    line("the rooms' week against a bare Core and Jinja page", f"{week:.2f}", "≥ 0.60")
    line("the same when nothing changed, against that page", f"{known:.1f} ×", "≥ 10 ×")
    line("a booking against a bare durable check-and-insert", f"{booking:.2f}", "≥ 0.20")
    line("requests that failed", str(failures), "0")
