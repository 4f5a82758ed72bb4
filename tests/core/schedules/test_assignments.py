"""Who is on a day: each organisation its own people; in two places at once is a warning."""

from dataclasses import dataclass
from datetime import date, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from core.audit.models import AuditEntry
from core.people import privacy
from core.people.models import Person
from core.problems import Forbidden, NotFound, Refused
from core.schedules import interpreters
from core.schedules.assignments import (
    ASSIGNMENTS,
    HELPER,
    HOST,
    Assigned,
    assign,
    assigned,
    choices,
    fill,
    unassign,
)
from core.schedules.models import Assignment, Occurrence, OccurrenceState
from core.testing.factories import make_activity, make_occurrence, make_person
from tests.support.stovner import Stovner

TODAY = date(2026, 11, 22)
ROLES = (HOST, HELPER)


@dataclass(frozen=True)
class Rota:
    """The district's offer 11–16 three days on, the partner's beside it, and their people."""

    stovner: Stovner
    days: list[int]
    partners: int
    kari: int
    ola: int
    volunteer: int

    def on(self, who: str, day: int) -> list[Assigned]:
        with self.stovner.database.reading(self.stovner.district_id) as session:
            found = assigned(session, self.stovner.access(who), [day], self.stovner.clock())
            return list(found.get(day, ()))

    def put(self, who: str, day: int, person: int, role: str = HOST) -> None:
        with self.stovner.database.writing(self.stovner.district_id) as session:
            access = self.stovner.access(who)
            assign(session, access, day, person, role, ROLES, self.stovner.clock())

    def names(self, who: str, day: int) -> list[tuple[str | None, str]]:
        return [(one.name, one.role) for one in self.on(who, day)]


@pytest.fixture
def rota(stovner: Stovner) -> Rota:
    with stovner.database.writing(stovner.district_id) as session:
        own = make_activity(session, stovner.own, "foreldrekafe").id
        beside = make_activity(session, stovner.partner, "familiesenter").id
        days = [make_occurrence(session, own, TODAY + timedelta(days=n)).id for n in range(3)]
        late = make_occurrence(session, beside, TODAY, starts=time(15, 30), ends=time(19)).id
        return Rota(
            stovner,
            days,
            late,
            make_person(session, stovner.own, "Kari").id,
            make_person(session, stovner.own_part, "Ola").id,
            make_person(session, stovner.partner, "Vigdis").id,
        )


def test_somebody_is_on_once_in_each_role(rota: Rota) -> None:
    for role in (HOST, HOST, HELPER):
        rota.put("coordinator", rota.days[0], rota.kari, role)
    assert rota.names("coordinator", rota.days[0]) == [("Kari", HELPER), ("Kari", HOST)]
    with rota.stovner.database.reading(rota.stovner.district_id) as session:
        log = session.scalars(select(AuditEntry.action)).all()
    assert log == ["schedules:assign"] * 2


def test_names_are_for_those_who_see_the_organisations_people(rota: Rota) -> None:
    rota.put("leader", rota.partners, rota.volunteer)
    rota.put("district-admin", rota.partners, rota.kari, HELPER)
    assert rota.names("leader", rota.partners) == [(None, HELPER), ("Vigdis", HOST)]
    assert rota.names("district-admin", rota.partners) == [("Kari", HELPER), (None, HOST)]
    assert {one.name for one in rota.on("staff", rota.partners)} == {None}
    assert {one.organisation for one in rota.on("leader", rota.partners)} == {
        "Bydel Stovner",
        "Oslo Rode Kors",
    }


def test_each_chooses_among_their_own_people(rota: Rota) -> None:
    with rota.stovner.database.writing(rota.stovner.district_id) as session:
        make_person(session, rota.stovner.own, "Archived").archived_at = rota.stovner.clock()
        make_person(session, rota.stovner.own, "Never").hidden = True
    with rota.stovner.database.reading(rota.stovner.district_id) as session:
        now = rota.stovner.clock()
        chosen = {
            who: [name for _id, name in choices(session, rota.stovner.access(who), now)]
            for who in ("coordinator", "leader", "district-admin", "staff")
        }
    assert chosen == {
        "coordinator": ["Kari", "Ola"],
        "leader": ["Vigdis"],
        "district-admin": ["Kari", "Ola"],
        "staff": [],
    }


def test_others_days_and_others_people_are_left_alone(rota: Rota) -> None:
    for who in ("staff", "viewer", "leader"):
        with pytest.raises(Forbidden):
            rota.put(who, rota.days[0], rota.kari)
    for day, person, role in (
        (rota.days[0], rota.volunteer, HOST),
        (rota.days[0], 17, HOST),
        (17, rota.kari, HOST),
        (rota.days[0], rota.kari, "stranger"),
    ):
        with pytest.raises(NotFound):
            rota.put("coordinator", day, person, role)
    assert rota.on("coordinator", rota.days[0]) == []


def test_a_day_that_is_not_held_takes_nobody_on(rota: Rota) -> None:
    with rota.stovner.database.writing(rota.stovner.district_id) as session:
        row = session.scalars(select(Occurrence).where(Occurrence.id == rota.days[0])).one()
        row.state = OccurrenceState.CLOSED.value
    with pytest.raises(Refused) as refusal:
        rota.put("coordinator", rota.days[0], rota.kari)
    assert refusal.value.field == "person"


def test_two_places_at_once_is_said_on_both_days(rota: Rota) -> None:
    rota.put("district-admin", rota.days[0], rota.kari)
    rota.put("district-admin", rota.days[1], rota.kari)
    rota.put("district-admin", rota.partners, rota.kari)

    [here] = rota.on("coordinator", rota.days[0])
    [there] = rota.on("district-admin", rota.partners)
    assert [one.activity for one in here.elsewhere] == ["Familiesenter"]
    assert [one.activity for one in there.elsewhere] == ["Foreldrekafe"]
    assert rota.on("coordinator", rota.days[1])[0].elsewhere == ()
    # Who does not see the name is not told where else that person is
    assert rota.on("leader", rota.partners)[0].elsewhere == ()

    with rota.stovner.database.writing(rota.stovner.district_id) as session:
        row = session.scalars(select(Occurrence).where(Occurrence.id == rota.partners)).one()
        row.state = OccurrenceState.CANCELLED.value
    assert rota.on("coordinator", rota.days[0])[0].elsewhere == ()


def test_one_day_after_the_other_is_no_clash(rota: Rota) -> None:
    with rota.stovner.database.writing(rota.stovner.district_id) as session:
        row = session.scalars(select(Occurrence).where(Occurrence.id == rota.partners)).one()
        row.starts = session.scalars(
            select(Occurrence.ends).where(Occurrence.id == rota.days[0])
        ).one()
    for day in (rota.days[0], rota.partners):
        rota.put("district-admin", day, rota.kari)
    assert rota.on("coordinator", rota.days[0])[0].elsewhere == ()


def test_somebody_is_taken_off_the_day_they_are_on(rota: Rota) -> None:
    rota.put("coordinator", rota.days[0], rota.kari)
    rota.put("leader", rota.partners, rota.volunteer)
    [kari] = rota.on("coordinator", rota.days[0])
    [volunteer] = rota.on("leader", rota.partners)

    def off(who: str, one: Assigned, day: int) -> None:
        with rota.stovner.database.writing(rota.stovner.district_id) as session:
            access, now = rota.stovner.access(who), rota.stovner.clock()
            unassign(session, access, one.id, now, on=day)

    for who, one, day in (
        ("coordinator", kari, rota.days[1]),
        ("district-admin", volunteer, rota.partners),
    ):
        with pytest.raises(NotFound):
            off(who, one, day)
    with pytest.raises(Forbidden):
        off("leader", kari, rota.days[0])
    off("coordinator", kari, rota.days[0])
    assert rota.on("coordinator", rota.days[0]) == []


def test_erasure_takes_along_and_access_lists(rota: Rota) -> None:
    rota.put("coordinator", rota.days[0], rota.kari)
    access, now = rota.stovner.access("coordinator"), rota.stovner.clock()
    with rota.stovner.database.writing(rota.stovner.district_id) as session:
        given = privacy.export(session, access, rota.kari, now, (ASSIGNMENTS,))
        [kept] = given["kept_elsewhere"]
        assert kept["occurrence_id"] == str(rota.days[0])
        assert kept["purpose"] == ASSIGNMENTS.purpose
        privacy.erase(session, access, rota.kari, now)
    with rota.stovner.database.reading(rota.stovner.district_id) as session:
        assert session.scalar(select(func.count()).select_from(Assignment)) == 0
    assert rota.on("coordinator", rota.days[0]) == []


@pytest.mark.parametrize("change", [{"hidden": True}, {"keep_until": TODAY - timedelta(days=1)}])
def test_whoever_is_never_shown_or_run_out_is_in_no_list(
    rota: Rota, change: dict[str, object]
) -> None:
    rota.put("coordinator", rota.days[0], rota.kari)
    with rota.stovner.database.writing(rota.stovner.district_id) as session:
        row = session.scalars(select(Person).where(Person.id == rota.kari)).one()
        for name, value in change.items():
            setattr(row, name, value)
    assert rota.on("coordinator", rota.days[0]) == []
    with pytest.raises(NotFound):
        rota.put("coordinator", rota.days[1], rota.kari)


def test_an_interpreter_is_needed_ordered_and_not_needed_after_all(rota: Rota) -> None:
    stovner, day = rota.stovner, rota.days[0]

    def need(language: str, *, ordered: bool = False, who: str = "coordinator") -> None:
        with stovner.database.writing(stovner.district_id) as session:
            interpreters.need_interpreter(
                session, stovner.access(who), day, language, ordered=ordered, now=stovner.clock()
            )

    def needs() -> list[tuple[str, bool]]:
        with stovner.database.reading(stovner.district_id) as session:
            found = interpreters.interpreters(session, [day]).get(day, ())
            return [(one.language, one.ordered) for one in found]

    need("Urdu")
    need(" arabisk ", ordered=True)
    need("Urdu", ordered=True)
    assert sorted(needs()) == [("Urdu", True), ("arabisk", True)]
    for wrong in ("", " ", "x" * 61):
        with pytest.raises(Refused) as refusal:
            need(wrong)
        assert refusal.value.field == "language"
    with pytest.raises(Forbidden):
        need("Urdu", who="leader")
    with stovner.database.writing(stovner.district_id) as session:
        access = stovner.access("coordinator")
        [first, _second] = interpreters.interpreters(session, [day])[day]
        with pytest.raises(NotFound):
            interpreters.forget_interpreter(session, access, first.id, on=rota.days[1])
        interpreters.forget_interpreter(session, access, first.id, on=day)
    assert len(needs()) == 1


_cells = st.sets(st.tuples(st.integers(0, 2), st.booleans()))


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(_cells, _cells), max_size=4))
def test_filling_several_days_agrees_with_a_set(
    rota: Rota, steps: list[tuple[set[tuple[int, bool]], set[tuple[int, bool]]]]
) -> None:
    """Any order of ticking on and off leaves what plain set arithmetic leaves."""
    stovner = rota.stovner
    access, now = stovner.access("coordinator"), stovner.clock()
    everything = [(day, person) for day in rota.days for person in (rota.kari, rota.ola)]
    model: set[tuple[int, int]] = set()
    with stovner.database.writing(stovner.district_id) as session:
        fill(session, access, HELPER, ROLES, on=(), off=everything, now=now)
        for added, removed in steps:
            on = {(rota.days[n], rota.kari if first else rota.ola) for n, first in added}
            off = {(rota.days[n], rota.kari if first else rota.ola) for n, first in removed - added}
            changed = fill(session, access, HELPER, ROLES, on=on, off=off, now=now)
            after = (model | on) - off
            assert changed == len(model ^ after)
            model = after
        found = assigned(session, access, rota.days, now)
    assert {(one.occurrence_id, one.person_id) for row in found.values() for one in row} == model
