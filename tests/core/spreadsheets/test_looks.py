"""A file held against what is saved: new, the same, or a doubt somebody decides about."""

from collections.abc import Collection
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Refused
from core.spreadsheets import Known, Look, Parsed, Problem, look


@dataclass(frozen=True)
class Row:
    """A line: what it is of, and its number."""

    line: int
    key: str
    n: int


SAVED = {"a": 1, "b": 2}


def held(
    rows: list[Row], decisions: Collection[int] = (), problems: tuple[Problem, ...] = ()
) -> Look[str, Row, int]:
    return look(
        Parsed(tuple(rows), problems),
        decisions,
        lambda one: one.key,
        lambda one: one.n,
        lambda lines: {
            one.key: Known(SAVED[one.key], one.n == SAVED[one.key])
            for one in lines
            if one.key in SAVED
        },
    )


def test_new_the_same_and_a_doubt() -> None:
    found = held([Row(2, "a", 1), Row(3, "b", 5), Row(4, "c", 9)])
    assert ([one.line for one in found.same], [one.line for one in found.new]) == ([2], [4])
    assert [(one.line.line, one.saved, one.uses_file) for one in found.doubts] == [(3, 2, None)]
    assert list(found.faults()) == [(3, "b is saved with other numbers; --keep 3 changes it.")]
    with pytest.raises(Refused):
        found.require_decided()


@pytest.mark.parametrize(("decision", "lines"), [(3, [4, 3]), (-3, [4])])
def test_a_decision_about_a_doubt_is_followed(decision: int, lines: list[int]) -> None:
    found = held([Row(3, "b", 5), Row(4, "c", 9)], {decision})
    found.require_decided()
    assert [one.line for one in found.to_save] == lines


def test_lines_that_disagree_wait_for_a_choice_and_a_wrong_line_stops_all() -> None:
    rows = [Row(2, "c", 1), Row(3, "c", 2)]
    assert held(rows).undecided == 1
    assert [one.line for one in held(rows, {3}).to_save] == [3]
    wrong = held([Row(2, "c", 1)], problems=(Problem(3, "No."), Problem(3, "Nor that.")))
    with pytest.raises(Refused, match="1 lines cannot be read"):
        wrong.require_decided()
    assert list(wrong.faults()) == [(3, "No."), (3, "Nor that.")]


ROWS = st.lists(
    st.builds(Row, st.integers(2, 30), st.sampled_from("abcd"), st.integers(0, 3)),
    unique_by=lambda one: one.line,
    max_size=8,
)


@given(ROWS, st.sets(st.integers(-30, 30)))
def test_every_line_is_saved_at_most_once_and_never_against_a_decision(
    rows: list[Row], decisions: set[int]
) -> None:
    found = held(rows, decisions)
    keys = [one.key for one in found.to_save]
    assert len(keys) == len(set(keys))
    for one in found.to_save:
        assert SAVED.get(one.key) is None or one.line in decisions
    told = {one.key for one in (*found.new, *found.same)} | {d.line.key for d in found.doubts}
    assert told | {one.key for one in found.resolved.conflicts} == {one.key for one in rows}
