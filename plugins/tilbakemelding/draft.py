"""What somebody has answered so far, in the browser's signed cookie until it is saved."""

from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import asdict, dataclass, field
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
    """The answers to one form. `wrong` is why they were not saved, as message ids by question."""

    KEY: ClassVar[str] = "tilbakemelding-draft"

    of: str
    token: str
    answers: Answers
    wrong: Mapping[str, str] = field(default_factory=dict)

    def keep(self, cookie: MutableMapping[str, Any], wrong: Mapping[str, str]) -> None:
        """Put it in the cookie."""
        cookie[self.KEY] = {**asdict(self), "wrong": wrong}


def kept(cookie: MutableMapping[str, Any], activity_id: int, mode: Mode) -> Draft:
    """What was answered so far, of this activity and in this way; else a new one."""
    found, of = cookie.get(Draft.KEY), _of(activity_id, mode)
    return Draft(**found) if found and found["of"] == of else Draft(of, str(uuid4()), {})


def read(
    form: MultiDict[str, str], questions: Sequence[Question], activity_id: int, mode: Mode
) -> Draft:
    """What was sent. What is no answer to a question of these is passed over."""
    answers = {str(one.id): _given(form.getlist(f"q{one.id}"), one) for one in questions}
    given = {key: values for key, values in answers.items() if values}
    return Draft(_of(activity_id, mode), _token(form.get("token", "")), given)


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
