"""The cells of the rooms' calendar, built in Python: a template's loop over a thousand is slow.

Links say where and when rather than which: a thousand ids are most of a page when it is sent.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup, escape

from core.accounts.roles import Permission
from core.bookings.blocks import KEPT, Block
from core.bookings.calendar import (
    Filters,
    Grounds,
    Names,
    Room,
    gaps,
    in_rooms,
    open_times,
)
from core.bookings.models import Status
from core.calendar.zones import OSLO
from core.schedules.models import OccurrenceState
from core.web.here import access

_ACCENTS = 6
_MOMENT = timedelta(microseconds=1)
_NOTHING = Markup('<span class="optional">–</span>')
Spans = tuple[tuple[datetime, datetime], ...]


@dataclass(frozen=True)
class Row:
    """A room and its cells, one a date."""

    room: Room
    cells: tuple[Markup, ...]


def rows(
    grounds: Grounds,
    names: Names,
    found: Sequence[Block],
    days: Sequence[date],
    filters: Filters,
    ahead: datetime,
    today: date | None,
) -> list[Row]:
    """Every room with what it has on each date, and links that begin a booking after `ahead`.

    `today` has the line that tells where one is; None where it is not shown.
    """
    painter = _Painter(grounds, names, found, days, filters, ahead, today)
    shown = grounds.within(filters.place)
    filled = in_rooms(shown, found)
    return [Row(room, painter.cells(room, filled[room.id])) for room in shown]


class _Painter:
    """Paints cells, and remembers what it has written: most words come many times."""

    def __init__(
        self,
        grounds: Grounds,
        names: Names,
        found: Sequence[Block],
        days: Sequence[date],
        filters: Filters,
        ahead: datetime,
        today: date | None,
    ) -> None:
        self._slugs, self._names, self._days = grounds.slugs, names, days
        self._filters, self._ahead, self._today = filters, ahead, today
        # Where two bookings of a place begin together, their links must say which
        self._at = Counter((one.place_id, one.starts) for one in found if one.status != KEPT)
        self._waits, self._closed = escape(gettext("waits")), escape(gettext("closed"))
        self._free, self._shared = escape(gettext("Free")), escape(gettext("shared"))
        now = escape(gettext("Now"))
        self._now = f'<li class="room-now">{now}</li>'
        self._book = url_for("bookings.new") if access().may(Permission.BOOK) else None
        self._show = url_for("bookings.show", booking=0).removesuffix("0")
        self._point = url_for("rooms.at", place="0", moment="0").removesuffix("0/0")
        self._clocks: dict[datetime, tuple[date, str]] = {}
        self._texts: dict[tuple[int, int], tuple[str, str] | None] = {}
        self._open: dict[tuple[object, date], Spans] = {}

    def cells(self, room: Room, filled: Sequence[Block]) -> tuple[Markup, ...]:
        """One room's."""
        by_day: dict[date, list[Block]] = {day: [] for day in self._days}
        for one in filled:
            day, last = self._clock(one.starts)[0], self._clock(one.ends - _MOMENT)[0]
            while day <= last:
                if day in by_day:
                    by_day[day].append(one)
                day += timedelta(days=1)
        return tuple(self._cell(room, day, taken) for day, taken in by_day.items())

    def _cell(self, room: Room, day: date, taken: Sequence[Block]) -> Markup:
        spans = self._spans(room, day)
        parts = [(one.starts, text) for one in taken if (text := self._block(one))]
        parts += [
            (gap.starts, self._gap(room, day, gap.starts, gap.ends))
            for gap in gaps(spans, taken, self._ahead)
        ]
        if not spans:
            parts.append((self._ahead, f'<li class="room-closed">{self._closed}</li>'))
        if not parts:
            return _NOTHING
        if day == self._today:
            parts.append((self._ahead - _MOMENT, self._now))
        parts.sort(key=_first)
        items = "".join([text for _, text in parts])
        return Markup(f'<ul class="room-list">{items}</ul>')  # noqa: S704 (each is escaped)

    def _block(self, one: Block) -> str | None:
        """A booking or a closed day; None for what is filtered away, and for what is kept."""
        texts = None if one.status == KEPT else self._texts_of(one)
        if texts is None:
            return None
        (day, starts), (_day, ends) = self._clock(one.starts), self._clock(one.ends)
        activity, organisation = texts
        if one.status == OccurrenceState.CLOSED:
            reason = f" ({escape(one.reason)})" if one.reason else ""
            return (
                f'<li class="room-closed">{starts}–{ends} {activity}: {self._closed}{reason}</li>'
            )
        waits = one.status == Status.PENDING
        notes = [str(self._waits)] if waits else []
        notes += [str(self._shared)] if one.shared else []
        return (
            f'<li class="room-block{" room-waits" if waits else ""}">'
            f'<a href="{self._address(one, day, starts)}">{starts}–{ends} {activity}</a>'
            f"{organisation}{' (' + ', '.join(notes) + ')' if notes else ''}</li>"
        )

    def _address(self, one: Block, day: date, starts: str) -> str:
        slug = self._slugs.get(one.place_id or 0)
        if slug is None or self._at[one.place_id, one.starts] > 1:
            return f"{self._show}{one.id}"
        return f"{self._point}{slug}/{day}T{starts}"

    def _texts_of(self, one: Block) -> tuple[str, str] | None:
        key = (one.activity_id, one.organisation_id)
        if key not in self._texts:
            self._texts[key] = _texts(self._names, self._filters, *key)
        return self._texts[key]

    def _gap(self, room: Room, day: date, starts: datetime, ends: datetime) -> str:
        begins, stops = self._clock(starts)[1], self._clock(ends)[1]
        text = f"{self._free} {begins}–{stops}"
        if self._book is None:
            return f'<li class="room-free">{text}</li>'
        where = f"{self._book}?place={room.slug}&amp;day={day}"
        times = f"starts={begins.replace('.', ':')}&amp;ends={stops.replace('.', ':')}"
        return f'<li class="room-free"><a href="{where}&amp;{times}">{text}</a></li>'

    def _clock(self, moment: datetime) -> tuple[date, str]:
        """The local date, and "14.02"."""
        found = self._clocks.get(moment)
        if found is None:
            local = moment.astimezone(OSLO)
            found = self._clocks[moment] = (local.date(), f"{local:%H.%M}")
        return found

    def _spans(self, room: Room, day: date) -> Spans:
        key = (room.hours, day)
        if key not in self._open:
            times = open_times(room, day)
            after = day + timedelta(days=1)
            self._open[key] = tuple(
                (_utc(day, opens), _utc(day if ends > opens else after, ends))
                for opens, ends in times
            )
        return self._open[key]


def _utc(day: date, clock: time) -> datetime:
    """Of the hour that is missing in March, the one after it: hours are given for every week."""
    return datetime.combine(day, clock, OSLO).astimezone(UTC)


def _first(part: tuple[datetime, str]) -> datetime:
    return part[0]


def _texts(
    names: Names, filters: Filters, activity_id: int, organisation_id: int
) -> tuple[str, str] | None:
    """An activity and an organisation as a block writes them; None when filtered away."""
    activity, organisation = names.activities[activity_id], names.organisations[organisation_id]
    if filters.activity not in {None, activity.slug}:
        return None
    if filters.organisation not in {None, organisation.slug}:
        return None
    accent = sum(organisation.slug.encode()) % _ACCENTS
    return (
        str(escape(activity.name)),
        f'<span data-accent="{accent}">{escape(organisation.name)}</span>',
    )
