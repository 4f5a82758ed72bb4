"""The rooms' week and asking for a room, against bare views served alike."""

import itertools
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta
from pathlib import Path

from bench.client import Request, Run, measure
from bench.rooms_data import WEEKS
from bench.servers import serving
from bench.visitor import Visitor, visit
from core.calendar.zones import to_utc

_SECONDS = 4.0
_ROUNDS = 3
_BOOKERS = (
    ("leader@stovner.example", "familiesenter"),
    ("coordinator@stovner.example", "foreldrekafe"),
)


@dataclass(frozen=True)
class Rooms:
    """A week made anew, a week the asker has already, and a booking; eight clients each."""

    week: Run
    known: Run
    booking: Run


def rounds(data: Path, free: list[str], today: date) -> list[tuple[Rooms, Rooms]]:
    """Program and bare in turn. The bare one knows nothing of a week the asker has."""
    slots = free_slots(free, today)
    return [(_program(data, slots, today), _bare(data, slots, today)) for _ in range(_ROUNDS)]


def days(today: date) -> Iterator[date]:
    """Every day of every week that is full, over and over: no page is asked for twice soon."""
    monday = today - timedelta(days=today.weekday() - 7)
    return itertools.cycle([monday + timedelta(days=n) for n in range(7 * (WEEKS // 2 - 2))])


def asked(place: str, activity: str, day: date, hour: int) -> bytes:
    """An hour in a room, as a program asks for it."""
    body = {
        "place": place,
        "activity": activity,
        "starts": to_utc(day, time(hour)).isoformat(),
        "ends": to_utc(day, time(hour + 1)).isoformat(),
    }
    return json.dumps(body).encode()


Slot = tuple[str, date, int]


def free_slots(free: list[str], today: date) -> Iterator[Slot]:
    """Hours nobody has, each once, the rooms in turn. A list's iterator: many threads ask it."""
    dates = [today + timedelta(days=n) for n in range(7, 340)]
    return iter([(room, day, hour) for day in dates for hour in range(8, 22) for room in free])


def _program(data: Path, slots: Iterator[Slot], today: date) -> Rooms:
    dates = days(today)
    with serving("core.wsgi:application", data) as port:
        reader, booking = bookers(port, slots)

        def week() -> Request:
            return Request(f"/stovner/rooms/?day={next(dates)}", b"", reader.headers, "GET")

        return Rooms(
            _warm(port, week), _warm(port, _known(port, reader, today)), _warm(port, booking)
        )


def bookers(port: int, slots: Iterator[Slot]) -> tuple[Visitor, Callable[[], Request]]:
    """The leader's browser, and what asks for the next slot, for two organisations in turn."""
    found = [(visit(port, email, "/stovner/rooms/"), activity) for email, activity in _BOOKERS]
    turns = itertools.cycle(found)

    def booking() -> Request:
        visitor, activity = next(turns)
        room, day, hour = next(slots)
        body = asked(room, activity, day, hour)
        return Request("/stovner/api/bookings", body, visitor.headers, expects=201)

    return found[0][0], booking


def _known(port: int, reader: Visitor, today: date) -> Callable[[], Request]:
    address = f"/stovner/rooms/?day={today + timedelta(days=7)}"
    headers = {**reader.headers, "If-None-Match": reader.tag(port, address)}
    request = Request(address, b"", headers, "GET", expects=304)
    return lambda: request


def _bare(data: Path, slots: Iterator[Slot], today: date) -> Rooms:
    dates = days(today)
    kind = {"Content-Type": "application/json"}
    with serving("bench.bare_rooms:application", data) as port:

        def week() -> Request:
            day = next(dates)
            return Request(f"/week/{day - timedelta(days=day.weekday())}", b"", {}, "GET")

        def booking() -> Request:
            room, day, hour = next(slots)
            return Request("/bookings", asked(room, "kor", day, hour), kind, expects=201)

        run = _warm(port, week)
        return Rooms(run, run, _warm(port, booking))


def _warm(port: int, make: Callable[[], Request]) -> Run:
    measure(port, make, clients=2, seconds=0.5)
    return measure(port, make, clients=8, seconds=_SECONDS)
