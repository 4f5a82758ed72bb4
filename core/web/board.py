"""What the counter shows: categories with their words, families, totals."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import uuid4

from flask import url_for
from flask_babel import format_date, gettext, lazy_gettext
from flask_wtf.csrf import generate_csrf

from core.calendar.zones import local_time
from core.counts.categories import CORE_CATEGORIES, Categories, CountCategory, of_kind
from core.counts.days import Day
from core.counts.today import CountedActivity
from core.statistics.measures import CountKind
from core.text import Text
from core.web.filters import day as day_words
from core.web.languages import language

FAMILIES = ("1+1", "1+2", "2+2", "2+3")
_BESIDE_VISITS = (
    CountKind.CONTACT,
    CountKind.MATERIAL,
    CountKind.MEMBER,
    CountKind.REFERRAL,
    CountKind.WAITING,
)
# More, less, and what is announced: of core's own categories, for the words change with the number.
_WORDS: Mapping[str, tuple[Text, Text, Text, Text]] = {
    "adult": (
        lazy_gettext("One adult more"),
        lazy_gettext("One adult less"),
        lazy_gettext("1 adult"),
        lazy_gettext("{n} adults"),
    ),
    "child": (
        lazy_gettext("One child more"),
        lazy_gettext("One child less"),
        lazy_gettext("1 child"),
        lazy_gettext("{n} children"),
    ),
}
_CORE_LABELS = frozenset(category.label for category in CORE_CATEGORIES if category.key in _WORDS)


@dataclass(frozen=True)
class BoardCategory:
    """One thing to count, with its total and its buttons' names."""

    key: str
    label: str
    total: int
    plus_label: str
    minus_label: str
    one: str
    many: str


@dataclass(frozen=True)
class Board:
    """What `count/_board.html` needs. `press` makes a button that is sent twice count once."""

    title: str
    date_text: str
    total: int
    saved_text: str
    categories: list[BoardCategory]
    families: Sequence[str]
    newcomers: list[BoardCategory]
    newcomer_question: str
    staffing: list[BoardCategory]
    others: list[BoardCategory]
    heard: list[BoardCategory]
    heard_question: str
    post_url: str
    close_text: str
    type_url: str
    close_url: str
    occurrence: str
    api_url: str
    totals_url: str
    csrf: str
    press: str


def board(
    activity: CountedActivity,
    day: Day,
    known: Categories,
    year_start: date,
    saved_at: datetime | None,
    today: date,
) -> Board:
    """The counter of a day. `year_start` is the first day newcomers are counted from."""
    visits = _shown(day, of_kind(known, CountKind.VISIT))
    return Board(
        title=activity.name,
        date_text=day_words(day.day),
        total=sum(category.total for category in visits),
        saved_text=_saved(saved_at),
        categories=visits,
        families=FAMILIES,
        newcomers=_shown(day, of_kind(known, CountKind.NEWCOMER)),
        newcomer_question=newcomer_question(year_start),
        staffing=_shown(day, of_kind(known, CountKind.STAFFING)),
        others=_shown(day, [c for kind in _BESIDE_VISITS for c in of_kind(known, kind)]),
        heard=_shown(day, of_kind(known, CountKind.HEARD)),
        heard_question=gettext("How did you hear of it?"),
        post_url=url_for("count.save", activity=activity.slug, key=day.key),
        close_text=gettext("Closed today") if day.day == today else gettext("Close the day"),
        type_url=url_for("count.type_numbers", activity=activity.slug, key=day.key),
        close_url=url_for("count.close", activity=activity.slug, key=day.key),
        occurrence=str(day.id),
        api_url=url_for("api.save_counts"),
        totals_url=url_for("api.totals", occurrence=day.id),
        csrf=generate_csrf(),
        press=str(uuid4()),
    )


def label_of(category: CountCategory) -> str:
    """A category's name in the person's language: core's are message ids, a plugin's are lazy."""
    return gettext(category.label) if type(category.label) is str else str(category.label)


def newcomer_question(year_start: date) -> str:
    """ "Første gang siden 1. september?" """
    pattern = "d MMMM" if language() == "en" else "d. MMMM"
    day = format_date(year_start, pattern)
    return str(gettext("First time since %(date)s?", date=day))


def _shown(day: Day, categories: Sequence[CountCategory]) -> list[BoardCategory]:
    return [_category(category, day.totals.get(category.key, 0)) for category in categories]


def _category(category: CountCategory, total: int) -> BoardCategory:
    label = label_of(category)
    if category.label in _CORE_LABELS:
        more, less, one, many = (str(word) for word in _WORDS[category.key])
    else:
        more = gettext("One more: %(label)s", label=label)
        less = gettext("One less: %(label)s", label=label)
        one, many = f"{label} 1", f"{label} {{n}}"
    return BoardCategory(category.key, label, total, more, less, one, many)


def _saved(at: datetime | None) -> str:
    if at is None:
        return ""
    hour, minute = f"{local_time(at):%H:%M}".split(":")
    return str(gettext("✓ saved at {hour}:{minute}").format(hour=hour, minute=minute))
