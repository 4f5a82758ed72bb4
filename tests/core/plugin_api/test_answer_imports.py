"""Answers from a form's export become a plugin's rows: once each, all or nothing, undone as one."""

from dataclasses import dataclass, field
from datetime import date, datetime

import pytest
from sqlalchemy import select

from core.accounts.actors import COMMAND_IN_DISTRICT, Access
from core.accounts.roles import Policy
from core.batches.models import Batch
from core.db.database import Database
from core.db.tenancy import DistrictSession
from core.plugin_api import FileImport, answers_import
from core.problems import Refused
from core.schedules.models import Activity
from core.spreadsheets import AnswerLook, AnswerSheet, decision, in_own_words, on_scale
from core.testing.factories import make_activity, make_district, make_organisation
from tests.support.clock import Clock

FILE = b"ID;Completion time;How?;Why?\n1;20.11.2026;5;Fine\n2;21.11.2026;4;Warm\n"
KINDS = (
    on_scale("stars", "Stars", "It is stars.", "12345", "“%(text)s” is no star."),
    in_own_words("words", "Words", "It is words.", lambda _text: None),
)
STARS, WORDS = decision(3, 1), decision(4, 2)


@dataclass
class Book:
    """A plugin's rows, by batch, and the import into them."""

    database: Database
    district: int
    now: datetime
    rows: dict[int, list[str]] = field(default_factory=dict)

    @property
    def answers(self) -> FileImport[AnswerSheet, AnswerLook]:
        return answers_import(
            "guestbook", KINDS, saved=self._saved, write=self._write, forget=self._forget
        )

    def send(self, *decisions: int, content: bytes = FILE) -> int:
        """Save what the file has; how many answers that was."""
        with self.database.writing(self.district) as session:
            activity = session.query(Activity).one()
            sheet = self.answers.read(content, date(2026, 11, 22))
            look = self.answers.look(session, activity.id, sheet, decisions)
            return self.answers.save(session, self._access, activity, "a.csv", look, self.now)

    def undo(self, batch: int) -> None:
        with self.database.writing(self.district) as session:
            activity = session.query(Activity).one().id
            self.answers.batches.undo(session, self._access, activity, batch, self.now)

    def sizes(self) -> list[int]:
        with self.database.reading(self.district) as session:
            activity = session.query(Activity).one().id
            return [size for _batch, size in self.answers.batches.of(session, activity)]

    @property
    def _access(self) -> Access:
        return Access(COMMAND_IN_DISTRICT, self.district, Policy.of(()))

    def _saved(self, _session: DistrictSession, _activity: int) -> set[str]:
        return {key for keys in self.rows.values() for key in keys}

    def _write(
        self,
        session: DistrictSession,
        _activity: Activity,
        look: AnswerLook,
        batch: int,
        _now: datetime,
    ) -> None:
        assert session.scalar(select(Batch.size).where(Batch.id == batch)) == len(look.new)
        self.rows[batch] = [one.key for one in look.new]

    def _forget(self, _session: DistrictSession, batch: int) -> None:
        del self.rows[batch]


@pytest.fixture
def book(database: Database, clock: Clock) -> Book:
    with database.platform_writing() as shared:
        district = make_district(shared)
        organisation = make_organisation(shared, district=district).id
        found = Book(database, district.id, clock())
    with database.writing(found.district) as session:
        make_activity(session, organisation)
    return found


def test_a_file_is_saved_once_and_again_when_it_was_undone(book: Book) -> None:
    assert [book.send(STARS, WORDS), book.send(STARS, WORDS)] == [2, 0]
    assert book.sizes() == [2]
    (batch,) = book.rows
    book.undo(batch)
    assert book.rows == {}
    with pytest.raises(Refused):
        book.undo(batch)
    assert book.send(STARS) == 2
    assert book.sizes() == [2, 2]


def test_only_what_is_new_is_saved(book: Book) -> None:
    book.send(STARS)
    assert book.send(STARS, content=FILE + b"3;22.11.2026;3;Close\n") == 1


def test_all_or_nothing(book: Book) -> None:
    with pytest.raises(Refused):
        book.send(STARS, content=FILE + b"3;22.11.2026;9;Far\n")
    with pytest.raises(Refused):
        book.send(decision(3, 0))
    assert (book.rows, book.sizes()) == ({}, [])


def test_each_kind_is_an_option_of_the_command(book: Book) -> None:
    made = {one.name: one.decide(3) for one in book.answers.choices}
    assert made == {"stars": STARS, "words": decision(3, 2)}
