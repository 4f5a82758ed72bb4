"""Several ask one process at once, as its threads do: each gets the page it gets alone."""

import re
import sys
from collections.abc import Callable, Iterator, Mapping

import pytest
from flask.testing import FlaskClient

from tests.support.grorud import Grorud
from tests.support.grorud import grorud as grorud
from tests.support.together import together
from tests.test_addresses import address, rules, sqlite

# What is made anew for each page: tokens, and the ids of presses
_MADE_ANEW = re.compile(r'csrf[^>]*>|data-csrf="[^"]*"|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}')
Pages = Mapping[str, tuple[int, str]]


@pytest.fixture
def impatient() -> Iterator[None]:
    """Threads take turns a thousand times as often as they do else."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(before / 1000)
    yield
    sys.setswitchinterval(before)


@sqlite
@pytest.mark.usefixtures("impatient")
def test_nobody_gets_a_part_of_anothers_page(grorud: Grorud) -> None:
    stovner = grorud.stovner
    readers = [
        _reader(grorud, stovner.browser("admin").client, "stovner", "nb"),
        _reader(grorud, stovner.browser("grorud-admin").client, "grorud", "en"),
        _reader(grorud, stovner.browser("leader").client, "stovner", "en"),
        _reader(grorud, stovner.app.test_client(), "grorud", "ar"),
    ]

    at_once = together(*readers)  # first, when nothing is remembered yet

    assert at_once == [read() for read in readers]


def _reader(
    grorud: Grorud, client: FlaskClient, district: str, language: str
) -> Callable[[], Pages]:
    shown = [rule for rule in rules(grorud.stovner.app) if "GET" in (rule.methods or ())]
    addresses = sorted({address(grorud, rule, district) for rule in shown})

    def read() -> Pages:
        found = {}
        for at in addresses:
            with client.get(f"{at}?lang={language}") as answer:
                text = answer.data.decode(errors="replace")
                found[at] = answer.status_code, _MADE_ANEW.sub("", text)
        return found

    return read
