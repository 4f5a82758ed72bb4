"""A form's export: questions by column, what each was said to be, and what would be new."""

from collections.abc import Sequence
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.problems import Refused
from core.spreadsheets import (
    AnswerLook,
    AnswerSheet,
    Code,
    by_choosing,
    decision,
    in_own_words,
    look_at_answers,
    on_scale,
    read_answers,
)

TODAY = date(2026, 11, 22)
NO_STEP = "“%(text)s” is no step."
HEADINGS = "ID;Completion time;Name;How was it?;Where did you hear of it?;Anything else"
LINES = (
    "1;20.11.2026;anonymous;3;Friends;Fine",
    "2;21.11.2026;anonymous;2;Friends; A poster;",
    "3;21.11.2026;anonymous;3;A poster;",
)


def no_shouting(text: str) -> str | None:
    return "Do not shout." if text.isupper() else None


KINDS = (
    on_scale("scale", "A scale", "It is a scale.", ("1", "2", "3"), NO_STEP),
    by_choosing("choice", "A choice", "It is a choice.", no_shouting),
    in_own_words("words", "Own words", "It is words.", no_shouting),
)
SCALE, CHOICE, WORDS = decision(4, 1), decision(5, 2), decision(6, 3)


def sheet(*lines: str, headings: str = HEADINGS) -> AnswerSheet:
    return read_answers("\n".join((headings, *lines)).encode(), TODAY)


def look(found: AnswerSheet, *decisions: int, saved: Sequence[str] = ()) -> AnswerLook:
    return look_at_answers(found, KINDS, decisions, saved)


def test_who_answered_is_not_among_the_questions() -> None:
    found = sheet(*LINES)
    assert list(found.questions) == [4, 5, 6]
    assert [one.day for one in found.lines] == [date(2026, 11, n) for n in (20, 21, 21)]
    assert "anonymous" not in str(found)


def test_what_a_question_is_is_guessed_until_somebody_says() -> None:
    found = sheet(*LINES)
    guessed = look(found)
    assert {at: kind.key for at, kind in guessed.kinds.items()} == {
        4: "scale",
        5: "choice",
        6: "words",
    }
    said = look(found, decision(4, 1), decision(5, 0))
    assert [kind.key for kind in said.kinds.values()] == ["scale"]
    assert [one.chosen for one in said.choices(5)] == [True, False, False, False]
    assert said.choices(4)[1].kind is KINDS[0]


def test_several_answers_stand_in_one_cell_of_a_choice_alone() -> None:
    line = '4;21.11.2026;anonymous;3;"Friends;A poster;Friends";"One; two"'
    found = look(sheet(line), SCALE, CHOICE, WORDS)
    assert found.counts(5) == [("Friends", 1), ("A poster", 1)]
    assert found.counts(6) == [("One; two", 1)]
    assert list(found.notes())[1:3] == ["  3: 1", "5 Where did you hear of it?: choice"]


def test_what_cannot_be_kept_is_told_by_line_and_nothing_is_saved() -> None:
    found = look(sheet(*LINES, "4;22.11.2026;anonymous;9;;LOUD"), SCALE, WORDS)
    assert list(found.faults()) == [(5, "“9” is no step."), (5, "Do not shout.")]
    with pytest.raises(Refused, match="1 lines cannot be saved"):
        found.require_savable()
    look(sheet(*LINES), SCALE).require_savable()
    with pytest.raises(Refused, match="at least one question"):
        look(sheet(*LINES), decision(4, 0)).require_savable()


def test_an_option_is_short() -> None:
    found = look(sheet(f"4;21.11.2026;anonymous;3;{'a' * 101};"), CHOICE)
    assert [str(one) for one in found.problems] == [f"“{'a' * 40} …” is too long for an option."]


@pytest.mark.parametrize("asked", [decision(3, 1), decision(60, 1), -9])
def test_a_column_that_is_no_question_is_refused(asked: int) -> None:
    assert look(sheet(*LINES), asked).problems


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("4;23.11.2026;;3;;", Code.FUTURE),
        ("4;;;3;;", Code.MISSING_DATE),
        ("4;31.02.2026;;3;;", Code.IMPOSSIBLE_DATE),
    ],
)
def test_an_answer_has_a_day_that_has_come(line: str, code: Code) -> None:
    found = sheet(line)
    assert ([one.code for one in found.problems], found.lines) == ([code], ())


def test_a_line_that_ends_early_is_read_as_far_as_it_goes() -> None:
    found = sheet("1;22.11.2026", headings="ID;Completion time;Start time;How was it?")
    assert [one.cells for one in found.lines] == [{}]


@pytest.mark.parametrize("content", [b"a;b\n1;2\n", b"Name;How was it?\nKari;5\n"])
def test_what_is_no_export_is_refused_at_the_file(content: bytes) -> None:
    with pytest.raises(Refused) as refused:
        read_answers(content, TODAY)
    assert refused.value.field == "file"


@given(st.lists(st.integers(1, 9), max_size=12), st.sets(st.integers(1, 9)))
def test_every_answer_is_new_once_or_saved_already(numbers: list[int], before: set[int]) -> None:
    def lines(of: Sequence[int]) -> AnswerSheet:
        return sheet(*(f"{n};20.11.2026;anonymous;3;;" for n in of))

    saved = [one.key for one in lines(sorted(before)).lines]
    found = look(lines(numbers), SCALE, saved=saved)
    assert len(found.new) == len(set(numbers) - before)
    assert found.saved_already == len(numbers) - len(found.new)
    assert not found.without([one.key for one in found.new]).new
