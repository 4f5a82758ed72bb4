"""Acceptance: each of the Red Cross' files gives the report's figures, from an empty district."""

import io
import json
import re
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from core.accounts.roles import Role
from core.cli import command_line
from core.config import Config
from core.counts.models import CountEvent
from core.districts.models import District, Organisation
from core.districts.service import switch_plugin
from core.schedules.models import Activity
from core.testing.factories import make_district, make_user
from core.testing.factories import sign_in as give_cookie
from core.web.here import EXTENSION, Platform
from tests.support.clock import Clock
from tests.support.stovner import Browser
from tests.support.together import together

DATA = Path(__file__).parent / "data"
CSV, XLSX = DATA / "rodekors-besok-2022-2023.csv", DATA / "rodekors-besok-2022-2023.xlsx"
YEAR = ("--from", "2022-09-01", "--to", "2023-08-31")
FIGURES = {
    "opening_days": 148,
    "visits": 4785,
    "visits_per_opening_day": 32.3,
    "unique": 1230,
    "unique_adult": 465,
    "unique_child": 765,
    "busiest_weekday": "sunday",
}
HEAD = "Dato;Voksne;Barn;Nye voksne;Nye barn\n"


class Centre:
    """An empty district with the plugin on, its command line and its leader's browser."""

    def __init__(self, app: Flask, clock: Clock, folder: Path) -> None:
        self.app, self.clock, self.folder = app, clock, folder
        with self.parts.database.platform_writing() as shared:
            self.district = make_district(shared, plugins=("rodekors",)).id
            make_district(shared, "grorud")

    @property
    def parts(self) -> Platform:
        found: Platform = self.app.extensions[EXTENSION]
        return found

    def run(self, *words: str) -> Result:
        config = Config(self.folder, "sqlite://", "a key for tests")
        return CliRunner().invoke(command_line(self.app, config), list(words))

    def imported(self, file: Path, *more: str) -> Result:
        return self.run("rodekors", "import", str(file), "--district", "stovner", *more)

    def figures(self) -> dict[str, object]:
        words = ("--district", "stovner", "--plugin", "rodekors", *YEAR, "--format", "json")
        found: dict[str, object] = json.loads(self.run("statistics", "show", *words).stdout)
        return dict(found["figures"])

    def events(self) -> int:
        with self.parts.database.reading(self.district) as session:
            return session.scalar(select(func.count(CountEvent.id))) or 0

    def leader(self) -> Browser:
        client = self.app.test_client()
        with self.parts.database.platform_writing() as shared:
            organisation = shared.scalars(
                select(Organisation).where(Organisation.slug == "oslo-rode-kors")
            ).one()
            district = shared.get_one(District, self.district)
            user = make_user(shared, Role.LEADER, district=district, organisation=organisation)
            give_cookie(shared, client, user, self.clock())
        return Browser(client)


@pytest.fixture
def centre(app: Flask, clock: Clock, tmp_path: Path) -> Centre:
    return Centre(app, clock, tmp_path)


@pytest.mark.parametrize("file", [CSV, XLSX], ids=["csv", "xlsx"])
def test_a_file_gives_the_reports_figures_and_again_adds_nothing(
    centre: Centre, file: Path
) -> None:
    assert centre.imported(file).exit_code == 0
    assert centre.events() == 0, "a look saves nothing"
    assert centre.imported(file, "--commit").exit_code == 0
    assert FIGURES.items() <= centre.figures().items()
    events = centre.events()
    for again in (CSV, XLSX):
        assert centre.imported(again, "--commit").exit_code == 0
    assert FIGURES.items() <= centre.figures().items()
    assert centre.events() == events
    assert centre.run("statistics", "verify").exit_code == 0


def test_the_look_names_the_day_entered_twice_and_the_closed_days(centre: Centre) -> None:
    seen = centre.imported(XLSX).stdout
    assert "2023-04-28 is on lines 128 and 129" in seen
    assert len(re.findall(r"closed: ", seen)) == 8
    assert "vannlekkasje" in seen


@pytest.mark.parametrize(
    "line",
    [
        "31.02.2023;5;5;1;1",
        "01.03.2023;−3;5;1;1",
        "01.03.2023;ca. 40;5;1;1",
        "01.03.2023;3.5;5;1;1",
        "01.03.2023;3;5;4;1",
        "01.03.2030;3;5;1;1",
    ],
)
def test_an_impossible_line_is_named_and_nothing_is_saved(
    centre: Centre, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "besok.csv"
    file.write_text(f"{HEAD}02.03.2023;3;5;1;1\n{line}\n", encoding="utf-8")
    for more in ((), ("--commit",)):
        refused = centre.imported(file, *more)
        assert refused.exit_code == 1
        assert "line 3:" in refused.stderr
    assert centre.events() == 0
    with centre.parts.database.reading(centre.district) as session:
        assert session.scalar(select(func.count(Activity.id))) == 0


def test_a_day_with_two_numbers_waits_for_a_decision(centre: Centre, tmp_path: Path) -> None:
    file = tmp_path / "besok.csv"
    file.write_text(f"{HEAD}02.03.2023;3;5;1;1\n02.03.2023;4;5;1;1\n", encoding="utf-8")
    assert centre.imported(file, "--commit").exit_code == 1
    assert centre.imported(file, "--commit", "--keep", "3").exit_code == 0
    assert centre.figures()["visits"] == 9


def test_one_is_written_as_one(centre: Centre, tmp_path: Path) -> None:
    seed = tmp_path / "seed.csv"
    seed.write_text(f"{HEAD}02.03.2023;1;1;1;1\n", encoding="utf-8")
    assert centre.imported(seed, "--commit").exit_code == 0
    browser = centre.leader()
    file = f"{HEAD}03.03.2023;1;1;0;0\n03.03.2023;4;5;0;0\n".encode()
    doubt = browser.get(upload(browser, file, "besok.csv")).text
    figures = browser.get("/stovner/rodekors/?from=2023-03-01&to=2023-03-31").text

    assert "1 voksen, 1 barn" in doubt
    assert "4 voksne, 5 barn" in doubt
    assert "1 voksen, 1 barn" in figures
    assert "1 voksne" not in doubt + figures


def test_other_numbers_than_those_saved_wait_too(centre: Centre, tmp_path: Path) -> None:
    file = tmp_path / "besok.csv"
    file.write_text(f"{HEAD}02.03.2023;3;5;1;1\n", encoding="utf-8")
    assert centre.imported(file, "--commit").exit_code == 0
    file.write_text(f"{HEAD}02.03.2023;6;5;1;1\n", encoding="utf-8")
    assert centre.imported(file, "--commit").exit_code == 1
    assert centre.figures()["visits"] == 8
    assert centre.imported(file, "--commit", "--keep", "2").exit_code == 0
    assert centre.figures()["visits"] == 11


def upload(browser: Browser, content: bytes, name: str) -> str:
    """Send a file, and give the address of its preview."""
    browser.get("/stovner/rodekors/import")
    answer = browser.post("/stovner/rodekors/import", file=(io.BytesIO(content), name))
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def test_a_leader_uploads_looks_saves_and_undoes(centre: Centre, tmp_path: Path) -> None:
    seed = tmp_path / "seed.csv"
    seed.write_text(f"{HEAD}02.03.2022;3;5;1;1\n", encoding="utf-8")
    assert centre.imported(seed, "--commit").exit_code == 0
    centre.clock.advance(hours=1)
    browser = centre.leader()
    preview = upload(browser, XLSX.read_bytes(), XLSX.name)
    page = browser.get(preview).text
    assert "128, 129" in page
    assert "vannlekkasje" in page
    assert centre.events() == 4, "a look saves nothing"
    assert browser.post(preview).status_code == 303
    assert FIGURES.items() <= centre.figures().items()
    undo = re.findall(
        r'action="(/stovner/rodekors/import/undo/\d+)"',
        browser.get("/stovner/rodekors/import").text,
    )[0]
    assert browser.post(undo).status_code == 303
    assert centre.figures()["visits"] == 0
    assert browser.post(upload(browser, CSV.read_bytes(), CSV.name)).status_code == 303
    assert centre.figures()["visits"] == 4785


def test_save_pressed_twice_counts_once_and_both_are_told(centre: Centre, tmp_path: Path) -> None:
    seed = tmp_path / "seed.csv"
    seed.write_text(f"{HEAD}02.03.2022;3;5;1;1\n", encoding="utf-8")
    centre.imported(seed, "--commit")
    browsers = centre.leader(), centre.leader()
    same, other = (browser.client for browser in browsers)
    with same.session_transaction() as cookie, other.session_transaction() as to:
        to.update(cookie)
    for day in range(1, 11):
        file = f"{HEAD}{day:02}.04.2023;1;2;0;0\n".encode()
        preview = upload(browsers[0], file, "besok.csv")
        browsers[1].get(preview)
        answers = together(*(partial(browser.post, preview) for browser in browsers))
        for browser, answer in zip(browsers, answers, strict=True):
            assert (answer.status_code, answer.location) == (303, "/stovner/rodekors/import")
            assert "Lagret: 1 dag." in browser.get(answer.location).text
    assert centre.figures()["visits"] == 3 * 10
    assert browsers[0].post(preview).status_code == 303, "and later, from a page still open"
    assert centre.leader().post(preview).status_code == 404, "it is nobody else's"


@pytest.mark.parametrize(
    "content", [b"", b"\x00\x01\x02", b"PK\x03\x04 not really", b"\xd0\xcf\x11\xe0"]
)
def test_a_file_that_cannot_be_read_gets_a_sentence(
    centre: Centre, tmp_path: Path, content: bytes
) -> None:
    seed = tmp_path / "seed.csv"
    seed.write_text(f"{HEAD}02.03.2022;3;5;1;1\n", encoding="utf-8")
    centre.imported(seed, "--commit")
    browser = centre.leader()
    browser.get("/stovner/rodekors/import")
    answer = browser.post("/stovner/rodekors/import", file=(io.BytesIO(content), "x.xlsx"))
    assert answer.status_code == 422


def test_the_centres_page_asks_as_little_of_ten_years_as_of_one(centre: Centre) -> None:
    centre.imported(CSV, "--commit")
    browser = centre.leader()
    page = browser.get("/stovner/rodekors/").text
    for words in ("4785", "148", "32,3", "1230", "465 voksne, 765 barn", "Søndag er mest besøkt"):
        assert words in page, words
    part = browser.get("/stovner/rodekors/?from=2022-09-01&to=2022-12-31").text
    assert "Unike deltakere" not in part
    assert "Nye deltakere" in part


def test_it_answers_404_where_it_is_off(centre: Centre) -> None:
    centre.imported(CSV, "--commit")
    browser = centre.leader()
    with centre.parts.database.platform_writing() as shared:
        switch_plugin(
            shared,
            centre.district,
            "rodekors",
            enabled=False,
            actor="command:0",
            now=centre.clock(),
        )
    for address in ("", "import", "import/1", "static/x.css", "nothing"):
        assert browser.get(f"/stovner/rodekors/{address}").status_code == 404
    assert browser.client.delete("/stovner/rodekors/import").status_code == 404
