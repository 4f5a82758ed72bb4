"""Each booking rule refuses or warns where it should, with its sentence."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.bookings.facts import (
    ActivityFacts,
    OnDuty,
    OrganisationFacts,
    OwnedRule,
    PlaceFacts,
    Request,
    Snapshot,
    Used,
    Verdict,
)
from core.bookings.judging import judge
from core.bookings.vocabulary import Level
from core.bookings.watch import Watch
from core.calendar.zones import to_utc
from plugins.bymisjon.booking_rules import both_there, rules
from plugins.bymisjon.settings import BymisjonSettings
from plugins.bymisjon.words import LEISURE_CONTACT, VOLUNTEER_CENTRE

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MISSION = OrganisationFacts(1, "kirkens-bymisjon", "Kirkens Bymisjon")
DAY, OTHER = ActivityFacts(1, "familiedag", "Familiedag", 1, "bymisjon", frozenset()), 2
PLACE = PlaceFacts(
    1, "bydelstorget", "Bydelstorget", None, None, 1, frozenset(), (), archived=False
)
THURSDAY, SATURDAY, SUNDAY = date(2026, 12, 3), date(2026, 12, 5), date(2026, 12, 6)


@pytest.mark.parametrize(
    "hours", [{"opens": "21:00", "closes": "10:00"}, {"opens": "18:00", "closes": "20:00"}]
)
def test_hours_backwards_are_no_settings(hours: dict[str, str]) -> None:
    with pytest.raises(msgspec.ValidationError, match="must be before the last"):
        msgspec.convert(hours, BymisjonSettings)


def request(day: date = THURSDAY, starts: time = time(12), ends: time = time(16)) -> Request:
    return Request(1, DAY, MISSION, to_utc(day, starts), to_utc(day, ends), actor="user:1")


def duty(person: int, role: str, activity: int = 1, hour: int = 12) -> OnDuty:
    starts = to_utc(THURSDAY, time(hour))
    return OnDuty(person, role, activity, starts, starts + timedelta(hours=4))


BOTH = (duty(1, LEISURE_CONTACT), duty(2, VOLUNTEER_CENTRE))


def judged(
    asked: Request,
    settings: BymisjonSettings | None = None,
    on_duty: tuple[OnDuty, ...] = BOTH,
    used: tuple[Used, ...] = (),
) -> Verdict:
    owned = tuple(OwnedRule(one, "bymisjon", "B") for one in rules(settings or BymisjonSettings()))
    known = Snapshot(NOW, {1: PLACE}, {1: MISSION}, (), owned, (), used, on_duty=on_duty)
    return judge(asked, known, Watch(lambda: 0.0))


def said(verdict: Verdict) -> set[tuple[str, str]]:
    return {
        (
            one.rule,
            str(one.message.text) % one.message.values
            if one.message.values
            else str(one.message.text),
        )
        for one in verdict.findings
    }


def test_a_stand_in_time_with_both_there_is_fine() -> None:
    assert judged(request()).findings == ()


@pytest.mark.parametrize(
    ("day", "starts", "ends"),
    [
        (THURSDAY, time(9, 59), time(12)),
        (THURSDAY, time(18), time(21, 1)),
        (SATURDAY, time(15), time(19)),
        (SUNDAY, time(12), time(14)),
    ],
)
def test_outside_the_centres_hours_it_is_refused(day: date, starts: time, ends: time) -> None:
    verdict = judged(request(day, starts, ends))
    assert [one.rule for one in verdict.at(Level.BLOCK)] == ["opening-hours"]
    sentence = "It is open for booking at 10.00–21.00, 10.00–18.00."
    assert ("opening-hours", sentence) in said(verdict)


def test_the_hours_are_the_districts_own() -> None:
    early = request(starts=time(8), ends=time(9))
    assert judged(early).blocked
    assert not judged(early, BymisjonSettings(opens="08:00")).blocked


def test_too_late_to_ask_is_refused() -> None:
    tomorrow = request(date(2026, 11, 23))
    assert ("lead-time", "Ask at least 48 hours before it starts.") in said(judged(tomorrow))
    assert not judged(tomorrow, BymisjonSettings(lead_days=0)).blocked


def test_a_second_stand_in_a_month_is_a_warning() -> None:
    first = Used(
        9,
        1,
        to_utc(date(2026, 12, 10), time(12)),
        to_utc(date(2026, 12, 10), time(16)),
        1,
        1,
        "user:1",
    )
    verdict = judged(request(), used=(first,))
    assert not verdict.blocked
    assert [one.rule for one in verdict.at(Level.WARN)] == ["once-a-month"]
    assert judged(request(), BymisjonSettings(stands_a_month=2), used=(first,)).findings == ()
    january = replace(first, starts=to_utc(date(2027, 1, 7), time(12)))
    assert judged(request(), used=(january,)).findings == ()


def test_a_role_that_is_missing_is_a_warning_with_its_name() -> None:
    verdict = judged(request(), on_duty=BOTH[:1])
    assert not verdict.blocked
    sentence = "Nobody from the volunteer centre or Kirkens Bymisjon is assigned at that time."
    assert said(verdict) == {("both-there", sentence)}
    assert len(judged(request(), on_duty=()).at(Level.WARN)) == 2


def test_somebody_in_two_places_is_named_by_role() -> None:
    clash = duty(1, "host", OTHER, hour=14)
    sentence = "The leisure contact is assigned elsewhere at the same time."
    assert said(judged(request(), on_duty=(*BOTH, clash))) == {("both-there", sentence)}
    later = duty(1, "host", OTHER, hour=16)
    assert judged(request(), on_duty=(*BOTH, later)).findings == ()


DUTIES = st.lists(
    st.builds(
        duty,
        st.integers(1, 4),
        st.sampled_from([LEISURE_CONTACT, VOLUNTEER_CENTRE, "host"]),
        st.sampled_from([1, OTHER]),
        st.integers(6, 18),
    ),
    max_size=8,
)


@given(DUTIES)
def test_nothing_is_said_exactly_when_both_are_there_and_nowhere_else(found: list[OnDuty]) -> None:
    asked = request()
    known = Snapshot(NOW, {1: PLACE}, {1: MISSION}, (), (), (), on_duty=tuple(found))
    then = [one for one in found if one.starts < asked.ends and asked.starts < one.ends]
    away = {one.person_id for one in then if one.activity_id != 1}
    fine = 0
    for role in (LEISURE_CONTACT, VOLUNTEER_CENTRE):
        here = {one.person_id for one in then if one.role == role and one.activity_id == 1}
        fine += bool(here) and not here & away
    assert len(both_there(asked, known)) == 2 - fine
