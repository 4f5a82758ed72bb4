"""Acceptance 1: the offices' files, into a district where nothing is yet."""

from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from core.calendar.counting_year import Period
from core.cli import command_line
from core.config import Config
from core.db.tenancy import DistrictSession
from core.districts.models import District, DistrictOrganisation
from core.schedules.models import Activity
from core.schedules.service import by_slug
from core.testing.programs import parts
from plugins.tilbakemelding.questions import asked
from plugins.tilbakemelding.results import results
from tests.support.clock import Clock

DATA = Path(__file__).parent / "data"
BABY = (str(DATA / "babytreff-forms.xlsx"), "--activity", "babytreff", "--smiley", "6")
FACEBOOK = (str(DATA / "facebook-forms.xlsx"), "--activity", "facebook", "--choice", "6")
MADE = ("--make", "Babytreff", "--commit")


@dataclass(frozen=True)
class Empty:
    """A district as `district create` makes it."""

    app: Flask
    folder: Path

    def run(self, *words: str) -> Result:
        config = Config(self.folder, "", "a key")
        return CliRunner().invoke(command_line(self.app, config), list(words))

    def imported(self, *words: str) -> Result:
        return self.run("tilbakemelding", "import", *words, "--district", "nyby")

    def session(self) -> AbstractContextManager[DistrictSession]:
        database = parts(self.app).database
        with database.platform_reading() as shared:
            district = shared.scalars(select(District.id)).one()
        return database.reading(district)


@pytest.fixture
def empty(app: Flask, tmp_path: Path) -> Empty:
    found = Empty(app, tmp_path)
    assert found.run("district", "create", "nyby", "--name", "Bydel Nyby").exit_code == 0
    return found


def answers(session: DistrictSession, slug: str, clock: Clock) -> list[tuple[str, int | None]]:
    """What is shown of an activity's first question, without those nobody gave."""
    ever = Period(clock().date().replace(year=2000), clock().date())
    found = results(session, by_slug(session, slug).id, ever, office=False)
    return [row for row in found.distributions[0].rows if row[1] != 0]


def test_the_offices_files_are_all_it_takes(empty: Empty, clock: Clock) -> None:
    look = empty.imported(*BABY, "--make", "Babytreff")
    assert (look.exit_code, "5: 14" in look.output) == (0, True), look.output
    with empty.session() as session:
        assert session.scalar(select(func.count(Activity.id))) == 0, "a look makes nothing"
    assert empty.imported(*BABY, *MADE).exit_code == 0
    assert empty.imported(*FACEBOOK, "--make", "Facebook-gruppa", "--commit").exit_code == 0
    with empty.session() as session:
        smileys = [number for _face, number in answers(session, "babytreff", clock)]
        assert smileys == [14, 1]
        assert answers(session, "facebook", clock) == [("Ja", 11)]
        made = by_slug(session, "babytreff")
        assert (made.name, made.plugin) == ("Babytreff", None)
        own = session.scalars(select(DistrictOrganisation.is_own)).all()
    assert own == [True]
    assert "Nothing to add." in empty.imported(*BABY, *MADE).output


def test_an_activity_is_made_only_when_its_name_is_given(empty: Empty) -> None:
    refused = empty.imported(*BABY, "--commit")
    assert (refused.exit_code, "--make" in refused.stderr) == (1, True)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_standard_questions_are_asked_by_command_and_once(empty: Empty) -> None:
    empty.imported(*BABY, *MADE)
    words = ("ask", "overall", "better", "--district", "nyby", "--activity", "babytreff")
    for _time in range(2):
        assert "asked now: 2" in empty.run("tilbakemelding", *words).output
    with empty.session() as session:
        asks = [one.standard for one in asked(session, by_slug(session, "babytreff").id)]
    assert asks == ["overall", "better"]
    assert empty.run("tilbakemelding", "ask", "nonsense", *words[3:]).exit_code == 2
