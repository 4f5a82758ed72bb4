"""What is remembered is known by its version, and a writer keeps its own to itself."""

from core.db.remembered import Remembered


def test_another_version_is_read_anew() -> None:
    remembered = Remembered()

    assert remembered.get("rooms", 1, lambda: "first") == "first"
    assert remembered.get("rooms", 1, lambda: "again") == "first"
    assert remembered.get("rooms", 2, lambda: "second") == "second"


def test_a_writer_learns_from_others_and_they_nothing_from_it() -> None:
    shared = Remembered()
    shared.get("rooms", 1, lambda: "committed")
    writer = Remembered(shared)

    assert writer.get("rooms", 1, lambda: "read again") == "committed"
    assert writer.get("rooms", 2, lambda: "its own change") == "its own change"
    assert shared.get("rooms", 2, lambda: "another's, committed") == "another's, committed"
    assert writer.get("rooms", 2, lambda: "read again") == "its own change"
