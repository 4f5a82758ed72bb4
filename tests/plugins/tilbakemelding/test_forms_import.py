"""Acceptance: the offices' Forms exports give 14 × 5 and 1 × 4, and 11 of 11 “Ja”."""

import io
from pathlib import Path

import pytest
import xlsxwriter
from click.testing import CliRunner, Result
from sqlalchemy import func, select

from core.cli import command_line
from core.config import Config
from plugins.tilbakemelding.models import FreeText, Question, Response
from tests.core.web.sample_plugin import text
from tests.plugins.tilbakemelding.conftest import BASE, Network
from tests.support.stovner import Browser

DATA = Path(__file__).parent / "data"
BABY, FACEBOOK = DATA / "babytreff-forms.xlsx", DATA / "facebook-forms.xlsx"
IMPORT = f"{BASE}/import"
HEARD = "The health station 10 Friends 6 The Facebook group 3 A poster 1"
sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def sent(browser: Browser, content: bytes, name: str = "svar.xlsx") -> str:
    """Where an uploaded file is looked at."""
    browser.get(IMPORT)
    answer = browser.post(IMPORT, file=(io.BytesIO(content), name))
    assert answer.status_code == 303
    return answer.location


def responses(network: Network) -> int:
    with network.stovner.database.reading(network.stovner.district_id) as session:
        return session.scalar(select(func.count(Response.id))) or 0


def test_a_person_says_what_each_question_is_looks_saves_and_undoes(network: Network) -> None:
    leader = network.browser("coordinator")
    where = sent(leader, BABY.read_bytes())
    page = text(leader.get(where))
    assert "New answers 15 Saved already 0" in page
    assert "5: 14 · 4: 1" in page
    assert "anonymous" not in page
    columns = {"decide-6": "61", "decide-7": "72", "decide-8": "80"}
    assert leader.post(where, do="look", **columns).status_code == 303
    assert leader.post(where, do="save", **columns).status_code == 303
    page = text(leader.get(BASE))
    assert "Very good 14 Good 1 All right 0" in page
    assert "15 people have answered." in page
    again = sent(leader, BABY.read_bytes())
    assert "New answers 0 Saved already 15" in text(leader.get(again))
    assert leader.post(again, do="save", **columns).status_code == 303
    assert responses(network) == 15
    undo = leader.get(IMPORT).text.partition(f'action="{IMPORT}/undo/')[2].partition('"')[0]
    assert leader.post(f"{IMPORT}/undo/{undo}").status_code == 303
    assert "Nobody has answered yet" in text(leader.get(BASE))
    where = sent(leader, BABY.read_bytes())
    assert leader.post(where, do="save", **columns).status_code == 303
    assert "Very good 14 Good 1 All right 0" in text(leader.get(BASE))


@sqlite
def test_what_is_known_takes_its_place_among_the_standard_questions(network: Network) -> None:
    leader = network.browser("coordinator")
    where = sent(leader, BABY.read_bytes())
    leader.get(where)
    columns = {"decide-6": "61", "decide-7": "72", "decide-8": "83"}
    leader.post(where, do="save", **columns)
    with network.stovner.database.reading(network.stovner.district_id) as session:
        assert session.scalar(select(func.count(Question.id))) == 3
        assert session.scalar(select(func.count(FreeText.id))) == 6
    assert "Venter på deg" in leader.get(f"{BASE}?lang=nb").text


@sqlite
def test_nothing_is_saved_while_a_line_is_wrong(network: Network) -> None:
    leader = network.browser("coordinator")
    lines = [("1", "5"), ("2", "7"), ("3", "Ring 41234567")]
    where = sent(leader, export(lines))
    leader.get(where)
    answer = leader.post(where, do="save", **{"decide-4": "41"})
    assert answer.status_code == 422
    assert "Line 3: “7” is not a number of smileys from 1 to 5." in text(answer)
    assert "Nothing was saved" in text(answer)
    assert responses(network) == 0
    answer = leader.post(where, do="save", **{"decide-4": "43"})
    assert (answer.status_code, "Line 4: This looks like a telephone number" in text(answer)) == (
        422,
        True,
    )
    answer = leader.post(where, do="save", **{"decide-4": "40"})
    assert (answer.status_code, "at least one question" in text(answer)) == (422, True)


@sqlite
@pytest.mark.parametrize("content", [b"", b"nonsense", b"a;b\n1;2\n"])
def test_a_file_that_is_no_export_gets_a_sentence(network: Network, content: bytes) -> None:
    leader = network.browser("coordinator")
    leader.get(IMPORT)
    answer = leader.post(IMPORT, file=(io.BytesIO(content), "svar.csv"))
    assert answer.status_code == 422
    assert "Correct this before you go on" in answer.text


def test_the_command_looks_and_saves(network: Network, tmp_path: Path) -> None:
    def run(file: Path, *more: str) -> Result:
        config = Config(tmp_path, "", "a key")
        words = ("import", str(file), "--district", "stovner", "--activity", "kvinnenettverk")
        app = network.stovner.app
        return CliRunner().invoke(command_line(app, config), ["tilbakemelding", *words, *more])

    look = run(FACEBOOK, "--choice", "6")
    assert (look.exit_code, "Ja: 11" in look.output, responses(network)) == (0, True, 0)
    assert run(FACEBOOK, "--choice", "6", "--commit").exit_code == 0
    assert "Nothing to add." in run(FACEBOOK, "--choice", "6", "--commit").output
    assert run(FACEBOOK, "--choice", "60").exit_code == 1
    assert responses(network) == 11
    page = text(network.browser("viewer").get(BASE))
    assert "Ønsker du at denne Facebook-gruppen skal finnes?" in page
    assert "Ja 11" in page


def export(lines: list[tuple[str, str]]) -> bytes:
    """An export with one question."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["ID", "Start time", "Completion time", "How was it?"])
    for at, (number, answer) in enumerate(lines, 1):
        sheet.write_row(at, 0, [number, "22.11.2026", "22.11.2026", answer])
    book.close()
    return content.getvalue()
