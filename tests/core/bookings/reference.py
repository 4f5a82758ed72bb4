"""What bookings should be, in plain lists: the model that random histories are compared with.

The house has a kitchen and a loft of two lanes. After a booking of the kitchen (or of the house)
half an hour is kept free. On Wednesdays the loft and the hall wait for a yes. The Red Cross has
the house on Tuesdays from 17 to 21; it is released, and it may take back what others were given of
that time, and nothing else.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from core.calendar.zones import OSLO
from tests.core.bookings.office import HALL, HOUSE, KITCHEN, LOFT

ROOMS = {
    HOUSE: (HOUSE, KITCHEN, LOFT), KITCHEN: (KITCHEN,), LOFT: (LOFT,), HALL: (HALL,)
}  # fmt: skip
LANES = {HOUSE: 1, KITCHEN: 1, LOFT: 2, HALL: 1}
CLEANING = timedelta(minutes=30)

Lanes = dict[str, tuple[int, int]]


@dataclass(frozen=True)
class Asked:
    """One time in one place. `who` is an organisation."""

    place: str
    who: str
    starts: datetime
    ends: datetime
    shared: bool = False

    @property
    def until(self) -> datetime:
        """When the rooms are free again."""
        return self.ends + (CLEANING if KITCHEN in ROOMS[self.place] else timedelta())

    @property
    def waits(self) -> bool:
        """Whether somebody says yes first."""
        rooms = ROOMS[self.place]
        return self.starts.astimezone(OSLO).weekday() == 2 and (LOFT in rooms or HALL in rooms)

    @property
    def by_agreement(self) -> bool:
        """Whether it lies within the Red Cross's own time."""
        first, last = self.starts.astimezone(OSLO), self.ends.astimezone(OSLO)
        within = first.weekday() == 1 and first.hour >= 17 and (last.hour, last.minute) <= (21, 0)
        return self.who == "red" and self.place != HALL and within

    @property
    def by_release(self) -> bool:
        """Whether it is somebody else's, in the Red Cross's time."""
        first, last = self.starts.astimezone(OSLO), self.ends.astimezone(OSLO)
        meets = first.weekday() == 1 and first.hour < 21 and (last.hour, last.minute) > (17, 0)
        return self.who != "red" and self.place != HALL and meets


@dataclass
class Kept:
    """A booking, and which lanes of which rooms it has."""

    asked: Asked
    status: str
    lanes: Lanes = field(default_factory=dict)


class Reference:
    """Every booking there ever was, in the order they came."""

    def __init__(self) -> None:
        self.bookings: list[Kept] = []

    def live(self) -> list[int]:
        """Those that may still be changed."""
        return [n for n, one in enumerate(self.bookings) if one.status in {"pending", "confirmed"}]

    def pending(self) -> list[int]:
        """Those that wait for a yes."""
        return [n for n, one in enumerate(self.bookings) if one.status == "pending"]

    def book(self, asked: Asked) -> bool:
        """Whether it can be had; then it is."""
        return self.book_all([asked])

    def book_all(self, wanted: Iterable[Asked]) -> bool:
        """All of them or none."""
        before = len(self.bookings)
        for asked in wanted:
            lanes = self._lanes(asked)
            if lanes is None:
                del self.bookings[before:]
                return False
            self.bookings.append(_kept(asked, lanes))
        self._turn_away(self.bookings[before:])
        return True

    def take_back(self, asked: Asked) -> bool:
        """Put aside who is in the way, if the agreement gives the right to."""
        in_the_way = self._meeting(asked)
        if in_the_way and not asked.by_agreement:
            return False
        if not all(one.asked.by_release for one in in_the_way):
            return False
        for one in in_the_way:
            one.status, one.lanes = "cancelled", {}
        return self.book(asked)

    def move(self, number: int, asked: Asked) -> bool:
        """Whether the booking can be had elsewhere; else it stays."""
        lanes = self._lanes(asked, but=self.bookings[number])
        if lanes is None:
            return False
        self.bookings[number] = _kept(asked, lanes)
        self._turn_away([self.bookings[number]])
        return True

    def cancel(self, number: int) -> None:
        """The rooms are free at once."""
        self.bookings[number] = replace(self.bookings[number], status="cancelled", lanes={})

    def approve(self, number: int) -> bool:
        """Say yes, and no to those at the same time that can no longer be had."""
        winner = self.bookings[number]
        lanes = self._lanes(winner.asked)
        if lanes is None:
            return False
        winner.status, winner.lanes = "confirmed", lanes
        self._turn_away([winner])
        return True

    def _turn_away(self, winners: Iterable[Kept]) -> None:
        """No to those who wait in vain: winners without lanes wait themselves."""
        for rival in [self.bookings[n] for n in self.pending()]:
            if any(self._is_in_the_way(winner, rival.asked) for winner in winners):
                rival.status = "rejected"

    def _is_in_the_way(self, one: Kept, asked: Asked) -> bool:
        """Whether it has a part of any room in which too little is left."""
        others = self._meeting(asked)
        return one in others and any(
            room in one.lanes and _free(room, others, shared=asked.shared) is None
            for room in ROOMS[asked.place]
        )

    def _meeting(self, asked: Asked, but: Kept | None = None) -> list[Kept]:
        return [
            one
            for one in self.bookings
            if one is not but
            and not set(one.lanes).isdisjoint(ROOMS[asked.place])
            and one.asked.starts < asked.until
            and asked.starts < one.asked.until
        ]

    def _lanes(self, asked: Asked, but: Kept | None = None) -> Lanes | None:
        """The first free lane of every room, or all lanes of them."""
        others = self._meeting(asked, but)
        free = {room: _free(room, others, shared=asked.shared) for room in ROOMS[asked.place]}
        found = {room: lanes for room, lanes in free.items() if lanes is not None}
        return found if len(found) == len(free) else None


def _kept(asked: Asked, lanes: Lanes) -> Kept:
    return Kept(asked, "pending") if asked.waits else Kept(asked, "confirmed", lanes)


def _free(room: str, others: Iterable[Kept], *, shared: bool) -> tuple[int, int] | None:
    busy = {lane for one in others if room in one.lanes for lane in range(*one.lanes[room])}
    free = [lane for lane in range(LANES[room]) if lane not in busy]
    if not shared:
        return (0, LANES[room]) if not busy else None
    return (free[0], free[0] + 1) if free else None
