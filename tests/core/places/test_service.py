"""Places are made, changed, archived and deleted, and nothing in use goes by accident."""

from dataclasses import replace
from datetime import date, time

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.places import service
from core.places.details import Details, read_equipment
from core.places.hours import Hours
from core.problems import Forbidden, NotFound, Refused
from core.schedules import uses
from core.testing.factories import make_activity, make_occurrence, make_place
from tests.support.stovner import Stovner

HOUSE = Details("Hvitt hus", None, "Fossumveien 1", 60, 1, ("leker",), ())
ASKS = (uses.of_place,)


def _make(stovner: Stovner, details: Details = HOUSE) -> str:
    with stovner.database.writing(stovner.district_id) as session:
        place = service.create(
            session, stovner.access("district-admin"), details, (), (), stovner.clock()
        )
        return place.slug


def _edit(stovner: Stovner, slug: str, details: Details) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        service.edit(session, stovner.access("district-admin"), slug, details, (), stovner.clock())


def _archive(stovner: Stovner, slug: str) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        service.archive(session, stovner.access("district-admin"), slug, ASKS, stovner.clock())


def _remove(stovner: Stovner, slug: str) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        service.remove(session, stovner.access("district-admin"), slug, ASKS, stovner.clock())


def test_a_place_gets_an_address_of_its_own_and_keeps_it(stovner: Stovner) -> None:
    first, second, new = _make(stovner), _make(stovner), _make(stovner, replace(HOUSE, name="New"))

    _edit(stovner, first, replace(HOUSE, name="Det hvite huset"))

    assert (first, second, new) == ("hvitt-hus", "hvitt-hus-2", "new-2")
    with stovner.database.reading(stovner.district_id) as session:
        assert service.find(session, "hvitt-hus").name == "Det hvite huset"


def test_the_tree_tells_what_lies_where_and_when_it_is_open(stovner: Stovner) -> None:
    farm = _make(stovner, replace(HOUSE, name="Nedre Fossum gård"))
    hours = (Hours(1, time(10), time(15)), Hours(0, time(9), time(12)))
    house = _make(stovner, replace(HOUSE, parent=farm, hours=hours))
    _make(stovner, replace(HOUSE, name="Stua", parent=house))
    _make(stovner, replace(HOUSE, name="Låven", parent=farm))
    _make(stovner, replace(HOUSE, name="Bydelstorget"))

    with stovner.database.reading(stovner.district_id) as session:
        tree = [(node.depth, node.place.name) for node in service.tree(session)]
        open_at = next(node.hours for node in service.tree(session) if node.place.slug == house)

    assert tree == [
        (0, "Bydelstorget"),
        (0, "Nedre Fossum gård"),
        (1, "Hvitt hus"),
        (2, "Stua"),
        (1, "Låven"),
    ]
    assert open_at == tuple(sorted(hours))
    _edit(stovner, house, replace(HOUSE, parent=farm))
    with stovner.database.reading(stovner.district_id) as session:
        assert not any(node.hours for node in service.tree(session))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"lanes": 0}, "lanes"),
        ({"capacity": 0}, "capacity"),
        ({"parent": "nowhere"}, "parent"),
        ({"hours": (Hours(3, time(12), time(10)),)}, "day_3"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_cannot_be_is_refused_at_its_field(
    stovner: Stovner, change: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        _make(stovner, replace(HOUSE, **change))

    assert refusal.value.field == field


def test_a_place_cannot_be_moved_into_itself(stovner: Stovner) -> None:
    house = _make(stovner)
    room = _make(stovner, replace(HOUSE, name="Stua", parent=house))

    for below in (house, room):
        with pytest.raises(Refused, match="cannot lie in itself"):
            _edit(stovner, house, replace(HOUSE, parent=below))


def test_a_place_in_use_is_neither_archived_nor_deleted_and_says_why(stovner: Stovner) -> None:
    house = _make(stovner)
    _make(stovner, replace(HOUSE, name="Stua", parent=house))
    with stovner.database.writing(stovner.district_id) as session:
        place_id = service.find(session, house).id
        activity = make_activity(session, stovner.own, "babytreff", place_id=place_id)
        make_occurrence(session, activity.id, date(2026, 11, 29), place_id=place_id)
        make_occurrence(session, activity.id, date(2026, 11, 15), place_id=place_id)

    with pytest.raises(Refused) as refusal:
        _archive(stovner, house)
    assert str(refusal.value) == (
        "Hvitt hus is in use and cannot be archived: "
        "the place Stua, the activity Babytreff, 1 coming day. Move or end that first."
    )
    with pytest.raises(Refused, match=r"1 coming day, 1 earlier day\. You can archive it instead"):
        _remove(stovner, house)


def test_history_alone_lets_a_place_be_archived_but_not_deleted(stovner: Stovner) -> None:
    house = _make(stovner)
    with stovner.database.writing(stovner.district_id) as session:
        place_id = service.find(session, house).id
        activity = make_activity(session, stovner.own, "babytreff")
        make_occurrence(session, activity.id, date(2026, 11, 15), place_id=place_id)

    with pytest.raises(Refused, match="has been used and cannot be deleted: 1 earlier day"):
        _remove(stovner, house)
    _archive(stovner, house)

    with stovner.database.reading(stovner.district_id) as session:
        assert service.find(session, house).archived_at == stovner.clock()
        assert service.search(session, "hvitt") == []


def test_a_place_that_was_never_used_can_be_deleted(stovner: Stovner) -> None:
    house = _make(stovner, replace(HOUSE, hours=(Hours(0, time(9), time(12)),)))

    _remove(stovner, house)

    with stovner.database.reading(stovner.district_id) as session:
        with pytest.raises(NotFound):
            service.find(session, house)
        log = sorted(session.scalars(select(AuditEntry.action)))
    assert log == ["places:create", "places:delete"]


def test_a_room_is_taken_into_use_again_after_its_house(stovner: Stovner) -> None:
    house = _make(stovner)
    room = _make(stovner, replace(HOUSE, name="Stua", parent=house))
    _archive(stovner, room)
    _archive(stovner, house)

    def restore(slug: str) -> None:
        with stovner.database.writing(stovner.district_id) as session:
            service.restore(session, stovner.access("district-admin"), slug, stovner.clock())

    with pytest.raises(Refused, match="lies in Hvitt hus, which is archived"):
        restore(room)
    restore(house)
    restore(room)
    with stovner.database.reading(stovner.district_id) as session:
        assert service.find(session, room).archived_at is None


@pytest.mark.parametrize("who", ["leader", "coordinator", "staff", "viewer"])
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_only_an_administrator_changes_places(stovner: Stovner, who: str) -> None:
    with (
        stovner.database.writing(stovner.district_id) as session,
        pytest.raises(Forbidden),
    ):
        service.create(session, stovner.access(who), HOUSE, (), (), stovner.clock())


def test_another_districts_place_does_not_exist_here(stovner: Stovner) -> None:
    with stovner.database.writing(stovner.grorud_id) as session:
        make_place(session, "ammerudhuset")

    with pytest.raises(NotFound):
        _archive(stovner, "ammerudhuset")
    with pytest.raises(Refused, match="Choose a place that is in use"):
        _make(stovner, replace(HOUSE, parent="ammerudhuset"))


def test_equipment_is_each_thing_once() -> None:
    assert read_equipment(" Kjøkken, leker,, kjøkken ,  to  bord") == (
        "Kjøkken",
        "leker",
        "to bord",
    )
    with pytest.raises(Refused):
        read_equipment("x" * 41)
