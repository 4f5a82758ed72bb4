"""From an export to saved answers: looked at, saved all or nothing, undone as one."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select

from core.accounts.actors import Access
from core.batches.models import Batch
from core.batches.service import batches_of, open_batch, take_back
from core.db.ids import new_id
from core.db.tenancy import DistrictSession
from core.plugin_api import Batches, Choice, FileImport, import_command
from core.problems import N_, Refused
from core.schedules.models import Activity, ActivityKind
from core.schedules.partners import Partner
from core.spreadsheets import Problem
from plugins.tilbakemelding import answering
from plugins.tilbakemelding.forms_file import Export, Line, read_export
from plugins.tilbakemelding.free_text import problem_with
from plugins.tilbakemelding.models import FreeText, Kind, Mode, Question, Response
from plugins.tilbakemelding.standard import SMILEYS, STANDARD, in_norwegian
from plugins.tilbakemelding.words import NAME, norwegian

KINDS = (None, *Kind)
"""What a column may be. A decision is the column's number and, as its last digit, one of these."""
LONGEST_OPTION = 100


@dataclass(frozen=True)
class Look:
    """What would come of a file, with what was said of its columns."""

    export: Export
    kinds: Mapping[int, Kind]
    new: tuple[Line, ...]
    problems: tuple[Problem, ...]

    @property
    def saved_already(self) -> int:
        """How many of the answers are there, or stand in the file twice."""
        return len(self.export.lines) - len(self.new)

    def counts(self, column: int) -> list[tuple[str, int]]:
        """How many of the new answers have each value of a column, the most frequent first."""
        kind = self.kinds.get(column)
        if kind is None:
            return []
        given = Counter(value for line in self.new for value in line.values(column, kind))
        return given.most_common()

    def notes(self) -> Iterable[str]:
        """In English: what each column is, and what was answered."""
        for column, heading in self.export.questions.items():
            kind = self.kinds.get(column)
            yield f"{column} {heading}: {kind.value if kind else 'left out'}"
            yield from (f"  {value}: {number}" for value, number in self.counts(column))

    def faults(self) -> Iterable[tuple[int, str]]:
        """Line by line in English: why nothing can be saved."""
        return ((one.line, str(one)) for one in self.problems)


def look(
    session: DistrictSession, activity_id: int, export: Export, decisions: Collection[int]
) -> Look:
    """Hold a file against what is saved. While nothing is decided, columns are guessed."""
    kinds = {one // 10: KINDS[one % 10 % len(KINDS)] for one in decisions} or {
        column: export.guess(column) for column in export.questions
    }
    return _held(session, activity_id, export, {at: kind for at, kind in kinds.items() if kind})


def _held(
    session: DistrictSession, activity_id: int, export: Export, kinds: Mapping[int, Kind]
) -> Look:
    tokens = session.scalars(
        select(Response.token)
        .join(Batch, Batch.id == Response.batch_id)
        .where(Response.activity_id == activity_id, Batch.undone_at.is_(None))
    )
    saved = {token.partition("#")[0] for token in tokens}
    new = {one.key: one for one in export.lines if one.key not in saved}
    return Look(export, kinds, tuple(new.values()), tuple(_problems(export, kinds)))


def save(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    label: str,
    looked: Look,
    now: datetime,
) -> int:
    """Save what a look promises, as far as it is still new; how many answers that was.

    Whoever calls has asked who may. Raises Refused while a line cannot be saved or no column is
    to be read.
    """
    # Who imports the same file at once waits here, and then finds it saved
    session.execute(select(Activity.id).where(Activity.id == activity.id).with_for_update())
    found = _held(session, activity.id, looked.export, looked.kinds)
    if found.problems:
        raise Refused(
            N_("%(n)s lines cannot be saved. Correct them in the file, and send it again."),
            n=len({one.line for one in found.problems}),
        )
    if not found.kinds:
        raise Refused(N_("Say of at least one question what it is."))
    size, actor = len(found.new), access.actor.reference
    if size:
        batch = open_batch(session, actor, activity.id, NAME, label, size, now)
        headings = found.export.questions
        asked = {
            column: _question(session, activity.id, headings[column], kind, column, now)
            for column, kind in found.kinds.items()
        }
        # The batch is part of the token: what was undone may be imported again
        sent = [
            answering.Sent(f"{one.key}#{batch}", one.day, _answers(one, asked)) for one in found.new
        ]
        answering.save(session, activity, [*asked.values()], Mode.IMPORT, sent, now, batch)
    return size


def undo(
    session: DistrictSession, access: Access, activity_id: int, batch_id: int, now: datetime
) -> None:
    """Take an import back: its answers count no more, its texts go.

    Whoever calls has asked who may. Raises NotFound, and Refused where it is undone already.
    """
    take_back(session, access.actor.reference, activity_id, NAME, batch_id, now)
    texts = delete(FreeText).where(FreeText.batch_id == batch_id)
    session.execute(texts.execution_options(synchronize_session=False))


def _problems(export: Export, kinds: Mapping[int, Kind]) -> Iterable[Problem]:
    """Why lines cannot be saved, each column read as what it was said to be."""
    yield from export.problems
    for column in kinds.keys() - export.questions.keys():
        yield Problem(1, N_("There is no question in column %(text)s."), str(column))
    for line in export.lines:
        for column, kind in kinds.items():
            for value in line.values(column, kind):
                if message := _problem(value, kind):
                    yield Problem(line.line, message, value[:40])


def _problem(value: str, kind: Kind) -> str | None:
    if kind is Kind.SMILEY and value not in SMILEYS:
        return N_("“%(text)s” is not a number of smileys from 1 to 5.")
    if kind is Kind.CHOICE and len(value) > LONGEST_OPTION:
        return N_("“%(text)s …” is too long for an option.")
    return problem_with(value)


def _question(
    session: DistrictSession, activity_id: int, heading: str, kind: Kind, at: int, now: datetime
) -> Question:
    """The question with that wording, asked by us or imported before.

    Else one that is kept for its answers alone.
    """
    rows = session.scalars(
        select(Question)
        .where(Question.activity_id == activity_id, Question.kind == kind.value)
        .order_by(Question.ended_at.is_not(None), Question.id)
    )
    if known := next((row for row in rows if in_norwegian(row)[0] == heading), None):
        return known
    ours = {(one.kind, norwegian(one.text)): key for key, one in STANDARD.items()}
    row = Question(
        id=new_id(now),
        activity_id=activity_id,
        position=at,
        kind=kind.value,
        standard=ours.get((kind, heading)),
        texts={"nb": heading},
        created_at=now,
        ended_at=now,
    )
    session.add(row)
    session.flush()
    return row


def _answers(line: Line, asked: Mapping[int, Question]) -> answering.Answers:
    """By question; what is one of its options, by that option's key."""
    answers: dict[str, list[str]] = {}
    for column, question in asked.items():
        keys = in_norwegian(question)[1]
        for value in line.values(column, Kind(question.kind)):
            answers.setdefault(str(question.id), []).append(keys.get(value.casefold(), value))
    return {key: list(dict.fromkeys(given)) for key, given in answers.items()}


def _tell(found: Look) -> Iterable[str]:
    yield f"{len(found.new)} answers are new, {found.saved_already} are saved already."


def _choice(kind: Kind, help_: str) -> Choice:
    return Choice(kind.value, help_, lambda column: column * 10 + KINDS.index(kind))


FORMS = FileImport(
    Partner(NAME, "", "", "", "", ActivityKind.SERIES),
    read_export,
    look,
    save,
    _tell,
    "answers",
    Batches(lambda session, activity: batches_of(session, activity, NAME), undo),
    (
        _choice(Kind.SMILEY, "This column is smileys, 1 to 5."),
        _choice(Kind.CHOICE, "This column is a choice."),
        _choice(Kind.TEXT, "This column is in own words."),
    ),
)
import_file = import_command(
    FORMS, "Import a Microsoft Forms export, all or nothing. Columns are counted from 1."
)
