"""A series before it is saved: each date with its verdict, and what to do with it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import render_template, request
from flask_babel import gettext

from core.bookings.alternatives import alternatives_to_each
from core.bookings.desk import Decided, Desk
from core.bookings.facts import Request, Snapshot, Verdict
from core.bookings.series import look_at
from core.bookings.service import Wanted, passes
from core.calendar.counting_year import Period
from core.calendar.days import is_usable
from core.calendar.zones import local_date
from core.problems import N_, Refused
from core.schedules.notes import marks_in
from core.web.booking_desk import desk
from core.web.booking_words import Told, told, when
from core.web.forms_bookings import BookingForm
from core.web.here import access, reading
from core.web.languages import language

_MOST_HELPED = 12
KEEP, SKIP = "keep", "skip"


@dataclass(frozen=True)
class Choice:
    """One thing to do with a date. `value` is "keep", "skip" or "move|place|starts|ends"."""

    value: str
    label: str


@dataclass(frozen=True)
class Row:
    """One date: what is known of it, the rules' word, and the choices."""

    key: str
    when: str
    notes: str
    passes: bool
    waits: bool
    findings: list[Told]
    choices: list[Choice]
    chosen: str


def series_page(
    form: BookingForm, wanted: Sequence[Wanted], known: Decided[Any] | None = None
) -> tuple[str, int]:
    """The dates to decide on; `known` is what the rules say of them. Raises Refused, Forbidden."""
    at = desk()
    decided = known or look_at(at, wanted)
    rows = _rows(at, wanted, decided.verdicts, decided.snapshot)
    page = render_template(
        "bookings/series.html", form=form, rows=rows, clashes=sum(not one.passes for one in rows)
    )
    return page, 200


def chosen(form: BookingForm) -> tuple[list[Wanted], list[Wanted]]:
    """What to book and what to keep as claims, as chosen on the page. Raises Refused."""
    book: list[Wanted] = []
    claims: list[Wanted] = []
    for day in form.dates():
        wanted = form.wanted(day)
        choice = request.form.get(f"choice-{day}", KEEP)
        if choice == KEEP:
            book.append(wanted)
        elif choice == SKIP:
            claims.append(wanted)
        else:
            book.append(_moved(wanted, choice))
    if not book:
        raise Refused(N_("Keep or move at least one date."))
    return book, claims


def _rows(
    at: Desk, wanted: Sequence[Wanted], verdicts: Sequence[Verdict], snapshot: Snapshot
) -> list[Row]:
    marks = _marks([local_date(one.starts) for one in wanted])
    clashing = [one.request for one in verdicts if not passes([one], access())][:_MOST_HELPED]
    offers = dict(zip(clashing, _offers(at, clashing, snapshot), strict=True))
    rows = []
    for one, verdict in zip(wanted, verdicts, strict=True):
        day = local_date(one.starts)
        fine = passes([verdict], access())
        keep = [Choice(KEEP, gettext("Book it"))] if fine else []
        skip = Choice(SKIP, gettext("Skip it, and tell me if it comes free"))
        choices = [*keep, *offers.get(verdict.request, ()), skip]
        asked = request.form.get(f"choice-{day}")
        known = asked in {choice.value for choice in choices}
        rows.append(
            Row(
                str(day),
                when(one.starts, one.ends),
                ", ".join(marks.get(day, ())),
                fine,
                verdict.waits,
                told(verdict, snapshot),
                choices,
                asked if known and asked else choices[0].value if fine else SKIP,
            )
        )
    return rows


def _offers(at: Desk, asked: Sequence[Request], snapshot: Snapshot) -> list[list[Choice]]:
    with reading() as session:
        found = alternatives_to_each(session, asked, at.offered, at.watch, at.now)
    return [[_move_to(one, snapshot) for one in group] for group in found]


def _move_to(one: Request, snapshot: Snapshot) -> Choice:
    place = snapshot.places[one.place_id]
    return Choice(
        "|".join(("move", place.slug, one.starts.isoformat(), one.ends.isoformat())),
        gettext("Move to %(when)s, %(place)s", when=when(one.starts, one.ends), place=place.name),
    )


def _moved(wanted: Wanted, choice: str) -> Wanted:
    try:
        _word, place, starts, ends = choice.split("|")
        begins, stops = datetime.fromisoformat(starts), datetime.fromisoformat(ends)
    except ValueError:
        raise Refused(N_("Choose what to do with each date.")) from None
    known = is_usable(begins.date()) and is_usable(stops.date())
    aware = begins.tzinfo is not None and stops.tzinfo is not None
    if not known or not aware or stops - begins > timedelta(days=14):
        raise Refused(N_("Choose what to do with each date."))
    return Wanted(
        place,
        wanted.activity,
        begins,
        stops,
        wanted.organisation,
        wanted.shared,
        wanted.people,
        wanted.volunteers,
    )


def _marks(days: Sequence[date]) -> dict[date, tuple[str, ...]]:
    with reading() as session:
        found = marks_in(session, Period(min(days), max(days)), language())
    return {day: tuple(map(str, marks.names)) for day, marks in found.items()}
