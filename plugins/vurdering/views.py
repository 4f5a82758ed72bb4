"""What waits for a decision, what was stopped, and everything that happened to one offer."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, render_template

from core.accounts.roles import ROLE_TITLES
from core.accounts.users import names_of_users
from core.calendar.zones import local_date
from core.counts.office import is_office
from core.db.tenancy import DistrictSession
from core.schedules.service import activities, by_slug
from core.web.declare import requires
from core.web.here import access, here, reading
from core.web.languages import translated
from core.web.plugin_answers import counted_categories, counting_year
from core.web.plugin_kit import plugin_blueprint
from plugins.vurdering import evaluation as read
from plugins.vurdering.decisions import last_decisions, may_decide
from plugins.vurdering.due import due
from plugins.vurdering.forms import OUTCOMES
from plugins.vurdering.frozen import shown
from plugins.vurdering.history import Entry, history
from plugins.vurdering.models import Decision, Outcome
from plugins.vurdering.similar import asked_again
from plugins.vurdering.words import HERE, SEE, domain

bp: Blueprint = plugin_blueprint("vurdering", __name__, HERE, domain)


@bp.get("/")
@requires(SEE)
def index() -> str:
    """Every offer in use with its last decision and its next, those that wait first."""
    today = local_date(here().now)
    with reading() as session:
        offers = activities(session)
        waiting = due(offers, today)
        return render_template(
            "vurdering/index.html",
            waiting=waiting,
            rest=[one for one in offers if one not in waiting],
            last=last_decisions(session),
            decides={one.id for one in waiting if may_decide(session, access(), one)},
            decided=OUTCOMES,
            today=today,
        )


@bp.get("/stopped")
@requires(SEE)
def stopped() -> str:
    """What is no offer any more, why, and who asks for it again."""
    with reading() as session:
        past = read.stopped(session)
        again = asked_again(past, read.said(session) if past else [])
        asked = {one.activity.id: one for one in again}
        return render_template("vurdering/stopped.html", past=past, asked_for=asked)


@bp.get("/offers/<activity>")
@requires(SEE)
def offer(activity: str) -> str:
    """Everything that happened to an offer, in order; of one that was put away, too."""
    with reading() as session:
        row = by_slug(session, activity)
        office = is_office(session, access(), row.organisation_id)
        year = counting_year(session, row.plugin)
        entries = history(session, row, counted_categories(), year)
        made = [one.told for one in entries if isinstance(one.told, Decision)]
        return render_template(
            "vurdering/history.html",
            activity=row,
            entries=entries,
            frozen={one.id: shown(one.figures, office=office, may=access().may) for one in made},
            names=_names(session, entries) if office else {},
            roles={role.value: translated(title, {}) for role, title in ROLE_TITLES.items()},
            decided=OUTCOMES,
            span_of=read.span_of,
            label_of=year.label,
            today=local_date(here().now),
            stopped=bool(made) and made[-1].outcome == Outcome.STOP,
            ahead=read.ahead(session, row),
            decides=may_decide(session, access(), row),
        )


def _names(session: DistrictSession, entries: Sequence[Entry]) -> Mapping[str, str]:
    """What the users of a history are called, by id; closed accounts are left out."""
    told = [one.told for one in entries]
    ids = {one.decided_by.removeprefix("user:") for one in told if isinstance(one, Decision)}
    ids |= {str(value) for one in told if isinstance(one, dict) for value in one.values()}
    known = [int(one) for one in ids if one.isdecimal() and len(one) < 20]
    return {str(one): name for one, name in names_of_users(session, known).items()}
