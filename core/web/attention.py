"""What offers lack, as sentences, for those who can settle it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from flask_babel import gettext

from core.accounts.roles import Permission
from core.db.tenancy import DistrictSession
from core.problems import N_
from core.schedules.models import Activity
from core.schedules.ownership import Attention, Lack, attention
from core.web.filters import short_date
from core.web.here import access

_WORDS: Mapping[Lack, str] = {
    Lack.NO_OWNER: N_("Nobody is responsible."),
    Lack.RUN_OUT: N_("It ran out on %(day)s."),
    Lack.RUNS_OUT: N_("It runs out on %(day)s."),
    Lack.OVERDUE: N_("It should have been looked at on %(day)s."),
    Lack.NO_DEPUTY: N_("It has no deputy."),
    Lack.NO_REVIEW: N_("No day is set for looking at it again."),
}


@dataclass(frozen=True)
class Unsettled:
    """An offer and all it lacks, the most pressing first."""

    activity: Activity
    sentences: list[str] = field(default_factory=list)


def unsettled(session: DistrictSession, today: date) -> Sequence[Unsettled]:
    """The offers this actor can settle, by what presses most. One query."""
    found: dict[int, Unsettled] = {}
    for one in attention(session, today):
        if access().may(Permission.OWNER_EDIT, one.activity.organisation_id):
            kept = found.setdefault(one.activity.id, Unsettled(one.activity))
            kept.sentences.append(_sentence(one))
    return list(found.values())


def attention_of(session: DistrictSession, activity: Activity, today: date) -> Sequence[str]:
    """What one offer lacks."""
    found = [one for one in unsettled(session, today) if one.activity.id == activity.id]
    return found[0].sentences if found else []


def _sentence(one: Attention) -> str:
    return str(gettext(_WORDS[one.lack], day=short_date(one.day) if one.day else ""))
