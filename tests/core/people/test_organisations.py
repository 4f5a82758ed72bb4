"""Organisations: shared by all districts, linked by each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.districts.models import DistrictOrganisation, Organisation
from core.people import organisations as service
from core.people.uses import of_organisation
from core.problems import Forbidden, NotFound, Refused
from core.schedules import uses
from core.testing.factories import make_activity
from tests.support.stovner import Stovner

RED_CROSS = "864139442"
_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)


def _add(stovner: Stovner, who: str = "district-admin", **fields: object) -> service.Added:
    wanted = {"name": "Frivilligsentralen", "number": None, "parent": None, "own": False}
    district = stovner.grorud_id if who.startswith("grorud") else stovner.district_id
    with stovner.database.writing(district) as session:
        return service.add(
            session, stovner.access(who, district), **{**wanted, **fields}, now=stovner.clock()
        )


def _edit(stovner: Stovner, who: str, slug: str, **fields: object) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        service.edit(
            session,
            stovner.access(who),
            slug,
            **{"name": "Nytt navn", "number": None, **fields},
            now=stovner.clock(),
        )


def _archive(stovner: Stovner, slug: str) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        service.archive(
            session,
            stovner.access("district-admin"),
            slug,
            (of_organisation, uses.of_organisation),
            stovner.clock(),
        )


@given(st.text("0123456789", min_size=8, max_size=8), st.integers(0, 9))
def test_a_number_is_let_through_when_its_check_digit_is_right(first: str, last: int) -> None:
    remainder = sum(int(d) * w for d, w in zip(first, _WEIGHTS, strict=True)) % 11
    right = 0 if remainder == 0 else 11 - remainder
    if last == right:
        assert (
            service.read_number(f"{first[:3]} {first[3:6]} {first[6:]}{last}") == f"{first}{last}"
        )
    else:
        with pytest.raises(Refused) as refusal:
            service.read_number(f"{first}{last}")
        assert refusal.value.field == "number"


@pytest.mark.parametrize("typed", ["12345678", "1234567890", "abcdefghi", "86413944O"])
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refused):
        service.read_number(typed)
    assert service.read_number("  ") is None


def test_a_part_belongs_to_whom_its_organisation_belongs(stovner: Stovner) -> None:
    own = _add(stovner, name="Oslohjelpa", parent="bydel-stovner")
    partners = _add(stovner, name="Stovner Røde Kors", parent="oslo-rode-kors")

    with stovner.database.reading(stovner.district_id) as session:
        assert service.find(session, own.slug).is_own
        assert not service.find(session, partners.slug).is_own
        listed = [(row.depth, row.organisation.slug) for row in service.listed(session)]
    assert listed == [
        (0, "bydel-stovner"),
        (1, "helsestasjonen"),
        (1, "oslohjelpa"),
        (0, "oslo-rode-kors"),
        (1, "stovner-rode-kors"),
    ]


def test_the_district_itself_is_there_once(stovner: Stovner) -> None:
    with pytest.raises(Refused, match="The district is here already"):
        _add(stovner, name="Bydelen en gang til", own=True)


def test_a_known_number_links_and_copies_nothing(stovner: Stovner) -> None:
    first = _add(stovner, "grorud-admin", name="Kirkens Bymisjon", number=RED_CROSS)
    second = _add(stovner, name="Bymisjonen", number=RED_CROSS)

    assert (second.was_known, second.slug, second.name) == (True, first.slug, "Kirkens Bymisjon")
    with stovner.database.reading(stovner.district_id) as session:
        count = session.scalar(
            select(func.count()).select_from(Organisation).where(Organisation.number == RED_CROSS)
        )
    assert count == 1
    with pytest.raises(Refused, match="is here already"):
        _add(stovner, number=RED_CROSS)


def test_what_another_district_uses_is_changed_by_an_administrator_only(stovner: Stovner) -> None:
    slug = _add(stovner, "grorud-admin", name="Kirkens Bymisjon", number=RED_CROSS).slug
    _add(stovner, number=RED_CROSS)

    with pytest.raises(Refused, match="Another district uses Kirkens Bymisjon, too"):
        _edit(stovner, "district-admin", slug)
    _edit(stovner, "admin", slug, number=RED_CROSS)
    _edit(stovner, "district-admin", "oslo-rode-kors")
    with pytest.raises(Refused, match="Another organisation has this number"):
        _edit(stovner, "district-admin", "oslo-rode-kors", number=RED_CROSS)


def test_another_districts_organisations_do_not_exist_here(stovner: Stovner) -> None:
    with stovner.database.reading(stovner.district_id) as session:
        assert "bydel-grorud" not in [row.organisation.slug for row in service.listed(session)]
        assert service.search(session, "grorud") == []
        with pytest.raises(NotFound):
            service.find(session, "bydel-grorud")
    with pytest.raises(NotFound):
        _add(stovner, parent="bydel-grorud")
    with pytest.raises(NotFound):
        _edit(stovner, "admin", "bydel-grorud")


def test_an_organisation_in_use_is_not_archived(stovner: Stovner) -> None:
    with stovner.database.writing(stovner.district_id) as session:
        make_activity(session, stovner.partner, "familiesenter")

    with pytest.raises(Refused, match="2 users with a role, the activity Familiesenter"):
        _archive(stovner, "oslo-rode-kors")
    with pytest.raises(Refused, match="its part Helsestasjonen"):
        _archive(stovner, "bydel-stovner")


def test_archiving_is_for_one_district(stovner: Stovner) -> None:
    slug = _add(stovner, "grorud-admin", name="Kirkens Bymisjon", number=RED_CROSS).slug
    _add(stovner, number=RED_CROSS)

    _archive(stovner, slug)

    with stovner.database.reading(stovner.district_id) as session:
        links = session.scalars(
            select(DistrictOrganisation)
            .join(Organisation, Organisation.id == DistrictOrganisation.organisation_id)
            .where(Organisation.slug == slug)
        )
        archived = {link.district_id: link.archived_at is not None for link in links}
    assert archived == {stovner.district_id: True, stovner.grorud_id: False}
    assert _add(stovner, number=RED_CROSS).slug == slug


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_a_leader_adds_no_organisation(stovner: Stovner) -> None:
    with pytest.raises(Forbidden):
        _add(stovner, "leader")
