"""What somebody has answered so far, in the browser's signed cookie until it is saved."""

from collections.abc import MutableMapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar
from uuid import UUID, uuid4

from werkzeug.datastructures import MultiDict

from plugins.tilbakemelding.answering import Answers
from plugins.tilbakemelding.models import Kind, Mode, Question
from plugins.tilbakemelding.standard import options_of

_MOST_KEPT = 450
"""More than may be saved, so that a text that is too long can be shortened; a cookie is small."""


@dataclass(frozen=True)
class Draft:
    """`tried`: it was to be saved, and something was wrong. `crowded`: too many answer at once."""

    KEY: ClassVar[str] = "tilbakemelding"

    of: str
    token: str
    answers: Answers
    tried: bool = False
    crowded: bool = False

    def keep(
        self, cookie: MutableMapping[str, Any], *, tried: bool = False, crowded: bool = False
    ) -> None:
        """Put it in the cookie."""
        cookie[self.KEY] = {
            "of": self.of,
            "token": self.token,
            "answers": {str(key): list(given) for key, given in self.answers.items()},
            "tried": tried,
            "crowded": crowded,
        }


def kept(cookie: MutableMapping[str, Any], activity_id: int, mode: Mode) -> Draft | None:
    """What was answered so far, of this activity and in this way."""
    found = cookie.get(Draft.KEY)
    if found is None or found["of"] != _of(activity_id, mode):
        return None
    answers = {int(key): tuple(given) for key, given in found["answers"].items()}
    return Draft(found["of"], found["token"], answers, found["tried"], found["crowded"])


def read(
    form: MultiDict[str, str], questions: Sequence[Question], activity_id: int, mode: Mode
) -> Draft:
    """What was sent. What is no answer to a question of these is passed over."""
    answers = {one.id: tuple(_given(form.getlist(f"q{one.id}"), one)) for one in questions}
    token = _token(form.get("token", ""))
    return Draft(_of(activity_id, mode), token, {key: one for key, one in answers.items() if one})


def _given(values: list[str], question: Question) -> list[str]:
    if question.kind == Kind.TEXT:
        texts = [value.replace("\r\n", "\n").strip() for value in values[:1]]
        return [text[:_MOST_KEPT] for text in texts if text]
    known = [value for value in dict.fromkeys(values) if value in options_of(question)]
    return known[:1] if question.kind == Kind.SMILEY else known


def _token(text: str) -> str:
    try:
        return str(UUID(text))
    except ValueError:
        return str(uuid4())


def _of(activity_id: int, mode: Mode) -> str:
    return f"{activity_id}:{mode.value}"
