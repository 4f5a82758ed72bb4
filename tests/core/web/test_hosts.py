"""The names it is served under: a link in a letter cannot lead to another's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from core.app import create_app
from core.config import Config
from core.web.here import EXTENSION
from tests.support.apps import Program


@pytest.fixture
def client(migrated_url: str, tmp_path: Path) -> Iterator[FlaskClient]:
    app = create_app(
        Config(tmp_path, migrated_url, "a key for tests", hosts=frozenset({"ib.example"}))
    )
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
    assert answer.status_code == 421
    assert "Programmet svarer ikke på dette navnet" in answer.text
    assert host not in answer.text


def test_a_proxy_says_what_it_was_asked_for(client: FlaskClient) -> None:
    """As people wrote it: the proxy's own name for us is in no link."""
    for asked, status in (("ib.example", 200), ("evil.example", 421)):
        headers = {"Host": "ib.example:8000", "X-Forwarded-Host": asked}
        assert client.get("/sign-in", headers=headers).status_code == status
    inside = {"Host": "127.0.0.1:8000", "X-Forwarded-Host": "ib.example"}
    assert client.get("/sign-in", headers=inside).status_code == 200


def test_whoever_watches_it_needs_no_name(client: FlaskClient) -> None:
    assert client.get("/healthz", headers={"Host": "10.0.0.7"}).status_code == 200


def test_unless_it_is_told_a_name_it_has_this_machines_own(program: Program) -> None:
    with program() as app:
        for host, status in (("localhost:8000", 200), ("127.0.0.1", 200), ("ib.example", 421)):
            assert app.test_client().get("/sign-in", headers={"Host": host}).status_code == status
