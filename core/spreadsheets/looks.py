"""What would come of a file: held against what is saved, and what a person has to decide first."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from core.problems import N_, Refused
from core.spreadsheets.duplicates import Numbered, Resolved, resolve
from core.spreadsheets.tables import Parsed

Read = TypeVar("Read", bound=Numbered)
Key = TypeVar("Key")
Saved = TypeVar("Saved")


@dataclass(frozen=True)
class Known(Generic[Saved]):
    """What is saved already of a line's thing, and whether the line says the same."""

    saved: Saved
    same: bool


@dataclass(frozen=True)
class Doubt(Generic[Read, Saved]):
    """A line whose thing is saved already otherwise. `uses_file` is None while nobody decided."""

    line: Read
    saved: Saved
    uses_file: bool | None


@dataclass(frozen=True)
class Look(Generic[Key, Read, Saved]):
    """What would come of a file with the decisions made so far. A key's text names it."""

    parsed: Parsed[Read]
    resolved: Resolved[Key, Read]
    new: Sequence[Read]
    same: Sequence[Read]
    doubts: Sequence[Doubt[Read, Saved]]
    key: Callable[[Read], Key]

    @property
    def changed(self) -> list[Doubt[Read, Saved]]:
        """What is saved and would be as the file has it."""
        return [one for one in self.doubts if one.uses_file]

    @property
    def to_save(self) -> list[Read]:
        """The lines that would be added, or change what is saved."""
        return [*self.new, *(one.line for one in self.changed)]

    @property
    def undecided(self) -> int:
        """How many doubts somebody has still to decide about."""
        return len(self.resolved.conflicts) + sum(one.uses_file is None for one in self.doubts)

    def require_decided(self) -> None:
        """Raise Refused while a line is wrong or a doubt is undecided."""
        if self.parsed.problems:
            raise Refused(
                N_(
                    "%(n)s lines cannot be read. Correct them in the spreadsheet, and send it "
                    "again."
                ),
                n=len({one.line for one in self.parsed.problems}),
            )
        if self.undecided:
            raise Refused(N_("Decide about %(n)s lines first."), n=self.undecided)

    def notes(self) -> Iterable[str]:
        """In English: what counts once, and what is only told."""
        for twice in self.resolved.twice:
            lines = " and ".join(str(line) for line in twice.lines)
            yield f"{twice.key} is on lines {lines} with the same numbers: once."
        for doubt in self.parsed.doubts:
            yield f"line {doubt.line}: {doubt}"

    def faults(self) -> Iterable[tuple[int, str]]:
        """Line by line in English: why nothing can be saved, and which decision it waits for."""
        for problem in self.parsed.problems:
            yield problem.line, str(problem)
        for conflict in self.resolved.conflicts:
            lines = ", ".join(str(one.line) for one in conflict.choices)
            for one in conflict.choices:
                yield one.line, f"{conflict.key} has other numbers on lines {lines}; --keep one."
        for doubt in self.doubts:
            if doubt.uses_file is None:
                line, key = doubt.line.line, self.key(doubt.line)
                yield line, f"{key} is saved with other numbers; --keep {line} changes it."


def look(
    parsed: Parsed[Read],
    decisions: Collection[int],
    key: Callable[[Read], Key],
    content: Callable[[Read], object],
    known: Callable[[Sequence[Read]], Mapping[Key, Known[Saved]]],
) -> Look[Key, Read, Saved]:
    """A file held against what is saved, which `known` tells of the lines that count.

    In `decisions` LINE means that line counts, -LINE that it does not: the thing stays as it is
    saved. Lines with one key are of one thing; they agree when their content is equal.
    """
    resolved = resolve(parsed.lines, decisions, key, content)
    saved = known(resolved.lines)
    new, same, doubts = [], [], []
    for line in resolved.lines:
        one = saved.get(key(line))
        if one is None:
            new.append(line)
        elif one.same:
            same.append(line)
        else:
            doubts.append(Doubt(line, one.saved, _decided(line.line, decisions)))
    return Look(parsed, resolved, new, same, doubts, key)


def _decided(line: int, decisions: Collection[int]) -> bool | None:
    if line in decisions:
        return True
    return False if -line in decisions else None
