"""What is kept is bounded, and the oldest goes first."""

from core.web.kept import Kept


def test_it_is_made_once() -> None:
    kept, made = Kept(), []

    def make() -> tuple[str, ...]:
        made.append(1)
        return ("a page",)

    assert [kept.get("key", make) for _ in range(3)] == [("a page",)] * 3
    assert made == [1]


def test_what_was_asked_for_longest_ago_goes_when_there_is_no_room() -> None:
    kept = Kept(most=3_000)
    asked: list[str] = []

    def page(name: str) -> None:
        def make() -> tuple[str, ...]:
            asked.append(name)
            return (name * 1_000,)

        kept.get(name, make)

    for name in "aabacbad":
        page(name)

    assert asked == ["a", "b", "c", "b", "a", "d"]


def test_what_is_larger_than_everything_is_given_and_not_kept() -> None:
    kept = Kept(most=100)
    assert kept.get("key", lambda: ("x" * 1_000,)) == ("x" * 1_000,)
    assert kept.get("key", lambda: ("y",)) == ("y",)
    assert kept.get("key", lambda: ("z",)) == ("y",)
