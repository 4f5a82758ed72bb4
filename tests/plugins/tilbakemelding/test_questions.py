"""From one to three questions, chosen by the leader; own ones in the languages it writes."""

import pytest
from sqlalchemy import select

from core.problems import Refused
from core.schedules.acting import Acting
from core.schedules.models import Activity
from plugins.tilbakemelding.models import FreeText, Kind
from plugins.tilbakemelding.questions import add_own, asked
from tests.core.web.sample_plugin import text
from tests.plugins.tilbakemelding.conftest import BASE, Network
from tests.support.together import together

PAGE = f"{BASE}/questions"
OWN = {
    "do": "own",
    "kind": "choice",
    "text_nb": "Når passer det best?",
    "text_en": "When does it suit you best?",
    "text_ar": "متى يناسبك؟",
    "options_nb": "Dag\nKveld",
    "options_en": "Day\nEvening",
}
sqlite = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def test_a_leader_asks_a_question_of_their_own(network: Network) -> None:
    leader = network.browser("coordinator")
    leader.get(PAGE)
    refused = leader.post(PAGE, **OWN)
    assert (refused.status_code, "Three questions are enough." in refused.text) == (422, True)
    leader.post(PAGE, do="end", question=network.ids["heard"])
    assert leader.post(PAGE, **OWN).status_code == 303
    assert "When does it suit you best? Day · Evening" in text(leader.get(PAGE))
    resident = network.resident()
    arabic, polish = text_of(resident.open("ar")), text_of(resident.open("pl"))
    assert "متى يناسبك؟ Når passer det best?" in arabic
    assert "Evening Kveld" in arabic
    assert "When does it suit you best? Når passer det best?" in polish


def text_of(page: str) -> str:
    class Answer:
        pass

    answer = Answer()
    answer.text = page  # type: ignore[attr-defined]
    return text(answer)


@sqlite
@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"text_nb": " "}, "Write the question."),
        ({"text_en": ""}, "Write the question."),
        ({"text_pl": "a" * 201}, "at most 200 letters"),
        ({"options_nb": "Dag"}, "from two to 8 options"),
        ({"options_en": "Day"}, "Write as many options as in Norwegian"),
        ({"options_so": "Maalin"}, "Write as many options as in Norwegian"),
        ({"kind": "text"}, "One question in own words is enough."),
    ],
)
def test_what_is_wrong_is_said_at_the_field_and_stays_typed(
    network: Network, change: dict[str, str], said: str
) -> None:
    leader = network.browser("coordinator")
    leader.get(PAGE)
    leader.post(PAGE, do="end", question=network.ids["heard"])
    answer = leader.post(PAGE, **{**OWN, **change})
    assert (answer.status_code, said in text(answer)) == (422, True)
    assert "متى يناسبك؟" in answer.text


@sqlite
def test_a_standard_question_is_asked_once(network: Network) -> None:
    leader = network.browser("coordinator")
    leader.get(PAGE)
    leader.post(PAGE, do="end", question=network.ids["better"])
    assert leader.post(PAGE, do="standard", standard="go_on").status_code == 303
    assert leader.post(PAGE, do="standard", standard="nonsense").status_code == 404
    leader.post(PAGE, do="end", question=network.ids["heard"])
    assert leader.post(PAGE, do="standard", standard="go_on").status_code == 303
    assert leader.get(PAGE).text.count('value="end"') == 2
    assert leader.post(PAGE, do="end", question=network.ids["heard"]).status_code == 303
    assert leader.post(PAGE, do="end", question=1).status_code == 404


def test_one_of_their_own_that_is_sent_twice_is_one_question(network: Network) -> None:
    leader = network.browser("coordinator")
    leader.post(PAGE, do="end", question=network.ids["heard"])
    assert [leader.post(PAGE, **OWN).status_code for _tap in range(2)] == [303, 303]
    assert text(leader.get(PAGE)).count("Day · Evening") == 1


def test_two_who_add_at_once_get_no_more_than_there_may_be(network: Network) -> None:
    stovner = network.stovner
    leader = network.browser("coordinator")
    leader.post(PAGE, do="end", question=network.ids["better"])

    def add(text: str) -> bool:
        with stovner.database.writing(stovner.district_id) as session:
            activity = session.scalars(select(Activity)).one()
            by = Acting(session, stovner.access("coordinator"), activity, stovner.clock())
            try:
                add_own(by, Kind.TEXT, {"nb": text, "en": text}, {})
            except Refused:
                return False
            return True

    for number in range(10):
        added = together(lambda at=number: add(f"A {at}"), lambda at=number: add(f"B {at}"))
        assert sorted(map(bool, added)) == [False, True]
        with stovner.database.reading(stovner.district_id) as session:
            last = max(one.id for one in asked(session, network.activity))
        leader.post(PAGE, do="end", question=last)


def test_what_was_begun_is_saved_though_the_question_was_ended_meanwhile(network: Network) -> None:
    leader, resident = network.browser("coordinator"), network.resident()
    resident.open("en")
    leader.get(PAGE)
    for key in network.ids:
        leader.post(PAGE, do="end", question=network.ids[key])
    resident.send(better="Ring 41234567")
    assert "This looks like a telephone number." in resident.page
    assert "Ring 41234567" in resident.page
    resident.send(better="Flere turer")
    assert "Thank you!" in resident.page
    assert "Det er ingen spørsmål akkurat nå." in resident.look(resident.begin)
    with network.stovner.database.reading(network.stovner.district_id) as session:
        assert session.scalars(select(FreeText.text)).all() == ["Flere turer"]
    assert resident.client.get(resident.address).status_code == 404
