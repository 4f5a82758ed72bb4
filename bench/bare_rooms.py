"""What the rooms are measured against: the week by Core and Jinja, and a durable check-and-insert.

Neither signs anybody in, asks a rule or keeps a log.
"""

import os
from collections.abc import Iterable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from flask import Flask, render_template, request
from jinja2 import DictLoader
from sqlalchemy import Column, DateTime, Index, Integer, MetaData, String, Table, insert, select

from bench.rooms_data import BOOKINGS
from core.bookings.models import Booking
from core.calendar.zones import OSLO, to_utc
from core.db.database import Database
from core.districts.models import District, Organisation
from core.places.models import Place
from core.schedules.models import Activity

_WEEK = """<!doctype html><title>The rooms</title><table>
<tr><th>Room{% for day in days %}<th>{{ day }}{% endfor %}</tr>
{% for room in rooms %}<tr><th>{{ room.name }}</th>{% for day in days %}<td><ul>
{%- for one in cells.get((room.id, day), ()) %}
<li class="room-block{% if one.status == 'pending' %} room-waits{% endif %}"><a href="
{{- url_for('show', booking=one.id) }}">{{ one.starts.strftime("%H.%M") }}–
{{- one.ends.strftime("%H.%M") }} {{ one.activity }}</a><span>{{ one.organisation }}</span></li>
{%- endfor %}</ul></td>{% endfor %}</tr>
{% endfor %}</table>"""

_metadata = MetaData()
_TAKEN = Table(
    "taken",
    _metadata,
    Column("id", Integer, primary_key=True),
    Column("room", String, nullable=False),
    Column("starts", DateTime, nullable=False),
    Column("ends", DateTime, nullable=False),
    Column("who", String, nullable=False),
    Index("ix_taken", "room", "starts"),
)


def application() -> Flask:
    """The bare program: the program's own rows to read, and a table of its own to write."""
    folder = Path(os.environ["INNBYGGERBASEN_DATA"])
    theirs = Database(f"sqlite:///{folder / 'innbyggerbasen.db'}")
    ours = Database(f"sqlite:///{folder / 'bare.db'}")
    _fill(ours)
    app = Flask(__name__)
    app.jinja_loader = DictLoader({"week.html": _WEEK})
    with theirs.engine.connect() as connection:
        district = connection.scalar(select(District.id).where(District.slug == "stovner"))
    app.add_url_rule("/week/<day>", "week", lambda day: _week(theirs, district, day))
    app.add_url_rule("/bookings/<int:booking>", "show", view_func=str)
    app.add_url_rule("/healthz", view_func=lambda: "ok", endpoint="healthz")
    app.add_url_rule("/bookings", "book", view_func=lambda: _book(ours), methods=["POST"])
    return app


def _week(database: Database, district: int | None, monday: str) -> str:
    first = date.fromisoformat(monday)
    days = [first + timedelta(days=n) for n in range(7)]
    begins, ends = to_utc(first, time(0)), to_utc(first + timedelta(days=7), time(0))
    bookings, activities, organisations = (
        one.__table__ for one in (Booking, Activity, Organisation)
    )
    statement: Any = (
        select(
            bookings.c.id,
            bookings.c.place_id,
            bookings.c.starts,
            bookings.c.ends,
            bookings.c.status,
            activities.c.name.label("activity"),
            organisations.c.name.label("organisation"),
        )
        .join(
            activities,
            (activities.c.district_id == bookings.c.district_id)
            & (activities.c.id == bookings.c.activity_id),
        )
        .join(organisations, organisations.c.id == bookings.c.organisation_id)
        .where(bookings.c.district_id == district)
        .where(bookings.c.starts >= begins, bookings.c.starts < ends)
        .where(bookings.c.status.in_(["confirmed", "pending"]))
        .order_by(bookings.c.starts)
    )
    with database.engine.connect() as connection:
        places = select(Place.id, Place.name).where(Place.district_id == district)
        rooms = connection.execute(places.order_by(Place.name)).all()
        cells = _cells(connection.execute(statement).mappings())
    return render_template("week.html", rooms=rooms, days=days, cells=cells)


def _cells(rows: Iterable[Any]) -> dict[tuple[int, date], list[dict[str, Any]]]:
    found: dict[tuple[int, date], list[dict[str, Any]]] = {}
    for row in rows:
        starts, ends = row["starts"].astimezone(OSLO), row["ends"].astimezone(OSLO)
        shown = {**row, "starts": starts, "ends": ends}
        found.setdefault((row["place_id"], starts.date()), []).append(shown)
    return found


def _book(database: Database) -> tuple[dict[str, Any], int]:
    asked = request.get_json()
    starts, ends = (_moment(asked[name]) for name in ("starts", "ends"))
    with database.connection() as connection, connection.begin():
        other = connection.execute(
            select(_TAKEN.c.id)
            .where(_TAKEN.c.room == asked["place"], _TAKEN.c.starts < ends)
            .where(_TAKEN.c.starts > starts - timedelta(days=16), _TAKEN.c.ends > starts)
            .limit(1)
        ).first()
        if other is not None:
            return {"error": "taken"}, 409
        row = {"room": asked["place"], "starts": starts, "ends": ends, "who": asked["activity"]}
        made = connection.execute(insert(_TAKEN).values(row)).inserted_primary_key
    return {"id": made[0] if made else None}, 201


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC).replace(tzinfo=None)


def _fill(database: Database) -> None:
    with database.connection() as connection, connection.begin():
        _metadata.create_all(connection)
        if connection.execute(select(_TAKEN.c.id).limit(1)).first() is not None:
            return
        hour, first = timedelta(hours=1), datetime(2026, 1, 1)  # noqa: DTZ001 (SQLite keeps UTC)
        rows = [
            {"room": f"used-{n % 50}", "starts": at, "ends": at + hour, "who": "kor"}
            for n in range(BOOKINGS)
            if (at := first + n // 50 * hour)
        ]
        connection.execute(insert(_TAKEN), rows)
