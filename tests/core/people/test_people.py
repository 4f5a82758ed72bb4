"""People: each organisation its own, as little as possible, and no longer than was said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from sqlalchemy import select

from core.audit.models import AuditEntry
from core.people import privacy, service
from core.people.contact import read_phone, written_phone
from core.people.models import Person
from core.people.retention import erase_expired
from core.problems import NotFound, Refused
from tests.support.stovner import Stovner

TODAY = date(2026, 11, 22)


def _details(organisation: int, **fields: object) -> service.Details:
    person = service.Details(
        organisation, "Åse Ødegård", "vakt", "ase@example.no", "22 33 44 55", TODAY
    )
    return replace(person, **fields)


def _keep(stovner: Stovner, who: str, details: service.Details) -> int:
    with stovner.database.writing(stovner.district_id) as session:
        return service.create(session, stovner.access(who), details, stovner.clock()).id


def _names(stovner: Stovner, who: str, query: str = "") -> list[str]:
    with stovner.database.reading(stovner.district_id) as session:
        found = service.people(session, stovner.access(who), stovner.clock(), query)
        return [person.name for person in found]


def _look(stovner: Stovner, who: str, person: int, district: int | None = None) -> service.Shown:
    district = district or stovner.district_id
    with stovner.database.writing(district) as session:
        return service.look_at(session, stovner.access(who, district), person, stovner.clock())


def _log(stovner: Stovner, person: int) -> list[str]:
    with stovner.database.reading(stovner.district_id) as session:
        rows = session.scalars(
            select(AuditEntry.action).where(AuditEntry.target == f"person:{person}")
        )
        return sorted(rows)


def test_each_controller_sees_its_own_people_and_no_others(stovner: Stovner) -> None:
    partners = _keep(stovner, "leader", _details(stovner.partner, name="Partners"))
    own = _keep(stovner, "coordinator", _details(stovner.own, name="Own"))
    part = _keep(stovner, "coordinator", _details(stovner.own_part, name="Part"))

    assert _names(stovner, "leader") == ["Partners"]
    assert _names(stovner, "coordinator") == ["Own", "Part"]
    assert _names(stovner, "district-admin") == ["Own", "Part"]
    assert _look(stovner, "district-admin", part).name == "Part"
    for who, person in [
        ("leader", own),
        ("coordinator", partners),
        ("district-admin", partners),
        ("admin", own),
        ("staff", own),
    ]:
        with pytest.raises(NotFound):
            _look(stovner, who, person)
    with pytest.raises(NotFound):
        _look(stovner, "grorud-admin", own, stovner.grorud_id)
    with pytest.raises(NotFound):
        _keep(stovner, "district-admin", _details(stovner.partner))


def test_every_door_to_anothers_person_is_closed(stovner: Stovner) -> None:
    person, now = _keep(stovner, "leader", _details(stovner.partner)), stovner.clock()
    doors = [
        service.look_at,
        service.archive,
        service.restore,
        privacy.erase,
        privacy.hide,
        privacy.export,
    ]
    for door in doors:
        with stovner.database.writing(stovner.district_id) as session, pytest.raises(NotFound):
            door(session, stovner.access("district-admin"), person, now)
    with stovner.database.writing(stovner.district_id) as session, pytest.raises(NotFound):
        service.edit(session, stovner.access("district-admin"), person, _details(stovner.own), now)
    assert _names(stovner, "leader") == ["Åse Ødegård"]


def test_looking_is_logged_and_the_list_tells_no_address(stovner: Stovner) -> None:
    person = _keep(stovner, "leader", _details(stovner.partner))

    shown = _look(stovner, "leader", person)

    assert (shown.email, shown.phone) == ("ase@example.no", "22 33 44 55")
    assert _log(stovner, person) == ["people:create", "people:show"]


def test_search_knows_the_letters_we_have(stovner: Stovner) -> None:
    _keep(stovner, "leader", _details(stovner.partner))

    assert _names(stovner, "leader", "ÅSE ød") == ["Åse Ødegård"]
    assert _names(stovner, "leader", "VAKT") == ["Åse Ødegård"]
    assert _names(stovner, "leader", "%") == []


@pytest.mark.parametrize(
    ("fields", "field"),
    [
        ({"name": "  "}, "name"),
        ({"email": "ase"}, "email"),
        ({"phone": "12"}, "phone"),
        ({"phone": "call me"}, "phone"),
        ({"keep_until": TODAY - timedelta(days=1)}, "keep_until"),
        ({"keep_until": TODAY + timedelta(days=731)}, "keep_until"),
    ],
)
@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_cannot_be_kept_is_refused(
    stovner: Stovner, fields: dict[str, object], field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        _keep(stovner, "leader", _details(stovner.partner, **fields))

    assert refusal.value.field == field


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_person_stays_with_the_organisation_that_wrote_them_down(stovner: Stovner) -> None:
    person = _keep(stovner, "coordinator", _details(stovner.own))

    with (
        stovner.database.writing(stovner.district_id) as session,
        pytest.raises(Refused, match="stays with the organisation"),
    ):
        service.edit(
            session,
            stovner.access("coordinator"),
            person,
            _details(stovner.own_part),
            stovner.clock(),
        )


def test_nobody_is_seen_after_their_last_day_and_the_next_change_erases_them(
    stovner: Stovner,
) -> None:
    gone = _keep(stovner, "leader", _details(stovner.partner))
    stays = _details(stovner.partner, name="Stays", keep_until=TODAY + timedelta(days=1))
    _keep(stovner, "leader", stays)
    assert _names(stovner, "leader") == ["Stays", "Åse Ødegård"]

    stovner.clock.advance(days=1)

    assert _names(stovner, "leader") == ["Stays"]
    with pytest.raises(NotFound):
        _look(stovner, "leader", gone)
    with stovner.database.writing(stovner.district_id) as session:
        assert erase_expired(session, stovner.clock()) == 1
        assert session.scalars(select(Person.name)).all() == ["Stays"]
    assert _log(stovner, gone) == ["people:create", "people:expire"]


def test_show_never_clears_and_hides_everywhere(stovner: Stovner) -> None:
    person, now = _keep(stovner, "leader", _details(stovner.partner)), stovner.clock()

    with stovner.database.writing(stovner.district_id) as session:
        privacy.hide(session, stovner.access("leader"), person, now)

    assert _names(stovner, "leader") == []
    assert _names(stovner, "leader", "Åse") == []
    for door in (service.look_at, privacy.export):
        with stovner.database.writing(stovner.district_id) as session, pytest.raises(NotFound):
            door(session, stovner.access("leader"), person, now)
    with stovner.database.reading(stovner.district_id) as session:
        kept = session.scalars(select(Person)).one()
        assert (kept.hidden, kept.task, kept.email, kept.phone) == (True, None, None, None)


def test_erasing_leaves_a_log_without_a_name(stovner: Stovner) -> None:
    person = _keep(stovner, "leader", _details(stovner.partner))

    with stovner.database.writing(stovner.district_id) as session:
        privacy.erase(session, stovner.access("leader"), person, stovner.clock())

    with stovner.database.reading(stovner.district_id) as session:
        assert session.scalars(select(Person)).all() == []
        entries = session.scalars(select(AuditEntry)).all()
        assert {entry.action for entry in entries} == {"people:create", "people:erase"}
        assert not any("Åse" in str(vars(entry)) for entry in entries)


def test_a_request_for_access_is_answered_with_all_of_it(stovner: Stovner) -> None:
    person = _keep(stovner, "leader", _details(stovner.partner))

    with stovner.database.writing(stovner.district_id) as session:
        kept = privacy.export(session, stovner.access("leader"), person, stovner.clock())

    assert (kept["name"], kept["email"], kept["phone"]) == (
        "Åse Ødegård",
        "ase@example.no",
        "22 33 44 55",
    )
    assert {entry["action"] for entry in kept["log"]} == {"people:create", "people:export"}
    columns = set(Person.__table__.columns.keys())
    assert columns - set(kept) == {"district_id", "id", "organisation_id", "hidden"}


@pytest.mark.parametrize(
    ("typed", "kept", "shown"),
    [
        ("22334455", "+4722334455", "22 33 44 55"),
        ("+47 912 34 567", "+4791234567", "91 23 45 67"),
        ("0047 91234567", "+4791234567", "91 23 45 67"),
        ("+46 8 123 456 00", "+46812345600", "+46 8 123 456 00"),
        ("", None, None),
    ],
)
def test_a_number_is_kept_in_one_spelling(typed: str, kept: str | None, shown: str | None) -> None:
    assert read_phone(typed) == kept
    assert written_phone(kept) == shown
