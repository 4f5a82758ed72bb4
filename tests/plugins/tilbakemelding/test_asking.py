"""Sitting together: asked in any language, answered once, and nothing left for the next person."""

from datetime import UTC, datetime, time, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import OperationalError

from core.db.ids import first_id
from core.schedules.models import Activity
from plugins.tilbakemelding.answering import MOST_A_DAY, Sent, save
from plugins.tilbakemelding.models import FreeText, Mode, Response
from tests.core.web.counter_kit import TODAY
from tests.core.web.sample_plugin import text
from tests.plugins.tilbakemelding.conftest import BASE, Network, Resident

sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
SECRET = "Mer kaffe, takk"


def saved(network: Network) -> list[tuple[str, str]]:
    """Mode and value of each answer."""
    with network.stovner.database.reading(network.stovner.district_id) as session:
        rows = session.scalars(select(Response)).all()
        found = [
            (row.mode, value) for row in rows for given in row.answers.values() for value in given
        ]
        return sorted(found, key=lambda one: one[1])


def texts(network: Network) -> list[str]:
    with network.stovner.database.reading(network.stovner.district_id) as session:
        return list(session.scalars(select(FreeText.text)))


def test_answers_are_kept_while_the_language_changes_and_saved_once(network: Network) -> None:
    resident = network.beside("staff", Mode.ALONE)
    page = resident.open("ar")
    assert '<html lang="ar" dir="rtl"' in page
    assert "جيد جدًا" in page
    assert "Veldig bra" in page
    answer = resident.send(overall="5", heard=["friends", "poster"], better=SECRET, switch="uk")
    assert "lang=uk" in answer.location
    assert SECRET not in answer.location
    assert '<html lang="uk" dir="ltr"' in resident.page
    assert resident.page.count(" checked>") == 3
    assert SECRET in resident.page
    form = resident.page
    resident.send(overall="4", heard=["friends"], better=SECRET)
    assert "Дякуємо! Вашу відповідь збережено." in resident.page
    resident.page = form  # the same form once more, as by an impatient press
    resident.send(overall="4", heard=["friends"], better=SECRET)
    assert saved(network) == [("alone", "4"), ("alone", "friends")]
    assert texts(network) == [SECRET]


@sqlite
def test_the_next_person_starts_clean(network: Network) -> None:
    resident = network.beside("coordinator")
    resident.open("so")
    resident.send(overall="2", better=SECRET, switch="en")
    resident.look(resident.begin)
    for address in (resident.address, f"{BASE}/ask/questions?lang=en&mode=together"):
        page = resident.look(address)
        assert SECRET not in page
        assert " checked>" not in page
    answer = resident.client.get(resident.address)
    assert "no-store" in answer.headers["Cache-Control"]
    assert 'autocomplete="off" novalidate' in answer.text


@sqlite
@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Ring meg på 412 34 567", "This looks like a telephone number."),
        ("Jeg er 01010012345", "This looks like an identity number."),
        ("a" * 301, "This is too long."),
    ],
)
def test_what_names_somebody_is_refused_and_stays_typed(
    network: Network, written: str, said: str
) -> None:
    resident = network.resident()
    resident.open("en")
    resident.send(overall="5", better=written)
    assert said in resident.page
    assert written in resident.page
    assert 'aria-invalid="true"' in resident.page
    assert saved(network) == []
    resident.send(overall="5", better="Fint")
    assert (saved(network), texts(network)) == ([("qr", "5")], ["Fint"])


@sqlite
def test_nothing_answered_is_said_so(network: Network) -> None:
    resident = network.resident()
    resident.open("en")
    resident.send(overall="9", heard="nonsense", better="  ")
    assert "Answer at least one question." in resident.page
    assert saved(network) == []


@sqlite
def test_the_public_address_takes_so_many_a_day(network: Network) -> None:
    stovner = network.stovner
    given = {str(network.ids["overall"]): ["5"]}
    many = [Sent(str(number), TODAY, given) for number in range(MOST_A_DAY)]
    with stovner.database.writing(stovner.district_id) as session:
        save(session, session.scalars(select(Activity)).one(), (), Mode.QR, many, stovner.clock())
    resident = network.resident()
    resident.open("en")
    resident.send(overall="1")
    assert "Many have answered today." in resident.page
    assert " checked>" in resident.page
    stovner.clock.advance(days=1)
    resident.send(overall="1")
    assert len(saved(network)) == MOST_A_DAY + 1


def test_nothing_tells_when_somebody_answered_nor_joins_it_to_what_they_wrote(
    network: Network,
) -> None:
    moment = timedelta(milliseconds=10)
    for number in range(5):
        resident = network.resident()
        resident.open("en")
        resident.send(overall="5", better=f"Tekst {number}")
    now, begins = network.stovner.clock(), datetime.combine(TODAY, time(), UTC)
    with network.stovner.database.reading(network.stovner.district_id) as session:
        answered = session.scalars(select(Response.id)).all()
        written = session.scalars(select(FreeText.id)).all()
    assert (len(answered), len(written)) == (5, 5)
    for one in (*answered, *written):
        assert first_id(begins) < one < first_id(begins + timedelta(1))
        assert not first_id(now - moment) <= one < first_id(now + moment)
    apart = first_id(now + moment) - first_id(now)
    assert all(abs(one - other) > apart for one in answered for other in written)


@sqlite
@pytest.mark.parametrize("table", ["tilbakemelding_answered", "tilbakemelding_texts"])
def test_no_row_number_tells_the_order_of_writing(network: Network, table: str) -> None:
    with (
        network.stovner.database.connection() as connection,
        pytest.raises(OperationalError, match="no such column: rowid"),
    ):
        connection.exec_driver_sql(f"SELECT rowid FROM {table}")


@sqlite
def test_the_staff_are_reminded_that_children_do_not_interpret(network: Network) -> None:
    staff = network.browser("staff")
    assert "section 4" in text(staff.get(f"{BASE}/ask"))
    assert "Barn skal ikke brukes som tolk." in network.beside("staff").look(f"{BASE}/ask/begin")
    alone = Resident(staff.client, "ask", Mode.ALONE, network.ids)
    assert "tolk" not in alone.look(f"{BASE}/ask/begin?mode=alone")


@sqlite
def test_a_poster_leads_to_the_public_address(network: Network) -> None:
    page = network.browser("staff").get(f"{BASE}/poster")
    assert f"http://localhost{BASE}/say" in page.text
    assert 'viewBox="0 0' in page.text  # scaled as a whole: a code that is cut off cannot be read
    assert network.stovner.app.test_client().get(f"{BASE}/say").status_code == 200


@sqlite
@pytest.mark.parametrize(("who", "status"), [("leader", 403), ("viewer", 403), ("counter", 403)])
def test_others_do_not_ask_here(network: Network, who: str, status: int) -> None:
    browser = network.browser(who)
    for page in ("ask", "ask/begin", "ask/questions", "questions", "import", "poster"):
        assert browser.get(f"{BASE}/{page}").status_code == status, page


@sqlite
def test_an_offer_that_has_ended_asks_nothing(network: Network) -> None:
    with network.stovner.database.writing(network.stovner.district_id) as session:
        row = session.scalars(select(Activity)).one()
        row.archived_at = network.stovner.clock()
    client = network.stovner.app.test_client()
    for page in ("say", "say/questions"):
        assert client.get(f"{BASE}/{page}").status_code == 404


def test_answers_are_never_changed(network: Network) -> None:
    resident = network.resident()
    resident.open("en")
    resident.send(overall="5")
    with network.stovner.database.reading(network.stovner.district_id) as session:
        assert session.scalar(select(func.count(Response.id))) == 1
        columns = {column.name for column in Response.__table__.columns}
    assert not columns & {"language", "lang", "user_id", "address"}
