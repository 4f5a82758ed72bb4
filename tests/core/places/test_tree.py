"""Places lie in one another: never in a circle, never too deep."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.accounts.actors import reach
from core.places.tree import MOST_LEVELS, check_parent, depth
from core.problems import Refused

_MOVES = st.lists(
    st.tuples(st.integers(0, 7), st.one_of(st.none(), st.integers(0, 7))), max_size=40
)


@given(_MOVES)
def test_no_row_of_moves_makes_a_circle_or_a_deep_tree(
    moves: list[tuple[int, int | None]],
) -> None:
    parents: dict[int, int | None] = dict.fromkeys(range(8))
    for place, parent in moves:
        try:
            check_parent(parents, place, parent)
        except Refused:
            continue
        parents[place] = parent
        assert all(depth(parents, one) <= MOST_LEVELS for one in parents)
        assert all(
            above not in reach(one, parents.items())
            for one, above in parents.items()
            if above is not None
        )


@given(_MOVES, st.integers(0, 7), st.integers(0, 7))
def test_a_move_is_refused_for_a_reason_only(
    moves: list[tuple[int, int | None]], place: int, parent: int
) -> None:
    parents: dict[int, int | None] = dict.fromkeys(range(8))
    for one, above in moves:
        try:
            check_parent(parents, one, above)
        except Refused:
            continue
        parents[one] = above
    below = reach(place, parents.items())
    try:
        check_parent(parents, place, parent)
    except Refused:
        parents[place] = parent
        assert parent in below or max(depth(parents, one) for one in below) > MOST_LEVELS
    else:
        assert parent not in below


def test_a_new_place_may_lie_at_the_bottom_and_no_deeper() -> None:
    parents = {1: None, 2: 1, 3: 2, 4: 3}

    check_parent(parents, None, 3)
    with pytest.raises(Refused) as refusal:
        check_parent(parents, None, 4)
    assert refusal.value.field == "parent"
