"""One day on several lines of a spreadsheet."""

from collections.abc import Collection, Sequence
from datetime import date

from core.spreadsheets import Resolved, Twice
from core.spreadsheets import resolve as resolve_lines
from plugins.rodekors.spreadsheet import Day

SUNDAY, WEDNESDAY = date(2022, 9, 4), date(2022, 9, 7)


def resolve(days: Sequence[Day], keep: Collection[int]) -> Resolved[date, Day]:
    """One day a date, as an import has it."""
    return resolve_lines(days, keep, lambda day: day.day, lambda day: day.content)


def day(line: int, adults: int, when: date = SUNDAY) -> Day:
    return Day(line, when, {"adults": adults, "children": 35})


def test_other_numbers_wait_for_a_choice() -> None:
    found = [day(2, 22), day(3, 23), day(4, 10, WEDNESDAY)]
    waiting = resolve(found, ())
    assert [one.line for one in waiting.lines] == [4]
    assert [[one.line for one in conflict.choices] for conflict in waiting.conflicts] == [[2, 3]]
    decided = resolve(found, {3})
    assert decided.conflicts == ()
    assert sorted(one.line for one in decided.lines) == [3, 4]


def test_two_choices_for_a_day_or_one_for_another_decide_nothing() -> None:
    found = [day(2, 22), day(3, 23)]
    assert len(resolve(found, {2, 3}).conflicts) == 1
    assert len(resolve(found, {-2, 4}).conflicts) == 1


def test_the_same_numbers_count_once_and_are_named_whichever_line_is_kept() -> None:
    found = [day(2, 22), day(3, 22)]
    for keep, line in ((set[int](), 2), ({3}, 3), ({2, 3}, 2)):
        resolved = resolve(found, keep)
        assert [one.line for one in resolved.lines] == [line]
        assert resolved.twice == (Twice(SUNDAY, (2, 3)),)
        assert resolved.conflicts == ()


def test_open_and_closed_on_one_date_do_not_agree() -> None:
    nobody = Day(2, SUNDAY, {"adults": 0, "children": 0})
    assert len(resolve([nobody, Day(3, SUNDAY, {}, "sykdom")], ()).conflicts) == 1


def test_three_lines_agree_all_or_not_at_all() -> None:
    found = [day(2, 22), day(3, 22), day(4, 23)]
    (conflict,) = resolve(found, ()).conflicts
    assert [one.line for one in conflict.choices] == [2, 3, 4]
