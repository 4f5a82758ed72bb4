"""A request that is only tried: every rule of a place, and what it says."""

from dataclasses import dataclass, replace

from flask import Blueprint, render_template
from flask_babel import gettext

from core.accounts.roles import Permission
from core.bookings.desk import consider
from core.bookings.facts import Finding, Message, OwnedRule, Request, Snapshot
from core.bookings.scope import rules_for
from core.bookings.sentences import sentence
from core.bookings.service import request_of
from core.db.tenancy import DistrictSession
from core.places import service as places
from core.problems import Refused
from core.web.booking_desk import desk
from core.web.booking_words import say, when
from core.web.declare import requires
from core.web.forms_bookings import asked_for, booking_form
from core.web.here import access, reading
from core.web.languages import translated

bp = Blueprint("what_if", __name__, url_prefix="/places/<place>/what-if")


@dataclass(frozen=True)
class Line:
    """One rule and its word: `level` is None where it has nothing against the request."""

    rule: str
    owner: str
    level: str | None
    text: str


@bp.get("")
@requires(Permission.BOOK)
def show(place: str) -> str:
    """What every rule says; nothing is booked."""
    with reading() as session:
        row = places.find(session, place)
        form = booking_form(session, {**asked_for(), "place": place})
    problem, words, lines = None, "", []
    try:
        wanted = replace(form.wanted(), place=place)

        def ask(session: DistrictSession) -> list[Request]:
            return [request_of(session, access(), wanted)]

        decided = consider(desk(), ask)
        words = when(wanted.starts, wanted.ends)
        lines = _lines(decided.verdicts[0].request, decided.verdicts[0].findings, decided.snapshot)
    except ValueError:
        problem = gettext("Fill in activity, date and times, and try again.")
    except Refused as refusal:
        problem = translated(refusal.message, refusal.values)
    return render_template(
        "bookings/what_if.html", place=row, lines=lines, when=words, problem=problem, form=form
    )


def _lines(request: Request, findings: tuple[Finding, ...], snapshot: Snapshot) -> list[Line]:
    said = {(one.plugin, one.rule): one for one in findings}
    ruled = [
        (one, said.pop((one.plugin, one.rule.key), None)) for one in rules_for(request, snapshot)
    ]
    names = {row.slug: row.name for row in snapshot.places.values()}
    lines = [_line(one, found, names) for one, found in ruled]
    others = [
        Line("", _owner(one.owner), one.level.value, say(one.message)) for one in said.values()
    ]
    return others + lines


def _line(one: OwnedRule, found: Finding | None, names: dict[str, str]) -> Line:
    rule = say(Message(sentence(one.rule, names)))
    level = found.level.value if found else None
    return Line(rule, _owner(one.owner), level, say(found.message) if found else "")


def _owner(owner: object) -> str:
    return str(owner) if owner is not None else gettext("The district")
