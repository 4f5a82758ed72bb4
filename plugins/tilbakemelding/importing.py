"""From an export to saved answers: looked at, saved all or nothing, undone as one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from core.accounts.actors import Access
from core.db.ids import new_id, new_ids
from core.db.tenancy import DistrictSession
from core.problems import N_, NotFound, Refused
from core.schedules.models import Activity
from plugins.tilbakemelding.forms_file import Export, Reading, Trouble, read_lines
from plugins.tilbakemelding.free_text import new_text
from plugins.tilbakemelding.models import Answer, Batch, FreeText, Kind, Mode, Question, Response
from plugins.tilbakemelding.questions import log, new_question
from plugins.tilbakemelding.standard import STANDARD
from plugins.tilbakemelding.words import IMPORT, norwegian

_MOST_ROWS = 2**20
"""More ids than a file of 20 000 lines can need."""


@dataclass(frozen=True)
class Look:
    """What would come of a file, with what was said of its columns."""

    export: Export
    kinds: Mapping[int, Kind]
    new: tuple[Reading, ...]
    saved_already: int
    troubles: tuple[Trouble, ...]

    def counts(self, column: int) -> list[tuple[str, int]]:
        """How many of the new answers have each value of a column, the most frequent first."""
        found: dict[str, int] = {}
        for reading in self.new:
            for value in reading.values.get(column, ()):
                found[value] = found.get(value, 0) + 1
        return sorted(found.items(), key=lambda pair: (-pair[1], pair[0]))

    def texts(self, column: int) -> int:
        """How many of the new answers have a text there."""
        return sum(column in reading.texts for reading in self.new)


def look(
    session: DistrictSession, activity_id: int, export: Export, kinds: Mapping[int, Kind]
) -> Look:
    """Hold a file against what is saved. Nothing is changed."""
    readings, troubles = read_lines(export, kinds)
    known = _known(session, activity_id)
    new = {one.line.key: one for one in readings if one.line.key not in known}
    return Look(
        export,
        kinds,
        tuple(new.values()),
        len(readings) - len(new),
        (*export.troubles, *troubles),
    )


def save(
    session: DistrictSession,
    access: Access,
    activity: Activity,
    label: str,
    export: Export,
    kinds: Mapping[int, Kind],
    now: datetime,
) -> Batch | None:
    """Save what a look promises; None where there is nothing to add.

    Raises Forbidden, and Refused while a line cannot be saved or no column is to be read.
    """
    access.require(IMPORT, activity.organisation_id)
    # Who imports the same file at once waits here, and then finds it saved
    session.execute(select(Activity.id).where(Activity.id == activity.id).with_for_update())
    looked = look(session, activity.id, export, kinds)
    if looked.troubles:
        raise Refused(
            N_("%(n)s lines cannot be saved. Correct them in the file, and send it again."),
            n=len({one.line for one in looked.troubles}),
        )
    if not looked.kinds:
        raise Refused(N_("Say of at least one question what it is."))
    if not looked.new:
        return None
    batch = Batch(
        id=new_id(now),
        activity_id=activity.id,
        label=label,
        created_at=now,
        created_by=access.actor.reference,
    )
    session.add(batch)
    session.flush()
    _add_lines(session, activity, batch, looked, now)
    log(session, access, "import", batch.id, now)
    return batch


def batches_of(session: DistrictSession, activity_id: int) -> list[tuple[Batch, int]]:
    """The files that were imported and how many answered in each, the latest first."""
    rows = session.execute(
        select(Batch, func.count(Response.id))
        .join(Response, Response.batch_id == Batch.id)
        .where(Batch.activity_id == activity_id)
        .group_by(*Batch.__table__.columns)
        .order_by(Batch.created_at.desc())
    )
    return [(row[0], row[1]) for row in rows]


def undo(
    session: DistrictSession, access: Access, activity: Activity, batch_id: int, now: datetime
) -> None:
    """Take an import back: its answers count no more, its texts go. Raises NotFound, Forbidden."""
    access.require(IMPORT, activity.organisation_id)
    of_activity = Batch.activity_id == activity.id
    batch = session.scalar(select(Batch).where(Batch.id == batch_id, of_activity))
    if batch is None:
        raise NotFound
    if batch.undone_at is not None:
        return
    batch.undone_at, batch.undone_by = now, access.actor.reference
    for text in session.scalars(select(FreeText).where(FreeText.batch_id == batch.id)):
        session.delete(text)
    log(session, access, "import:undo", batch.id, now)


def _known(session: DistrictSession, activity_id: int) -> set[str]:
    """The keys of lines whose import stands. A token is the key and its batch."""
    tokens = session.scalars(
        select(Response.token)
        .join(Batch, Batch.id == Response.batch_id)
        .where(Response.activity_id == activity_id, Batch.undone_at.is_(None))
    )
    return {token.partition("#")[0] for token in tokens}


def _add_lines(
    session: DistrictSession, activity: Activity, batch: Batch, looked: Look, now: datetime
) -> None:
    headings = {one.number: one.heading for one in looked.export.columns}
    questions = {
        number: _question(session, activity.id, headings[number], kind, number, now)
        for number, kind in looked.kinds.items()
    }
    keys = {number: _keys(question) for number, question in questions.items()}
    ids = iter(new_ids(now, _MOST_ROWS))
    for reading in looked.new:
        line = reading.line
        response = Response(
            id=next(ids),
            activity_id=activity.id,
            batch_id=batch.id,
            token=f"{line.key}#{batch.id}",
            day=line.day,
            mode=Mode.IMPORT.value,
        )
        session.add(response)
        given = {
            (questions[number].id, keys[number].get(value.casefold(), value)): None
            for number, values in reading.values.items()
            for value in values
        }
        for question, value in given:
            session.add(
                Answer(id=next(ids), response_id=response.id, question_id=question, value=value)
            )
        for number, text in reading.texts.items():
            row = new_text(activity, questions[number].id, text, line.day, now)
            row.id, row.batch_id = next(ids), batch.id
            session.add(row)
    session.flush()


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
    if known := next((row for row in rows if _is(row, heading)), None):
        return known
    ours = {(one.kind, norwegian(one.text)): key for key, one in STANDARD.items()}
    standard = ours.get((kind, heading))
    texts = {} if standard else {"nb": heading}
    row = new_question(activity_id, at, kind, texts, [], now, standard)
    row.imported, row.ended_at = True, now
    session.add(row)
    session.flush()
    return row


def _is(question: Question, heading: str) -> bool:
    if question.standard:
        return norwegian(STANDARD[question.standard].text) == heading
    return question.texts.get("nb") == heading


def _keys(question: Question) -> Mapping[str, str]:
    """The options' keys by their Norwegian, in small letters."""
    if question.standard:
        options = STANDARD[question.standard].options
        return {norwegian(text).casefold(): key for key, text in options.items()}
    return {one["texts"]["nb"].casefold(): one["key"] for one in question.options}
