"""Random histories on either database agree with a model in plain lists, and nothing overlaps."""

from dataclasses import dataclass, field, replace
from datetime import time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from core.bookings import approving, series, service
from core.bookings.models import Booking, Series, Take
from core.bookings.service import Wanted
from core.bookings.vocabulary import Approval, Buffer, Level, Window
from core.calendar.zones import to_utc
from tests.core.bookings.office import ACTIVITIES, HALL, HOUSE, KITCHEN, LOFT, TUESDAY, Office
from tests.core.bookings.reference import ROOMS, Asked, Reference
from tests.core.bookings.rule_kit import rule
from tests.support.overlaps import overlaps
from tests.support.soak import HISTORIES

LEAST, MOST = 10, 50
RULES = [
    rule(Buffer(after=30), "cleaning", KITCHEN),
    rule(Approval(Window(frozenset({2}))), "yes", HALL, LOFT, level=Level.APPROVE),
]


@dataclass(frozen=True)
class Step:
    """Something somebody does. `pick` chooses among the bookings there are."""

    kind: str
    asked: Asked
    pick: int


def _asked(place: str, who: str, day: int, start: int, length: int, *, shared: bool) -> Asked:
    """Half hours from eight in the morning, on Tuesday or one of the two days after."""
    starts = to_utc(TUESDAY + timedelta(days=day), time(8)) + start * timedelta(minutes=30)
    return Asked(place, who, starts, starts + length * timedelta(minutes=30), shared)


STEP = st.builds(
    Step,
    st.sampled_from(["book", "book", "shared", "move", "cancel", "approve", "series", "displace"]),
    st.builds(
        _asked,
        st.sampled_from(sorted(ROOMS)),
        st.sampled_from(sorted(ACTIVITIES)),
        st.integers(0, 2),
        st.integers(0, 26),
        st.integers(1, 6),
        shared=st.just(False),
    ),
    st.integers(0, 1000),
)


@dataclass
class History:
    """Both sides of the comparison: the same bookings, by their place in the order they came."""

    office: Office
    model: Reference = field(default_factory=Reference)
    numbers: list[int] = field(default_factory=list)

    def do(self, step: Step) -> None:
        """Take a step on both sides, which must come out alike."""
        getattr(self, f"_{step.kind}")(step)

    def _book(self, step: Step) -> None:
        self._same_for(step.asked, self.model.book(step.asked))

    def _shared(self, step: Step) -> None:
        asked = replace(step.asked, shared=True)
        self._same_for(asked, self.model.book(asked))

    def _displace(self, step: Step) -> None:
        """What the choir was given on the agreement's day, mostly in its hours, is taken back."""
        starts = to_utc(TUESDAY, time(16)) + (step.pick % 11) * timedelta(minutes=30)
        length = min(step.asked.ends - step.asked.starts, timedelta(minutes=90))
        who = "bydel" if step.pick % 7 == 1 else "red"
        asked = replace(step.asked, who=who, starts=starts, ends=starts + length)
        given = replace(asked, who="choir", shared=step.pick % 2 == 1)
        self._same_for(given, self.model.book(given))
        self._same_for(asked, self.model.take_back(asked), displace=True)

    def _series(self, step: Step) -> None:
        day = timedelta(days=1)
        dates = [
            replace(step.asked, starts=step.asked.starts + n * day, ends=step.asked.ends + n * day)
            for n in range(2 + step.pick % 3)
        ]
        saved = series.save(self.office.desk("admin"), [_wanted(one) for one in dates]).saved
        assert (saved is not None) == self.model.book_all(dates)
        self.numbers += [row.id for row in saved.bookings] if saved else []

    def _move(self, step: Step) -> None:
        chosen = self._chosen(self.model.live(), step)
        if chosen is not None:
            asked = replace(step.asked, who=self.model.bookings[chosen].asked.who)
            desk, number = self.office.desk("admin"), self.numbers[chosen]
            moved = service.move(desk, number, _wanted(asked)).saved is not None
            assert moved == self.model.move(chosen, asked)

    def _cancel(self, step: Step) -> None:
        chosen = self._chosen(self.model.live(), step)
        if chosen is not None:
            office, number = self.office, self.numbers[chosen]
            with office.database.writing(office.district) as session:
                service.cancel(session, office.access("admin"), [number], "", office.clock())
            self.model.cancel(chosen)

    def _approve(self, step: Step) -> None:
        chosen = self._chosen(self.model.pending(), step)
        if chosen is not None:
            decided = approving.approve(self.office.desk("admin"), self.numbers[chosen])
            assert (decided.saved is not None) == self.model.approve(chosen)

    def _same_for(self, asked: Asked, had: bool, *, displace: bool = False) -> None:
        wanted = replace(_wanted(asked), displace=displace)
        saved = service.book(self.office.desk("admin"), wanted).saved
        assert (saved is not None) == had
        if saved is not None:
            self.numbers.append(saved.id)

    @staticmethod
    def _chosen(among: list[int], step: Step) -> int | None:
        return among[step.pick % len(among)] if among else None

    def agrees(self) -> None:
        """Every booking and every take is what the model says."""
        found = self.office.bookings()
        slugs = {number: slug for slug, number in self.office.places.items()}
        assert [
            (found[n].status, slugs[found[n].place_id], found[n].starts) for n in self.numbers
        ] == [(one.status, one.asked.place, one.asked.starts) for one in self.model.bookings]
        with self.office.database.reading(self.office.district) as session:
            taken = {
                (
                    row.booking_id,
                    slugs[row.room_id],
                    row.starts,
                    row.ends,
                    row.lane_from,
                    row.lane_to,
                )
                for row in session.scalars(select(Take).where(Take.active))
            }
        assert taken == {
            (number, room, one.asked.starts, one.asked.until, *lanes)
            for number, one in zip(self.numbers, self.model.bookings, strict=True)
            for room, lanes in one.lanes.items()
        }


def _wanted(asked: Asked) -> Wanted:
    return Wanted(
        asked.place, ACTIVITIES[asked.who], asked.starts, asked.ends, shared=asked.shared
    )  # fmt: skip


@pytest.fixture
def shared_house(office: Office) -> Office:
    """The district the model knows."""
    office.rules = RULES
    office.agree("red", HOUSE, release_days=30, notice_days=1)
    return office


def _empty(office: Office) -> None:
    with office.database.writing(office.district) as session:
        for table in (Take, Booking, Series):
            session.execute(delete(table))


@settings(
    max_examples=HISTORIES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(STEP, min_size=LEAST, max_size=MOST))
def test_a_history_agrees_with_the_model(shared_house: Office, steps: list[Step]) -> None:
    _empty(shared_house)
    history = History(shared_house)

    for step in steps:
        shared_house.clock.advance(milliseconds=1)  # ids of one millisecond may be alike
        history.do(step)
        assert overlaps(shared_house.database, shared_house.district) == 0

    history.agrees()
