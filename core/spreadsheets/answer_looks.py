"""What would come of a form's answers: each question as it was said to be, and what is new."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from core.problems import N_, Refused
from core.spreadsheets.answers import Answered, AnswerKind, AnswerSheet, Kinds
from core.spreadsheets.problems import Problem

_SHOWN_LETTERS = 40
_DIGIT = 10


@dataclass(frozen=True)
class ColumnChoice:
    """What a column may be said to be, by a decision's number; a kind of None leaves it out."""

    decision: int
    kind: AnswerKind | None
    chosen: bool


@dataclass(frozen=True)
class AnswerLook:
    """What would come of a file, with what was said of its columns."""

    sheet: AnswerSheet
    may_be: Kinds
    kinds: Mapping[int, AnswerKind]
    new: tuple[Answered, ...]

    @property
    def saved_already(self) -> int:
        """How many of the answers are there, or stand in the file twice."""
        return len(self.sheet.lines) - len(self.new)

    @cached_property
    def problems(self) -> list[Problem]:
        """Why lines cannot be saved, each column read as what it was said to be."""
        unknown = self.kinds.keys() - self.sheet.questions.keys()
        missing = N_("There is no question in column %(text)s.")
        return [
            *self.sheet.problems,
            *(Problem(1, missing, str(column)) for column in sorted(unknown)),
            *(
                Problem(line.line, message, value[:_SHOWN_LETTERS])
                for line in self.sheet.lines
                for column, kind in self.kinds.items()
                for value in line.values(column, kind)
                if (message := kind.problem(value))
            ),
        ]

    def choices(self, column: int) -> list[ColumnChoice]:
        """What a column may be said to be, for a form."""
        chosen = self.kinds.get(column)
        return [
            ColumnChoice(decision(column, at), kind, kind is chosen)
            for at, kind in enumerate((None, *self.may_be))
        ]

    def counts(self, column: int) -> list[tuple[str, int]]:
        """How many of the new answers have each value of a column, the most frequent first."""
        kind = self.kinds.get(column)
        if kind is None:
            return []
        given = Counter(value for line in self.new for value in line.values(column, kind))
        return given.most_common()

    def without(self, saved: Collection[str]) -> "AnswerLook":
        """The same, with what is saved by now among what is saved already."""
        return replace(self, new=tuple(one for one in self.new if one.key not in saved))

    def require_savable(self) -> None:
        """Raise Refused while a line cannot be saved, or no column is to be read."""
        if problems := self.problems:
            raise Refused(
                N_("%(n)s lines cannot be saved. Correct them in the file, and send it again."),
                n=len({one.line for one in problems}),
            )
        if not self.kinds:
            raise Refused(N_("Say of at least one question what it is."))

    def told(self) -> str:
        """In English: how many answers would be added."""
        return f"To save: answers {len(self.new)}. Saved already: answers {self.saved_already}."

    def notes(self) -> Iterable[str]:
        """In English: what each column is, and what was answered."""
        for column, heading in self.sheet.questions.items():
            kind = self.kinds.get(column)
            yield f"{column} {heading}: {kind.key if kind else 'left out'}"
            yield from (f"  {value}: {number}" for value, number in self.counts(column))

    def faults(self) -> Iterable[tuple[int, str]]:
        """Line by line in English: why nothing can be saved."""
        return ((one.line, str(one)) for one in self.problems)


def decision(column: int, kind: int) -> int:
    """The number that says a column is the n-th of the kinds, counted from 1; 0 leaves it out."""
    return column * _DIGIT + kind


def look_at_answers(
    sheet: AnswerSheet, may_be: Kinds, decisions: Collection[int], saved: Collection[str]
) -> AnswerLook:
    """Hold a file against the keys of what is saved. While nothing is decided, it is guessed."""
    said = {one // _DIGIT: one % _DIGIT for one in decisions}
    kinds = {column: may_be[at - 1] for column, at in said.items() if 0 < at <= len(may_be)}
    lines = {one.key: one for one in sheet.lines}
    look = AnswerLook(sheet, may_be, kinds if said else sheet.guess(may_be), tuple(lines.values()))
    return look.without(saved)
