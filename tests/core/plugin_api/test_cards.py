from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy.orm import Session

from core.accounts.actors import COMMAND, Access
from core.accounts.roles import Policy
from core.plugin_api import Card, CardBody, CardContext, DistrictRef, Failure, PluginHost

MakePlugin = Callable[..., Any]


@pytest.fixture
def card_context(stovner: DistrictRef) -> Iterator[CardContext]:
    with Session() as session:
        access = Access(COMMAND, stovner.id, Policy.of([]))
        yield CardContext(session, stovner, access, datetime(2026, 11, 23, tzinfo=UTC), None)


def test_a_card_is_loaded_or_its_plugin_failed(
    make_plugin: MakePlugin, card_context: CardContext
) -> None:
    def broken(context: CardContext) -> CardBody:
        raise ZeroDivisionError

    host = PluginHost.discover([make_plugin()])
    right = Card("a", "A", "sample:a:b", lambda context: CardBody((context.district.name,)))
    html = Card("b", "B", "sample:a:b", lambda context: "<b>html</b>")

    assert host.load_card("sample", right, card_context) == CardBody(("Bydel Stovner",))
    silent = Card("d", "D", "sample:a:b", lambda _context: None)
    assert host.load_card("sample", silent, card_context) is None
    for card in (html, Card("c", "C", "sample:a:b", broken)):
        assert isinstance(host.load_card("sample", card, card_context), Failure)
    assert host.failures[0].count == 2
