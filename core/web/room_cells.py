"""The cells of the rooms' calendar, built in Python: a template's loop over a thousand is slow."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for
from flask_babel import gettext
from markupsafe import Markup

from core.accounts.roles import Permission
from core.bookings.calendar import Block, Room, gaps, in_room, on_day, open_times
from core.bookings.models import Status
from core.bookings.words import clock
from core.calendar.zones import OSLO
from core.web.here import access

_ACCENTS = 6


@dataclass(frozen=True)
class Words:
    """What is said in every cell, translated once."""

    waits: str
    closed: str
    free: str
    shared: str


@dataclass(frozen=True)
class Row:
    """A room and its cells, one a date."""

    room: Room
    cells: tuple[Markup, ...]


def rows(
    rooms: Sequence[Room], found: Sequence[Block], days: Sequence[date], now: datetime
) -> list[Row]:
    """Every room with what it has on each date, and links that begin a booking."""
    words = Words(gettext("waits"), gettext("closed"), gettext("Free"), gettext("shared"))
    book = url_for("bookings.new") if access().may(Permission.BOOK) else None
    show = url_for("bookings.show", booking=0).removesuffix("0")
    made = []
    for room in rooms:
        mine = in_room(room, found)
        cells = tuple(_cell(room, on_day(mine, day), day, now, words, book, show) for day in days)
        made.append(Row(room, cells))
    return made


def _cell(
    room: Room,
    taken: list[Block],
    day: date,
    now: datetime,
    words: Words,
    book: str | None,
    show: str,
) -> Markup:
    parts = [(one.starts, _block(one, words, show)) for one in taken]
    if not open_times(room, day):
        parts.append((now, Markup('<li class="room-closed">{}</li>').format(words.closed)))
    parts += [
        (gap.starts, _gap(room, day, gap.starts, gap.ends, words, book))
        for gap in gaps(room, day, taken, now)
    ]
    parts.sort(key=lambda pair: pair[0])
    if not parts:
        return Markup('<span class="optional">–</span>')
    return Markup('<ul class="room-list">{}</ul>').format(Markup("").join(p for _, p in parts))


def _block(one: Block, words: Words, show: str) -> Markup:
    times = f"{clock(one.starts)}–{clock(one.ends)}"
    if one.status not in {Status.CONFIRMED.value, Status.PENDING.value}:
        return Markup('<li class="room-closed">{} {}: {}{}</li>').format(
            times, one.activity, words.closed, f" ({one.reason})" if one.reason else ""
        )
    waits = one.status == Status.PENDING
    accent = sum(one.organisation_slug.encode()) % _ACCENTS
    note = ", ".join(
        word for word, said in ((words.waits, waits), (words.shared, one.shared)) if said
    )
    return Markup(
        '<li class="room-block{}" data-accent="{}"><a class="ds-link" href="{}{}">{} {}</a>'
        "<br>{}{}</li>"
    ).format(
        " room-waits" if waits else "",
        accent,
        show,
        one.booking_id,
        times,
        one.activity,
        one.organisation,
        f" ({note})" if note else "",
    )


def _gap(
    room: Room, day: date, starts: datetime, ends: datetime, words: Words, book: str | None
) -> Markup:
    begins, stops = starts.astimezone(OSLO), ends.astimezone(OSLO)
    text = f"{words.free} {clock(starts)}–{clock(ends)}"
    if book is None:
        return Markup('<li class="room-free">{}</li>').format(text)
    address = f"{book}?place={room.slug}&day={day}&starts={begins:%H:%M}&ends={stops:%H:%M}"
    return Markup('<li class="room-free"><a class="ds-link" href="{}">{}</a></li>').format(
        address, text
    )
