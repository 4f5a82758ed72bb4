from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy.orm import Mapped, configure_mappers, mapped_column, relationship

from core.db.base import Base
from core.districts.models import District
from core.plugin_api import Candidate, PluginHost


def relationship_to_nowhere() -> None:
    class Broken(Base):
        __tablename__ = "broken_rows"
        id: Mapped[int] = mapped_column(primary_key=True)
        there = relationship("Nowhere")


def and_then_the_import_fails() -> None:
    class BrokenBefore(Base):
        __tablename__ = "broken_rows"
        id: Mapped[int] = mapped_column(primary_key=True)
        there = relationship("Nowhere")

    raise ImportError


def no_primary_key() -> None:
    class Keyless(Base):
        __tablename__ = "broken_rows"
        name: Mapped[str]


@pytest.fixture(autouse=True)
def metadata_as_before() -> Iterator[None]:
    yield
    Base.metadata.remove(Base.metadata.tables["broken_rows"])


@pytest.mark.parametrize(
    "define", [relationship_to_nowhere, and_then_the_import_fails, no_primary_key]
)
def test_a_broken_table_class_is_its_plugins_failure_alone(
    make_plugin: Callable[..., Any], define: Callable[[], None]
) -> None:
    def load() -> object:
        define()
        return make_plugin("broken")

    host = PluginHost.discover([Candidate("broken", load), make_plugin("neighbour")])

    assert [one.name for one in host.quarantined] == ["broken"]
    assert [one.name for one in host.installed] == ["neighbour"]
    configure_mappers()
    assert District(slug="stovner").slug == "stovner"
