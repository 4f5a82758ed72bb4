"""What leaves the office tells of nobody: from one to four are hidden, and not to be worked out."""

from hypothesis import given
from hypothesis import strategies as st

from plugins.tilbakemelding.models import Kind
from plugins.tilbakemelding.results import guarded

ROWS = st.lists(st.integers(0, 30), min_size=1, max_size=8).map(
    lambda numbers: [(f"option {at}", number) for at, number in enumerate(numbers)]
)


@given(ROWS)
def test_a_choice_shows_no_small_number_and_none_that_follows_from_the_rest(
    rows: list[tuple[str, int]],
) -> None:
    n = sum(number for _label, number in rows)
    shown = guarded(rows, Kind.CHOICE, n)
    if n < 5:
        assert shown == []
        return
    hidden = [given for given, (_label, number) in zip(rows, shown, strict=True) if number is None]
    assert not any(number is not None and 0 < number < 5 for _label, number in shown)
    assert len(hidden) != 1
    assert all(number in {None, dict(rows)[label]} for label, number in shown)


@given(ROWS)
def test_faces_are_open_from_five_on(rows: list[tuple[str, int]]) -> None:
    n = sum(number for _label, number in rows)
    assert guarded(rows, Kind.SMILEY, n) == (rows if n >= 5 else [])
