"""Signed entries that add up: sums, presses sent twice, taking back, batches; on both databases."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from core.db.database import Database
from core.db.ids import new_id
from core.problems import NotFound, Overtaken, Refused
from core.tallies import service
from core.tallies.models import Tally
from core.tallies.service import Added, Press
from core.testing.factories import make_activity, make_district, make_organisation
from tests.support.together import together

NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)
WEEK, KEY = "2026-W48", "sample-contact"
WHO = "user:1"


@pytest.fixture
def place(database: Database) -> tuple[int, int]:
    """A district and an activity in it."""
    with database.platform_writing() as shared:
        district = make_district(shared)
        organisation = make_organisation(shared, district=district).id
        district_id = district.id
    with database.writing(district_id) as session:
        return district_id, make_activity(session, organisation).id


def total(database: Database, place: tuple[int, int]) -> int:
    with database.reading(place[0]) as session:
        return service.sums(session, place[1], {KEY}).get((KEY, WEEK, ""), 0)


def add(database: Database, place: tuple[int, int], n: int, press: UUID | None = None) -> UUID:
    press = press or uuid4()
    with database.writing(place[0]) as session:
        service.add(session, Press(WHO, NOW, press), place[1], [Added(KEY, n, WEEK)])
    return press


def test_a_press_that_says_another_number_is_refused(
    database: Database, place: tuple[int, int]
) -> None:
    press = add(database, place, 40)
    with pytest.raises(Refused, match="was sent before"):
        add(database, place, 45, press)
    add(database, place, 40, press)
    assert total(database, place) == 40


def undo(database: Database, place: tuple[int, int], press: UUID) -> None:
    with database.writing(place[0]) as session:
        service.undo(session, WHO, place[1], press, NOW)


def test_two_people_add_up_and_a_press_sent_twice_counts_once(
    database: Database, place: tuple[int, int]
) -> None:
    press = add(database, place, 12)
    add(database, place, 8)
    add(database, place, 12, press)
    assert total(database, place) == 20


def test_no_entry_is_lost_however_many_are_saved_in_one_moment(
    database: Database, place: tuple[int, int]
) -> None:
    presses = [Press(WHO, NOW) for _ in range(3_000)]
    with database.writing(place[0]) as session:
        for press in presses:
            service.add(session, press, place[1], [Added(KEY, 1, WEEK)])
    assert total(database, place) == len(presses)


def test_an_entry_that_meets_another_in_its_id_is_not_lost_unsaid(
    database: Database, place: tuple[int, int]
) -> None:
    with database.writing(place[0]) as session:
        row = Tally(id=new_id(NOW) + 1, activity_id=place[1], key=KEY, period=WEEK, subject="", n=1)
        row.press, row.actor, row.saved_at = uuid4(), WHO, NOW
        session.add(row)
    with pytest.raises(sa.exc.IntegrityError):
        add(database, place, 1)


def test_two_who_correct_at_once_correct_it_once(
    database: Database, place: tuple[int, int]
) -> None:
    def correct(n: int) -> None:
        with database.writing(place[0]) as session:
            service.change_to(session, Press(WHO, NOW), place[1], [Added(KEY, n, WEEK)])

    for n in range(1, 11):
        together(lambda to=n: correct(to), lambda to=n: correct(to))
        assert total(database, place) == n


def test_two_who_take_back_at_once_take_it_back_once(
    database: Database, place: tuple[int, int]
) -> None:
    def take_back(press: UUID) -> bool:
        try:
            undo(database, place, press)
        except Refused:
            return False
        return True

    for _round in range(10):
        press = add(database, place, 7)
        done = together(lambda at=press: take_back(at), lambda at=press: take_back(at))
        assert sorted(map(bool, done)) == [False, True]
        assert total(database, place) == 0


def test_a_press_is_not_taken_back_from_under_a_correction(
    database: Database, place: tuple[int, int]
) -> None:
    press, later = add(database, place, 40), NOW + timedelta(minutes=1)
    with database.writing(place[0]) as session:
        right = Added(KEY, 50, WEEK, reason="Glemte ti")
        service.change_to(session, Press(WHO, later), place[1], [right])
    with pytest.raises(Refused, match="corrected afterwards"):
        undo(database, place, press)
    assert total(database, place) == 50


def test_an_import_taken_back_leaves_what_was_corrected_since(
    database: Database, place: tuple[int, int]
) -> None:
    other, later = "2026-W47", NOW + timedelta(minutes=1)
    with database.writing(place[0]) as session:
        batch = service.open_batch(session, WHO, place[1], "logg.csv", 2, NOW)
        for week in (WEEK, other):
            service.add(session, Press(WHO, NOW), place[1], [Added(KEY, 40, week)], batch_id=batch)
        right = Added(KEY, 50, WEEK, reason="Glemte ti")
        service.change_to(session, Press(WHO, later), place[1], [right])
        service.undo_batch(session, WHO, place[1], batch, later)
        found = service.sums(session, place[1], {KEY})
    assert found == {(KEY, WEEK, ""): 50, (KEY, other, ""): 0}


def test_what_is_taken_back_stays_in_the_history_and_goes_once(
    database: Database, place: tuple[int, int]
) -> None:
    add(database, place, 5)
    press = add(database, place, 7)
    undo(database, place, press)
    assert total(database, place) == 5
    with pytest.raises(Refused, match="taken back already"):
        undo(database, place, press)
    with pytest.raises(NotFound):
        undo(database, place, uuid4())
    with database.reading(place[0]) as session:
        changes = service.history(session, place[1], {KEY}, (WEEK, WEEK))
    assert sorted(one.n[KEY, ""] for one in changes) == [-7, 5, 7]
    assert [one.undone for one in changes if one.press == press] == [True]


def test_taking_back_more_than_is_left_is_refused(
    database: Database, place: tuple[int, int]
) -> None:
    press = add(database, place, 7)
    add(database, place, -4)
    with pytest.raises(Refused, match="corrected afterwards"):
        undo(database, place, press)
    assert total(database, place) == 3


def test_a_batch_goes_as_one_and_leaves_what_others_added(
    database: Database, place: tuple[int, int]
) -> None:
    add(database, place, 3)
    with database.writing(place[0]) as session:
        batch = service.open_batch(session, WHO, place[1], "log.csv", 2, NOW)
        for n in (10, 20):
            one = [Added(KEY, n, WEEK)]
            service.add(session, Press(WHO, NOW), place[1], one, batch_id=batch)
    assert total(database, place) == 33
    with database.writing(place[0]) as session:
        service.undo_batch(session, WHO, place[1], batch, NOW)
    assert total(database, place) == 3
    with pytest.raises(Refused), database.writing(place[0]) as session:
        service.undo_batch(session, WHO, place[1], batch, NOW)


def test_a_sum_is_made_what_it_shall_be_by_the_difference(
    database: Database, place: tuple[int, int]
) -> None:
    add(database, place, 12)
    wanted = [Added(KEY, 10, WEEK, reason="Counted twice")]
    for _again in range(2):
        with database.writing(place[0]) as session:
            service.change_to(session, Press(WHO, NOW), place[1], wanted)
    assert total(database, place) == 10
    with database.reading(place[0]) as session:
        found = service.history(session, place[1], {KEY})
    assert sorted((one.n[KEY, ""], one.reason) for one in found) == [
        (-2, "Counted twice"),
        (12, None),
    ]


def test_a_sum_that_is_no_longer_as_seen_is_not_changed(
    database: Database, place: tuple[int, int]
) -> None:
    def change(seen: int, wanted: int, press: Press) -> None:
        with database.writing(place[0]) as session:
            shown = [Added(KEY, seen, WEEK)]
            service.change_to(session, press, place[1], [Added(KEY, wanted, WEEK)], seen=shown)

    first = Press(WHO, NOW)
    for _twice in range(2):
        change(0, 12, first)
    with pytest.raises(Overtaken):
        change(0, 7, Press(WHO, NOW))
    change(0, 12, Press(WHO, NOW))
    change(12, 0, Press(WHO, NOW))
    with pytest.raises(Overtaken):
        change(0, 12, first)
    assert total(database, place) == 0


def test_of_two_who_change_a_sum_at_once_one_looks_again(
    database: Database, place: tuple[int, int]
) -> None:
    def change(wanted: int) -> bool:
        try:
            with database.writing(place[0]) as session:
                entry = [Added(KEY, wanted, WEEK)]
                service.change_to(session, Press(WHO, NOW), place[1], entry, seen=[])
        except Overtaken:
            return False
        return True

    saved = dict(zip((5, 9), together(lambda: change(5), lambda: change(9)), strict=True))
    assert sorted(map(bool, saved.values())) == [False, True]
    assert saved[total(database, place)]


@pytest.mark.parametrize("statement", [sa.update(Tally).values(n=1), sa.delete(Tally)])
def test_entries_are_never_changed(
    database: Database, place: tuple[int, int], statement: sa.Update | sa.Delete
) -> None:
    add(database, place, 3)
    with pytest.raises(sa.exc.DBAPIError), database.writing(place[0]) as session:
        session.execute(statement)


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 50), st.booleans()), max_size=12))
def test_the_sum_is_what_was_added_and_not_taken_back(
    database: Database, place: tuple[int, int], steps: list[tuple[int, bool]]
) -> None:
    before, kept = total(database, place), 0
    for n, back in steps:
        press = add(database, place, n)
        if back:
            undo(database, place, press)
        else:
            kept += n
    assert total(database, place) == before + kept
