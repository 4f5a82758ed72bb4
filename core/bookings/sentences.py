"""Rules and standing agreements said in plain sentences, in the language they are read in."""

from collections.abc import Mapping
from functools import singledispatch

from flask_babel import lazy_gettext, lazy_ngettext
from flask_babel.speaklater import LazyString

from core.bookings.facts import AgreementFacts
from core.bookings.vocabulary import (
    EVERY_DAY,
    MIDNIGHT,
    Approval,
    Buffer,
    Capacity,
    Companion,
    Duration,
    Exclusive,
    Frequency,
    LeadTime,
    Neighbour,
    OpeningWindow,
    Per,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Rule,
    Unit,
    Window,
)
from core.bookings.words import ON_WEEKDAYS
from core.schedules.tags import tag_word
from core.text import Text

_WORKDAYS = frozenset(range(5))
_WEEKEND = frozenset({5, 6})
_HOUR = 60

UNITS: Mapping[Unit, Text] = {
    Unit.DAY: lazy_gettext("a day"),
    Unit.WEEK: lazy_gettext("a week"),
    Unit.MONTH: lazy_gettext("a month"),
    Unit.YEAR: lazy_gettext("a year"),
}
EACH: Mapping[Per, Text] = {
    Per.ORGANISATION: lazy_gettext("each organisation"),
    Per.USER: lazy_gettext("each person who books"),
    Per.ACTIVITY: lazy_gettext("each activity"),
    Per.ROOM: lazy_gettext("each room"),
}


def sentence(rule: Rule, names: Mapping[str, str]) -> Text:
    """What a rule asks. A plugin's own rule says its title; `names` are places' by short name."""
    if isinstance(rule.what, Companion):
        place = names.get(rule.what.place, rule.what.place)
        return lazy_gettext("%(place)s is booked along.", place=place)
    return _say(rule.what) or rule.title


def agreement_sentence(agreement: AgreementFacts) -> Text:
    """Whose the time is and when, and when others may have it. The place is not named."""
    who = agreement.organisation.name
    times = f"{agreement.starts:%H.%M}–{agreement.ends:%H.%M}"
    right = lazy_gettext(
        "%(who)s has the first right here %(when)s, %(period)s.",
        who=who,
        when=_days_at(ON_WEEKDAYS[agreement.weekday], times),
        period=_period(agreement),
    )
    return _together(right, _released(agreement.release_days), _taken_back(agreement))


def window_words(window: Window) -> Text:
    """ "onsdager kl. 15.00–19.00"; without times when it is the whole day."""
    days = _days(window.weekdays)
    if window.starts == MIDNIGHT and window.ends == MIDNIGHT:
        return days
    ends = "24.00" if window.ends == MIDNIGHT else f"{window.ends:%H.%M}"
    return _days_at(days, f"{window.starts:%H.%M}–{ends}")


@singledispatch
def _say(_what: object) -> Text | None:
    """Nothing for what has no words of ours: a plugin's own rule."""
    return None


@_say.register
def _opening(what: OpeningWindow) -> Text | None:
    return lazy_gettext("It can be booked %(when)s.", when=window_words(what.window))


@_say.register
def _duration(what: Duration) -> Text | None:
    if what.least is None and what.most is None:
        return None
    if what.most is None:
        return lazy_gettext("A booking lasts at least %(time)s.", time=_minutes(what.least or 0))
    if what.least is None:
        return lazy_gettext("A booking lasts at most %(time)s.", time=_minutes(what.most))
    return lazy_gettext(
        "A booking lasts at least %(least)s and at most %(most)s.",
        least=_minutes(what.least),
        most=_minutes(what.most),
    )


@_say.register
def _lead_time(what: LeadTime) -> Text | None:
    late = lazy_gettext("Ask at least %(time)s before it starts.", time=_hours(what.hours))
    if what.days is None:
        return late if what.hours else None
    early = lazy_gettext("It can be booked at most %(time)s ahead.", time=_in_days(what.days))
    return _together(late, early) if what.hours else early


@_say.register
def _buffer(what: Buffer) -> Text | None:
    before, after = _minutes(what.before), _minutes(what.after)
    if what.before and what.after:
        return lazy_gettext(
            "There must be %(before)s free before and %(after)s free after each booking.",
            before=before,
            after=after,
        )
    if what.before:
        return lazy_gettext(
            "There must be %(time)s free before each booking, for getting ready.", time=before
        )
    if what.after:
        return lazy_gettext(
            "There must be %(time)s free after each booking, for clearing.", time=after
        )
    return None


@_say.register
def _capacity(what: Capacity) -> Text | None:
    return lazy_ngettext(
        "There is room for one person.", "There is room for %(num)d people.", what.people
    )


@_say.register
def _feature(what: RequiresFeature) -> Text | None:
    return lazy_gettext("The house must have this: %(feature)s.", feature=what.feature)


@_say.register
def _people(what: RequiresPeople) -> Text | None:
    return lazy_gettext("At least %(n)s people must be on duty.", n=what.least)


@_say.register
def _quota(what: Quota) -> Text | None:
    return _at_most(_hours_only(what.hours), what.unit, what.per)


@_say.register
def _frequency(what: Frequency) -> Text | None:
    times = lazy_ngettext("one booking", "%(num)d bookings", what.times)
    return _at_most(times, what.unit, what.per)


@_say.register
def _exclusive(_what: Exclusive) -> Text | None:
    return lazy_gettext("It is not shared with another group at the same time.")


@_say.register
def _neighbour(what: Neighbour) -> Text | None:
    if what.unless_tag is not None and not what.not_beside:
        return lazy_gettext(
            "Only what is “%(same)s” is in the same house at the same time.",
            same=tag_word(what.unless_tag),
        )
    if what.tag is None:
        return lazy_gettext(
            "Nothing that is “%(other)s” is in the same house at the same time.",
            other=tag_word(what.not_beside),
        )
    return lazy_gettext(
        "What is “%(tag)s” and what is “%(other)s” are not in the same house at the same time.",
        tag=tag_word(what.tag),
        other=tag_word(what.not_beside),
    )


@_say.register
def _approval(what: Approval) -> Text | None:
    if what.window == Window():
        return lazy_gettext("Every booking waits for a yes.")
    return lazy_gettext("Bookings %(when)s wait for a yes.", when=window_words(what.window))


def _at_most(what: Text, unit: Unit, per: Per) -> Text:
    return lazy_gettext(
        "At most %(what)s %(unit)s for %(each)s.", what=what, unit=UNITS[unit], each=EACH[per]
    )


def _days(weekdays: frozenset[int]) -> Text:
    if weekdays == EVERY_DAY:
        return lazy_gettext("every day")
    if weekdays == _WORKDAYS:
        return lazy_gettext("Monday to Friday")
    if weekdays == _WEEKEND:
        return lazy_gettext("on Saturdays and Sundays")
    names = [ON_WEEKDAYS[day] for day in sorted(weekdays)]
    if len(names) < 2:
        return names[0] if names else lazy_gettext("on no day")
    first = LazyString(lambda: ", ".join(str(one) for one in names[:-1]))
    return lazy_gettext("%(first)s and %(last)s", first=first, last=names[-1])


def _days_at(days: Text, times: str) -> Text:
    return lazy_gettext("%(days)s at %(times)s", days=days, times=times)


def _period(agreement: AgreementFacts) -> Text:
    first = f"{agreement.first:%d.%m.%Y}"
    if agreement.last is None:
        return lazy_gettext("from %(first)s until further notice", first=first)
    return lazy_gettext(
        "from %(first)s to %(last)s", first=first, last=f"{agreement.last:%d.%m.%Y}"
    )


def _released(days: int) -> Text:
    if days == 0:
        return lazy_gettext("Others may have the time on the day itself.")
    return lazy_gettext(
        "Others may have the time when %(time)s or less is left.", time=_in_days(days)
    )


def _taken_back(agreement: AgreementFacts) -> Text:
    who, days = agreement.organisation.name, agreement.notice_days
    if days == 0:
        return lazy_gettext("%(who)s may take it back until it begins.", who=who)
    return lazy_gettext(
        "%(who)s may take it back until %(time)s before.", who=who, time=_in_days(days)
    )


def _minutes(minutes: int) -> Text:
    hours, rest = divmod(minutes, _HOUR)
    if rest or not minutes:
        return lazy_ngettext("%(num)d minute", "%(num)d minutes", minutes)
    return _hours_only(hours)


def _hours(hours: int) -> Text:
    days, rest = divmod(hours, 24)
    return _hours_only(hours) if rest or days < 2 else _in_days(days)


def _hours_only(hours: int) -> Text:
    return lazy_ngettext("%(num)d hour", "%(num)d hours", hours)


def _in_days(days: int) -> Text:
    return lazy_ngettext("%(num)d day", "%(num)d days", days)


def _together(*sentences: Text) -> Text:
    return LazyString(lambda: " ".join(str(one) for one in sentences))
