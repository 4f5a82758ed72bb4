"""One process at a time."""

import subprocess
import sys

import pytest

from core.db.alone import alone
from core.db.database import Database

_ELSEWHERE = """
import sys
from core.db.alone import alone
from core.db.database import Database

database = Database(sys.argv[1])
with alone(database, "letters") as mine:
    print(mine, flush=True)
    sys.stdin.readline()
database.close()
"""


def _elsewhere(url: str) -> subprocess.Popen[str]:
    """Another process that has taken "letters" until it is told to give it back."""
    process = subprocess.Popen(
        [sys.executable, "-c", _ELSEWHERE, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout
    assert process.stdout.readline() == "True\n"
    return process


@pytest.mark.parametrize("killed", [False, True], ids=["given back", "killed"])
def test_what_another_process_does_is_not_begun_here(
    database: Database, migrated_url: str, killed: bool
) -> None:
    with _elsewhere(migrated_url) as process:
        with alone(database, "letters") as letters, alone(database, "cleaning") as cleaning:
            assert (letters, cleaning) == (False, True)
        if killed:
            process.kill()
        else:
            process.communicate("\n")
        process.wait()
        _until_it_is_ours(database)


def _until_it_is_ours(database: Database) -> None:
    # PostgreSQL hears of the end of a client a moment after it
    for _again in range(1000):
        with alone(database, "letters") as mine:
            if mine:
                return
    raise AssertionError("it was never given back")


def test_it_is_given_back_when_the_work_fails(database: Database, migrated_url: str) -> None:
    with pytest.raises(ZeroDivisionError), alone(database, "letters"):
        _ = 1 / 0
    other = Database(migrated_url)
    with alone(other, "letters") as mine:
        assert mine
    other.close()
