"""An import of a form's answers, which become rows of a plugin's own at any activity."""

from collections.abc import Callable, Collection
from datetime import datetime

from core.accounts.actors import Access
from core.batches.service import batches_of, open_batch, take_back
from core.db.tenancy import DistrictSession
from core.plugin_api.file_imports import Batches, Choice, FileImport
from core.schedules.holding import hold
from core.schedules.models import Activity, ActivityKind
from core.schedules.partners import Partner
from core.spreadsheets import (
    AnswerLook,
    AnswerSheet,
    Kinds,
    decision,
    look_at_answers,
    read_answers,
)


def answers_import(
    plugin: str,
    kinds: Kinds,
    *,
    saved: Callable[[DistrictSession, int], Collection[str]],
    write: Callable[[DistrictSession, Activity, AnswerLook, int, datetime], object],
    forget: Callable[[DistrictSession, int], object],
) -> FileImport[AnswerSheet, AnswerLook]:
    """An import for which a person says of each question which of the `kinds` it is.

    `saved` gives the keys of an activity's answers that are there and not undone. `write` saves
    what a look has that is new, under the id of a batch; `forget` deletes what of that batch may
    not stay when it is taken back. What stays is told by the batch that it counts no more.
    """

    def look(
        session: DistrictSession, activity: int, sheet: AnswerSheet, decisions: Collection[int]
    ) -> AnswerLook:
        return look_at_answers(sheet, kinds, decisions, saved(session, activity))

    def save(
        session: DistrictSession,
        access: Access,
        activity: Activity,
        label: str,
        looked: AnswerLook,
        now: datetime,
    ) -> int:
        # Who imports the same file at once waits here, and then finds it saved
        hold(session, activity.id)
        found = looked.without(saved(session, activity.id))
        found.require_savable()
        actor, size = access.actor.reference, len(found.new)
        if size:
            batch = open_batch(session, actor, activity.id, plugin, label, size, now)
            write(session, activity, found, batch, now)
        return size

    def undo(
        session: DistrictSession, access: Access, activity_id: int, batch_id: int, now: datetime
    ) -> None:
        take_back(session, access.actor.reference, activity_id, plugin, batch_id, now)
        forget(session, batch_id)

    return FileImport(
        Partner(plugin, "", "", "", "", ActivityKind.SERIES),
        read_answers,
        look,
        save,
        lambda found: [found.told()],
        "answers",
        Batches(lambda session, activity: batches_of(session, activity, plugin), undo),
        [_choice(one.key, one.help, at) for at, one in enumerate(kinds, 1)],
    )


def _choice(key: str, help_: str, at: int) -> Choice:
    return Choice(key, help_, lambda column: decision(column, at))
