"""Tasks of a day, and the link that shows and ticks off one of them without an account."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import func, select

from core.bookings.models import Letter
from core.people import privacy
from core.people.models import Person
from core.tasks.models import Task
from core.testing.factories import LONG_AGO, make_activity, make_occurrence
from tests.support.stovner import Stovner

DAY = date(2026, 12, 1)
WHERE = "/stovner/activities/kvinner/days/2026-12-01-1100/tasks"
BETWEEN = "/stovner/activities/kvinner/tasks"


@pytest.fixture
def day(stovner: Stovner) -> Stovner:
    """A day of the district's own offer, and somebody from the police."""
    with stovner.database.writing(stovner.district_id) as session:
        offer = make_activity(session, stovner.own, "kvinner")
        make_occurrence(session, offer.id, DAY)
        for number, (name, email) in enumerate(
            [("Pia Politi", "pia@politi.example"), ("Nor", None)]
        ):
            session.add(
                Person(
                    id=number + 1, organisation_id=stovner.own, name=name, task=None, email=email,
                    phone=None, keep_until=date(2027, 6, 1), hidden=False, created_at=LONG_AGO,
                    archived_at=None,
                )
            )  # fmt: skip
    return stovner


def added(
    day: Stovner, person: int = 1, text: str = "Hold innledningen", where: str = WHERE
) -> int:
    """A task, by its id."""
    answer = day.browser("coordinator").post(where, text=text, person=person, due="2026-11-28")
    assert answer.status_code == 303, answer.text
    with day.database.reading(day.district_id) as session:
        return session.scalars(select(Task.id).where(Task.text == text)).one()


def row(day: Stovner, number: int) -> Task | None:
    with day.database.reading(day.district_id) as session:
        return session.scalar(select(Task).where(Task.id == number))


def link(day: Stovner, number: int, where: str = WHERE) -> str:
    """The address in the letter."""
    sent = day.browser("coordinator").post(f"{where}/send", task=number)
    assert sent.status_code == 303
    with day.database.reading(day.district_id) as session:
        letter = session.scalars(select(Letter).order_by(Letter.created_at.desc())).first()
        assert letter is not None
        assert letter.recipient == "pia@politi.example"
        found = re.search(r"http://localhost(/\S+)", letter.body)
    assert found is not None
    return found[1]


@pytest.mark.parametrize("where", [WHERE, BETWEEN])
def test_a_task_is_written_ticked_off_and_on_again_and_taken_away(day: Stovner, where: str) -> None:
    number, browser = added(day, where=where), day.browser("coordinator")
    page = browser.get(where).text
    assert "Hold innledningen" in page
    assert "Pia Politi" in page
    for done in ("1", "1", "0"):
        browser.post(f"{where}/tick", task=number, done=done)
        found = row(day, number)
        assert found is not None
        assert (found.done_at is not None) == (done == "1")
    browser.post(f"{where}/remove", task=number)
    assert row(day, number) is None


@pytest.mark.parametrize("where", [WHERE, BETWEEN])
def test_a_task_sent_twice_is_one(day: Stovner, where: str) -> None:
    browser = day.browser("coordinator")
    found = re.search(r'name="press"[^>]*value="([^"]+)"', browser.get(where).text)
    assert found is not None
    task = {"person": "0", "due": "2026-11-28", "press": found[1]}
    for text in ("Kake", "Kake", "Kaffe"):
        assert browser.post(where, text=text, **task).status_code == 303
    with day.database.reading(day.district_id) as session:
        assert sorted(session.scalars(select(Task.text))) == ["Kaffe", "Kake"]


@pytest.mark.parametrize(
    "typed",
    [
        {"text": "", "person": "0", "due": "2026-11-28"},
        {"text": "x" * 201, "person": "0", "due": "2026-11-28"},
        {"text": "Kake", "person": "77", "due": "2026-11-28"},
        {"text": "Kake", "person": "0", "due": "31.02.2026"},
    ],
)
def test_what_cannot_be_saved_is_said_at_the_field(day: Stovner, typed: dict[str, str]) -> None:
    answer = day.browser("coordinator").post(WHERE, **typed)
    assert answer.status_code == 422
    assert "ds-validation-message" in answer.text


def test_the_link_shows_and_ticks_off_that_task_alone_and_nobody_signs_in(day: Stovner) -> None:
    number = added(day)
    added(day, 2, "Bak kake")
    where, client = link(day, number), day.app.test_client()
    page = client.get(where).text
    assert "Hold innledningen" in page
    for other in ("Bak kake", "Pia", "Nor<", "Kvinner"):
        assert other not in page, other
    assert client.get(where).status_code == 200
    found = row(day, number)
    assert found is not None
    assert found.done_at is None, "a look changes nothing"
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token is not None
    assert client.post(where).status_code == 400, "a form of ours alone"
    assert client.post(where, data={"csrf_token": token[1]}).status_code == 303
    found = row(day, number)
    assert found is not None
    assert found.done_at is not None


def test_a_link_that_was_tampered_with_or_is_anothers_opens_nothing(day: Stovner) -> None:
    number = added(day)
    where, client = link(day, number), day.app.test_client()
    for wrong in (where[:-1], where + "x", where[:20], where.replace("stovner", "grorud")):
        assert client.get(wrong).status_code == 404
    with day.database.writing(day.district_id) as session:
        session.scalars(select(Task).where(Task.id == number)).one().person_id = 2
    assert client.get(where).status_code == 404


def test_a_link_closes_with_the_day(day: Stovner) -> None:
    number = added(day)
    where, client = link(day, number), day.app.test_client()
    day.clock.advance(seconds=timedelta(days=12).total_seconds())
    answer = client.get(where)
    assert answer.status_code == 410
    assert "Hold innledningen" not in answer.text


def test_a_task_between_days_is_open_until_its_last_day_is_over(day: Stovner) -> None:
    number = added(day, where=BETWEEN)
    where, client = link(day, number, BETWEEN), day.app.test_client()
    day.clock.now = datetime(2026, 11, 28, 22, 59, tzinfo=UTC)
    assert "Hold innledningen" in client.get(where).text
    day.clock.now += timedelta(minutes=1)
    assert client.get(where).status_code == 410


def test_a_days_tasks_and_those_between_are_kept_apart(day: Stovner) -> None:
    of_day, between = added(day), added(day, text="Ring NAV", where=BETWEEN)
    browser = day.browser("coordinator")
    assert "Ring NAV" not in browser.get(WHERE).text
    assert "Hold innledningen" not in browser.get(BETWEEN).text
    for where, number in ((BETWEEN, of_day), (WHERE, between)):
        assert browser.post(f"{where}/remove", task=number).status_code == 404
    browser.post(f"{BETWEEN}/tick", task=between, done="1")
    day.clock.advance(days=40)
    assert "Ring NAV" not in day.browser("coordinator").get(BETWEEN).text, "done, and long ago"


def test_nobody_is_written_to_without_an_address(day: Stovner) -> None:
    number = added(day, 2, "Bak kake")
    browser = day.browser("coordinator")
    browser.post(f"{WHERE}/send", task=number)
    assert "ingen e-postadresse" in browser.get(WHERE).text
    with day.database.reading(day.district_id) as session:
        assert session.scalar(select(func.count(Letter.id))) == 0


def test_only_those_who_change_the_day_see_its_tasks(day: Stovner) -> None:
    number = added(day)
    for who in ("leader", "staff", "viewer", "counter"):
        assert day.browser(who).get(WHERE).status_code == 403, who
        assert day.browser(who).get(BETWEEN).status_code == 403, who
        assert day.browser(who).post(f"{WHERE}/tick", task=number, done="1").status_code == 403
    assert day.browser("coordinator").post(f"{WHERE}/tick", task=77, done="1").status_code == 404


def test_a_task_goes_with_the_person_who_has_it(day: Stovner) -> None:
    number = added(day)
    with day.database.writing(day.district_id) as session:
        privacy.erase(session, day.access("coordinator"), 1, day.clock())
    assert row(day, number) is None
