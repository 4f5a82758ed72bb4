"""From one to three questions, chosen by the leader; own ones in the languages it writes."""

import pytest

from tests.core.web.sample_plugin import text
from tests.plugins.tilbakemelding.conftest import BASE, Network

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
    again = leader.post(PAGE, do="standard", standard="go_on")
    assert (again.status_code, "This is asked already." in again.text) == (422, True)
    assert leader.post(PAGE, do="end", question=network.ids["heard"]).status_code == 404
