"""A small world for trying rules in memory: a house of two rooms and a hall, and who asks."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from core.bookings.facts import (
    ActivityFacts,
    AgreementFacts,
    Fault,
    OrganisationFacts,
    OwnedRule,
    PlaceFacts,
    Request,
    Snapshot,
    Taken,
    Used,
    Verdict,
)
from core.bookings.judging import judge
from core.bookings.vocabulary import Level, Rule, What
from core.bookings.watch import Watch
from core.calendar.zones import to_utc

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONDAY, TUESDAY, SATURDAY = date(2026, 11, 23), date(2026, 11, 24), date(2026, 11, 28)

RED_CROSS = OrganisationFacts(1, "oslo-rode-kors", "Oslo Røde Kors")
BYDEL = OrganisationFacts(2, "bydel-stovner", "Bydel Stovner")
CHOIR = OrganisationFacts(3, "koret", "Stovner kor")
_ALL = (RED_CROSS, BYDEL, CHOIR)


def activity(
    slug: str = "familiesenter", of: OrganisationFacts = RED_CROSS, *tags: str
) -> ActivityFacts:
    """An activity of an organisation; its id follows from its name."""
    return ActivityFacts(sum(slug.encode()), slug, slug, of.id, None, frozenset(tags))


def place(number: int, slug: str, parent: int | None = None, **known: Any) -> PlaceFacts:
    """A place of one lane that is always open."""
    plain = PlaceFacts(number, slug, slug, parent, None, 1, frozenset(), (), archived=False)
    return replace(plain, **known)


HOUSE, KITCHEN, LOFT, HALL = "hvitt-hus", "kjokken", "loft", "laven"
PLACES = (
    place(1, HOUSE),
    place(2, KITCHEN, 1, equipment=frozenset({"kjøkken"}), capacity=20),
    place(3, LOFT, 1, lanes=2),
    place(4, HALL),
)
NUMBERS = {one.slug: one.id for one in PLACES}


def at(clock: str, day: date = TUESDAY) -> datetime:
    """The moment of a local clock time; "24:00" is the end of the day."""
    if clock == "24:00":
        return to_utc(day + timedelta(days=1), time(0))
    return to_utc(day, time.fromisoformat(clock))


def request(
    where: str = KITCHEN,
    starts: str = "18:00",
    ends: str = "20:00",
    day: date = TUESDAY,
    **changes: Any,
) -> Request:
    """The family centre asks for the kitchen on a Tuesday evening, unless told otherwise."""
    plain = Request(
        NUMBERS[where], activity(), RED_CROSS, at(starts, day), at(ends, day), actor="user:1"
    )
    return replace(plain, **changes)


def stranger(where: str = KITCHEN, starts: str = "18:00", ends: str = "20:00", **more: Any) -> Any:
    """The same from the choir, which has no rights here."""
    more = {"activity": activity("kor", CHOIR), "organisation": CHOIR, "actor": "user:9", **more}
    return request(where, starts, ends, **more)


def rule(what: What, key: str = "rule", *places: str, **more: Any) -> OwnedRule:
    """A rule of a plugin named rodekors."""
    return OwnedRule(Rule(key, f"Title of {key}", what, places=places, **more), "rodekors", "R")


def agreement(
    where: str = HOUSE,
    of: OrganisationFacts = RED_CROSS,
    *,
    weekday: int = 1,
    starts: time = time(17),
    ends: time = time(21),
    release_days: int = 0,
    notice_days: int = 0,
) -> AgreementFacts:
    """A standing agreement on Tuesdays from 17 to 21, for ever."""
    return AgreementFacts(
        7, of, NUMBERS[where], weekday, starts, ends, date(2026, 1, 1), None, release_days,
        notice_days,
    )  # fmt: skip


@dataclass
class World:
    """Places, rules and what is taken. Judging changes nothing; booking does."""

    rules: Iterable[OwnedRule] = ()
    places: Iterable[PlaceFacts] = PLACES
    agreements: Iterable[AgreementFacts] = ()
    faults: Iterable[Fault] = ()
    now: datetime = NOW
    taken: list[Taken] = field(default_factory=list)
    used: list[Used] = field(default_factory=list)

    def snapshot(self) -> Snapshot:
        """What is known now."""
        return Snapshot(
            self.now,
            {one.id: one for one in self.places},
            {one.id: one for one in _ALL},
            tuple(self.agreements),
            tuple(self.rules),
            tuple(self.taken),
            tuple(self.used),
            tuple(self.faults),
        )

    def judge(self, asked: Request) -> Verdict:
        """Every rule's word."""
        return judge(asked, self.snapshot(), Watch(lambda: 0.0))

    def book(self, asked: Request) -> int:
        """Take what is asked for, which nothing may block. Gives the booking's id."""
        verdict = self.judge(asked)
        assert not verdict.blocked, verdict.findings
        number = len(self.used) + 100
        self.taken += [
            Taken(
                number, one.room_id, one.starts, one.ends, one.lane_from, one.lane_to,
                asked.starts, asked.ends, asked.activity, asked.organisation, asked.shared,
                verdict.released,
            )
            for one in verdict.takes
        ]  # fmt: skip
        self.used.append(
            Used(
                number, asked.place_id, asked.starts, asked.ends, asked.organisation.id,
                asked.activity.id, asked.actor,
            )
        )  # fmt: skip
        return number

    def blocks(self, asked: Request) -> set[str]:
        """The keys of everything that refuses it."""
        return {one.rule for one in self.judge(asked).at(Level.BLOCK)}

    def asks(self, asked: Request) -> set[str]:
        """The keys of everything that wants somebody's yes."""
        return {one.rule for one in self.judge(asked).at(Level.APPROVE)}

    def sentences(self, asked: Request) -> list[str]:
        """What is said, in English."""
        return [said(one.message.text, one.message.values) for one in self.judge(asked).findings]


def said(text: object, values: Mapping[str, object]) -> str:
    """A sentence with its values."""
    return str(text) % values
