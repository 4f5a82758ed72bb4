"""The names it is served under: a link in a letter cannot lead to another's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from core.app import create_app
from core.config import Config
from core.web.here import EXTENSION


@pytest.fixture
def client(migrated_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    app = create_app(Config(tmp_path, migrated_url, "a key for tests", hosts=("ib.example",)))
    app.testing = True
    yield app.test_client()
    app.extensions[EXTENSION].database.close()


pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.mark.parametrize("host", ["ib.example", "ib.example:8000", "IB.example"])
def test_its_own_name_is_answered(client: FlaskClient, host: str) -> None:
    assert client.get("/sign-in", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "ib.example.evil", "ib.example@evil", "127.0.0.1"]
)
def test_other_names_are_refused_with_a_page(client: FlaskClient, host: str) -> None:
    answer = client.get("/sign-in", headers={"Host": host})
    assert answer.status_code == 400
    assert "Gå tilbake" in answer.text


def test_whoever_watches_it_needs_no_name(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200
