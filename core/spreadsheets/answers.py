"""Answers as a form's export has them: a column for each question, a line for each answerer. Pure.

What a question is stands nowhere in such a file: it is guessed, and the person who imports says.
"""

import hashlib
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from core.problems import N_, Refused
from core.spreadsheets.cells import as_text, is_blank
from core.spreadsheets.columns import Column, Headings, day, read_headings, text
from core.spreadsheets.problems import Code, Problem
from core.spreadsheets.rows import Row
from core.spreadsheets.tables import cell_of, open_sheet, read_line
from core.text import Text

_MARKS = ("id", "start", "end")
_COLUMNS: Mapping[str, Column] = {
    "id": text("id", needed=True),
    "start": text("starttidspunkt", "start time"),
    "end": day("fullføringstidspunkt", "completion time"),
    "email": text("e-postadresse", "e-post", "email"),
    "name": text("navn", "name"),
    "language": text("språk", "language"),
    "changed": text("tidspunkt for siste endring", "last modified time"),
}
"""As Microsoft Forms calls them. Only `_MARKS` are read: who answered is not ours to keep."""

_SAMPLES = 3
_SHORT, _LONGEST_OPTION = 40, 100  # letters


@dataclass(frozen=True)
class AnswerKind:
    """What a question may be. `problem` says why an answer cannot be kept, as a message id.

    `seems` gets the question and some of its answers: whether this is likely what it is.
    `several`: a cell may hold several answers, with semicolons between. `help` is in English, for
    the command line's option `--<key>`.
    """

    key: str
    title: Text
    help: str
    seems: Callable[[str, Sequence[str]], bool]
    problem: Callable[[str], str | None]
    several: bool = False


Kinds = Sequence[AnswerKind]
"""What a question may be, at most nine; the first that seems right is guessed."""


def on_scale(key: str, title: Text, help_: str, steps: Collection[str], no_step: str) -> AnswerKind:
    """Answered with a step of a scale. `no_step` says that `%(text)s` is none."""
    return AnswerKind(
        key,
        title,
        help_,
        seems=lambda _question, samples: all(one in steps for one in samples),
        problem=lambda value: None if value in steps else no_step,
    )


def by_choosing(
    key: str, title: Text, help_: str, problem: Callable[[str], str | None]
) -> AnswerKind:
    """Answered by choosing, several options perhaps, which are short."""

    def seems(question: str, samples: Sequence[str]) -> bool:
        return question.endswith("?") and max(map(len, samples)) <= _SHORT

    def problem_with(value: str) -> str | None:
        if len(value) > _LONGEST_OPTION:
            return N_("“%(text)s …” is too long for an option.")
        return problem(value)

    return AnswerKind(key, title, help_, seems, problem_with, several=True)


def in_own_words(
    key: str, title: Text, help_: str, problem: Callable[[str], str | None]
) -> AnswerKind:
    """Answered in own words, as every question may be."""
    return AnswerKind(key, title, help_, lambda _question, _samples: True, problem)


@dataclass(frozen=True)
class Answered:
    """Somebody's answers, by column. `key` is made of the answer's id and times."""

    line: int
    key: str
    day: date
    cells: Mapping[int, str]

    def values(self, column: int, kind: AnswerKind) -> list[str]:
        """What was answered there."""
        cell = self.cells.get(column, "")
        parts = cell.split(";") if kind.several else [cell]
        return list(dict.fromkeys(part.strip() for part in parts if part.strip()))


@dataclass(frozen=True)
class AnswerSheet:
    """What a file holds. `questions` are its headings by their column, counted from 1."""

    questions: Mapping[int, str]
    lines: tuple[Answered, ...]
    problems: tuple[Problem, ...]

    def samples(self, column: int) -> tuple[str, ...]:
        """Some of what was answered there."""
        given = (line.cells[column] for line in self.lines if line.cells.get(column))
        return tuple(dict.fromkeys(given))[:_SAMPLES]

    def guess(self, kinds: Kinds) -> Mapping[int, AnswerKind]:
        """What the questions seem to be, to begin with; one without answers is left out."""
        found = {}
        for column, question in self.questions.items():
            samples = self.samples(column)
            likely = (one for one in kinds if samples and one.seems(question, samples))
            if kind := next(likely, None):
                found[column] = kind
        return found


def read_answers(content: bytes, today: date) -> AnswerSheet:
    """Read an export as of a local date.

    Raises UnreadableFile, and Refused (field "file") where it is no export of answers.
    """
    rows = open_sheet(content, _COLUMNS).rows
    for at, row in enumerate(rows):
        if headings := read_headings(row.cells, _COLUMNS):
            questions = {
                number: as_text(cell)
                for number, cell in enumerate(row.cells, 1)
                if number - 1 not in headings.at.values() and not is_blank(cell)
            }
            body = [one for one in rows[at + 1 :] if not all(map(is_blank, one.cells))]
            found = [_line(one, headings, questions, today) for one in body]
            lines = tuple(one for one in found if isinstance(one, Answered))
            problems = tuple(one for one in found if isinstance(one, Problem))
            return AnswerSheet(questions, lines, problems)
    raise Refused(
        N_("No line with headings is found. Export the answers to Excel from Microsoft Forms."),
        field="file",
    )


def _line(
    row: Row, headings: Headings, questions: Mapping[int, str], today: date
) -> Answered | Problem:
    read = read_line(row, headings, _COLUMNS)
    if read.problems:
        return read.problems[0]
    if read.days["end"] > today:
        return Problem(row.line, Code.FUTURE, f"{read.days['end']:%d.%m.%Y}")
    marks = [as_text(cell_of(row, headings, one)) for one in _MARKS if one in headings.at]
    key = hashlib.sha256("|".join(marks).encode()).hexdigest()[:32]
    cells = {at: as_text(row.cells[at - 1]) for at in questions if at <= len(row.cells)}
    return Answered(row.line, key, read.days["end"], cells)
