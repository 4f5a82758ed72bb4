"""Who uses the places: hours and shares in a period, and how much of each quota is used."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext

from core.accounts.roles import Permission
from core.bookings import fairness as service
from core.bookings import place_rules
from core.bookings.fairness import Fairness, QuotaUse, Share
from core.bookings.sentences import sentence
from core.calendar.counting_year import Period, month
from core.calendar.days import date_or_none
from core.calendar.zones import local_date
from core.db.tenancy import DistrictSession
from core.places import service as places
from core.places.models import Place
from core.web.booking_desk import desk
from core.web.declare import requires
from core.web.downloads import Cell, as_csv
from core.web.here import here, reading

bp = Blueprint("fairness", __name__, url_prefix="/fairness")


@dataclass(frozen=True)
class Asked:
    """The period and the place of the address; this month and every place by themselves."""

    period: Period
    place: Place | None


@bp.get("")
@requires(Permission.FIGURES_SEE)
def index() -> str:
    """Hours and shares by organisation and by room, and the quotas."""
    offered = desk().offered
    with reading() as session:
        asked = _asked(session)
        nodes = places.tree(session)
        rules = [*place_rules.listed(session), *offered.rules]
        if asked.place is not None:
            rules = place_rules.holding(rules, asked.place, [node.place for node in nodes])
        return render_template(
            "fairness/index.html",
            asked=asked,
            nodes=nodes,
            found=service.fairness(session, asked.period, asked.place),
            quotas=service.quota_use(session, rules, _quota_day(asked.period)),
            quota_day=_quota_day(asked.period),
            sentence=_quota_sentence,
        )


@bp.get("/hours.csv")
@requires(Permission.FIGURES_SEE)
def csv() -> Response:
    """The same hours for a spreadsheet."""
    with reading() as session:
        asked = _asked(session)
        found = service.fairness(session, asked.period, asked.place)
        rows = list(_rows(found))
    period = asked.period
    name = f"hours-{period.first.isoformat()}-{period.last.isoformat()}.csv"
    answer = Response(as_csv(rows), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _asked(session: DistrictSession) -> Asked:
    """?from=, ?to= and ?place=. Raises NotFound for a place that is not here."""
    first, last = (date_or_none(request.args.get(name)) for name in ("from", "to"))
    period = month(local_date(here().now))
    if first and last and first <= last:
        period = Period(first, last)
    slug = request.args.get("place")
    return Asked(period, places.find(session, slug) if slug else None)


def _quota_day(period: Period) -> date:
    """Today, where the period has it; else its last day."""
    today = local_date(here().now)
    return today if today in period else period.last


def _quota_sentence(use: QuotaUse) -> str:
    return str(sentence(use.owned.rule, {}))


def _rows(found: Fairness) -> Iterator[list[Cell]]:
    yield [
        gettext("Place"),
        gettext("Organisation"),
        gettext("Hours"),
        gettext("Share in percent"),
        gettext("Bookings"),
    ]
    for share in found.shares:
        yield _row(gettext("All"), share)
    for room in found.rooms:
        for share in room.shares:
            yield _row(room.place.name, share)


def _row(place: str, share: Share) -> list[Cell]:
    return [
        place,
        share.organisation,
        _decimal(share.hours),
        _decimal(100 * share.share),
        share.bookings,
    ]


def _decimal(value: float) -> str:
    return f"{value:.1f}".replace(".", ",")
