"""How many gave each answer: numbers, never a mean, and guarded outside the office. Pure."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from textwrap import shorten

from markupsafe import Markup

from core.calendar.counting_year import Period
from core.statistics.charts import Bar, bar_chart
from core.statistics.gateway import SMALLEST_SHOWN, is_small

Rows = Sequence[tuple[str, int]]
_LABEL, _LABELS = 24, 170  # letters, and the room for them in the chart's units


@dataclass(frozen=True)
class Distribution:
    """How many gave each answer, by its label. `n` answered the question, which is the `title`.

    None for a number, or for `n` and no rows, means that it could single somebody out.
    """

    title: str
    n: int | None
    rows: tuple[tuple[str, int | None], ...]


def distribution(
    title: str,
    labels: Mapping[str, str],
    given: Sequence[Sequence[str]],
    *,
    scale: bool,
    office: bool,
) -> Distribution:
    """Every answer with its number, those nobody gave too; what has no label comes last.

    `given` is what each person answered, by the labels' keys. `scale`: one step of a scale each,
    and not some of several options. `office` sees small numbers too.
    """
    counts = Counter(key for keys in given for key in keys)
    every = {**labels, **{key: key for key in sorted(counts) if key not in labels}}
    numbers = [(label, counts[key]) for key, label in every.items()]
    rows = numbers if office else guarded(numbers, len(given), scale=scale)
    return Distribution(title, len(given) if rows else None, tuple(rows))


def guarded(rows: Rows, n: int, *, scale: bool) -> list[tuple[str, int | None]]:
    """What of n people's answers may be told outside the office.

    Fewer than five answers: nothing. A scale is open from five on. Of options, those chosen by one
    to four are hidden, and of the others so many, the fewest chosen first, that the hidden ones do
    not follow from their sum. Where they do, whatever is hidden: nothing.
    """
    if n < SMALLEST_SHOWN:
        return []
    if scale:
        return list(rows)
    hidden = {label: number for label, number in rows if is_small(number)}
    others = [(number == 0, number, label) for label, number in rows if label not in hidden]
    for _none, number, label in sorted(others):
        if _follow(hidden.values()):
            hidden[label] = number
    if _follow(hidden.values()):
        return []
    return [(label, None if label in hidden else number) for label, number in rows]


def _follow(hidden: Collection[int]) -> bool:
    """Whether their sum tells numbers from 1 to 4: of one alone, of all least, of all most."""
    return len(hidden) == 1 or (
        bool(hidden) and sum(hidden) in {len(hidden), len(hidden) * (SMALLEST_SHOWN - 1)}
    )


def whole_years(period: Period) -> Period:
    """The calendar years a period touches: outside the office, shorter ones can be subtracted."""
    return Period(date(period.first.year, 1, 1), date(period.last.year, 12, 31))


def distribution_chart(key: str, found: Distribution) -> Markup | None:
    """Bars from zero with their numbers; a hidden number has none. None without rows.

    `key` is unique on the page.
    """
    if not found.rows:
        return None
    rows = [(label, n, "–" if n is None else str(n)) for label, n in found.rows]
    bars = [Bar(shorten(label, _LABEL, placeholder="…"), n, text) for label, n, text in rows]
    words = "; ".join(f"{label}: {text}" for label, _n, text in rows)
    most = max(range(len(bars)), key=lambda at: bars[at].value or 0)
    return bar_chart(key, found.title, words, bars, most, _LABELS)
