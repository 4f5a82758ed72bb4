"""The town on either database, served once for all tests of a module."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.contention.town import Town, town_on
from tests.support.lending import Lending
from tests.support.postgres import Cluster


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def town(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Town]:
    """Fifty organisations and two server processes on an empty calendar."""
    folder = tmp_path_factory.mktemp("town")
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_file")
        file = shutil.copy(template, folder / "innbyggerbasen.db")
        with town_on(f"sqlite:///{file}", folder) as found:
            yield found
        return
    cluster: Cluster = request.getfixturevalue("postgres")
    lending: Lending = request.getfixturevalue("lending")
    with lending.lent() as name, town_on(cluster.url(name), folder) as found:
        yield found
    assert "deadlock" not in cluster.log.read_text(errors="replace")
