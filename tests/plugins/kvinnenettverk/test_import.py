"""Acceptance: the file gives six evenings with mean 25 and six lower daytimes, from nothing."""

import io
import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import func, select

from core.accounts.roles import Role
from core.cli import command_line
from core.config import Config
from core.counts.models import CountEvent
from core.districts.models import Organisation
from core.districts.service import save_settings
from core.schedules.models import Activity, CalendarNote, Occurrence
from core.testing.factories import LONG_AGO, make_district, make_user
from core.testing.factories import sign_in as give_cookie
from core.web.here import EXTENSION, Platform
from tests.support.clock import Clock
from tests.support.stovner import Browser

FILE = Path(__file__).parent / "data" / "kvinnenettverk-2023.csv"
HEAD = "dato,start,format,tema,deltakere\n"
YEAR = ("--from", "2023-01-01", "--to", "2023-12-31")
FIGURES = {"evenings": 6, "evening_mean": 25.0, "daytimes": 6, "daytime_mean": 8.8}


class Network:
    """An empty district with the plugin on, its command line and its coordinator's browser."""

    def __init__(self, app: Flask, clock: Clock, folder: Path) -> None:
        self.app, self.clock, self.folder = app, clock, folder
        with self.parts.database.platform_writing() as shared:
            self.district = make_district(shared, plugins=("kvinnenettverk",)).id

    @property
    def parts(self) -> Platform:
        found: Platform = self.app.extensions[EXTENSION]
        return found

    def run(self, *words: str) -> Result:
        config = Config(self.folder, "sqlite://", "a key for tests")
        return CliRunner().invoke(command_line(self.app, config), list(words))

    def imported(self, file: Path, *more: str) -> Result:
        return self.run("kvinnenettverk", "import", str(file), "--district", "stovner", *more)

    def figures(self) -> dict[str, object]:
        words = ("--district", "stovner", "--plugin", "kvinnenettverk", *YEAR, "--format", "json")
        answer = self.run("statistics", "show", *words)
        assert answer.exit_code == 0, answer.output
        return dict(json.loads(answer.stdout)["figures"])

    def events(self) -> int:
        with self.parts.database.reading(self.district) as session:
            return session.scalar(select(func.count(CountEvent.id))) or 0

    def coordinator(self) -> Browser:
        client = self.app.test_client()
        with self.parts.database.platform_writing() as shared:
            own = shared.scalars(
                select(Organisation).where(Organisation.slug == "bydel-stovner")
            ).one()
            user = make_user(shared, Role.LEADER, organisation=own)
            give_cookie(shared, client, user, self.clock())
        return Browser(client)


@pytest.fixture
def network(app: Flask, clock: Clock, tmp_path: Path) -> Network:
    return Network(app, clock, tmp_path)


def test_the_file_gives_the_reports_means_and_again_adds_nothing(network: Network) -> None:
    assert network.imported(FILE).exit_code == 0
    assert network.events() == 0, "a look saves nothing"
    assert network.imported(FILE, "--commit").exit_code == 0
    assert FIGURES.items() <= network.figures().items()
    events = network.events()
    assert "Nothing to add" in network.imported(FILE, "--commit").stdout
    assert network.events() == events
    with network.parts.database.reading(network.district) as session:
        activity = session.scalars(select(Activity)).one()
        assert (activity.plugin, activity.tags) == ("kvinnenettverk", ["women-only"])
        themes = set(session.scalars(select(Occurrence.title)))
    assert "Arbeid og CV (NAV)" in themes
    assert network.run("statistics", "verify").exit_code == 0


def test_what_an_evening_is_follows_the_setting(network: Network) -> None:
    assert network.imported(FILE, "--commit").exit_code == 0
    with network.parts.database.platform_writing() as shared:
        save_settings(
            shared,
            network.district,
            "kvinnenettverk",
            {"evening_from": "10:00"},
            actor="command:0",
            now=LONG_AGO,
        )
    assert network.figures()["evenings"] == 12


@pytest.mark.parametrize(
    "line",
    [
        "31.02.2023,18:00,kveld,Helse,20",
        "2023-03-01,18:00,kveld,Helse,-3",
        "2023-03-01,18:00,kveld,Helse,ca. 40",
        "2023-03-01,25:00,kveld,Helse,20",
        "2023-03-26,02:30,dag,Helse,20",
        "2023-03-01,10:00,kveld,Helse,20",
        "2023-03-01,18:00,kveld,,20",
        "2030-03-01,18:00,kveld,Helse,20",
        "2023-01-10,18:00,kveld,Helse,20",
        "2023-03-01,18:00,kveld,Helse,900000",
    ],
)
def test_an_impossible_line_is_named_and_nothing_is_saved(
    network: Network, tmp_path: Path, line: str
) -> None:
    file = tmp_path / "treff.csv"
    file.write_text(f"{HEAD}2023-01-10,18:00,kveld,Helse,22\n{line}\n", encoding="utf-8")
    for more in ((), ("--commit",)):
        refused = network.imported(file, *more)
        assert refused.exit_code == 1
        assert "line 3:" in refused.stderr
    assert network.events() == 0


def test_a_saved_day_with_another_number_is_not_overwritten(
    network: Network, tmp_path: Path
) -> None:
    network.imported(FILE, "--commit")
    file = tmp_path / "treff.csv"
    file.write_text(f"{HEAD}2023-01-10,18:00,kveld,Helse og kosthold,23\n", encoding="utf-8")
    refused = network.imported(file, "--commit")
    assert refused.exit_code == 1
    assert "line 2:" in refused.stderr


@pytest.mark.parametrize("content", [b"", b"\x00\x01", b"PK\x03\x04 no", b"a,b\n1,2\n"])
def test_a_file_that_cannot_be_read_gets_a_sentence(network: Network, content: bytes) -> None:
    network.imported(FILE, "--commit")
    browser = network.coordinator()
    browser.get("/stovner/kvinnenettverk/import")
    answer = browser.post("/stovner/kvinnenettverk/import", file=(io.BytesIO(content), "x.csv"))
    assert answer.status_code == 422


def test_a_coordinator_uploads_looks_saves_and_undoes(network: Network, tmp_path: Path) -> None:
    seed = tmp_path / "seed.csv"
    seed.write_text(f"{HEAD}2022-11-10,18:00,kveld,Oppstart,12\n", encoding="utf-8")
    network.imported(seed, "--commit")
    network.clock.advance(hours=1)
    browser = network.coordinator()
    browser.get("/stovner/kvinnenettverk/import")
    answer = browser.post(
        "/stovner/kvinnenettverk/import", file=(io.BytesIO(FILE.read_bytes()), FILE.name)
    )
    assert answer.status_code == 303
    preview = answer.headers["Location"]
    assert "Barns språk" in browser.get(preview).text
    assert browser.post(preview).status_code == 303
    assert FIGURES.items() <= network.figures().items()
    page = browser.get("/stovner/kvinnenettverk/import").text
    undo = re.findall(r'action="(/stovner/kvinnenettverk/import/undo/\d+)"', page)[0]
    assert browser.post(undo).status_code == 303
    assert network.figures()["evenings"] == 0


def test_the_page_compares_with_n_beside_every_mean_and_tells_of_ramadan(
    network: Network,
) -> None:
    network.imported(FILE, "--commit")
    with network.parts.database.writing(network.district) as session:
        first, last = (d.replace(year=2023) for d in (LONG_AGO.date(), LONG_AGO.date()))
        note = CalendarNote(
            id=1, kind="note", name="Ramadan", first=first.replace(month=3, day=23),
            last=last.replace(month=4, day=20),
        )  # fmt: skip
        session.add(note)
    browser = network.coordinator()
    page = browser.get("/stovner/kvinnenettverk/formats").text
    for words in ("25,0 besøk i gjennomsnitt (n = 6)", "8,8 (n = 6)", "21–29", "6–12", "<svg"):
        assert words in page, words
    assert page.count("Ramadan") == 2
    panel = browser.get("/stovner/figures/kvinnenettverk?from=2023-01-01&to=2023-12-31").text
    assert "25,0 besøk i gjennomsnitt (n = 6)" in panel
    empty = browser.get("/stovner/kvinnenettverk/formats?year=2020").text
    assert "Ingen treff er talt" in empty
