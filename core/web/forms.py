"""Forms: what every view does with them."""

import re
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import DateField, Field, HiddenField, validators

from core.audit.idempotency import Answered, Question, answer_once, comes_first
from core.calendar.days import EARLIEST, LATEST, is_usable
from core.db.tenancy import DistrictSession
from core.problems import NotFound, Problem
from core.web.here import actor, here
from core.web.ids import LARGEST_ID
from core.web.languages import translated


class DayField(DateField):
    """A local date that may be named; the years far off are nobody's, and refused."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """As a date field does. What was typed stays."""
        super().process_formdata(valuelist)
        if self.data is not None and not is_usable(self.data):
            self.data = None
            years = {"first": EARLIEST.year, "last": LATEST.year}
            raise ValueError(gettext("Choose a day from %(first)s to %(last)s.", **years))


class PressForm(FlaskForm):  # type: ignore[misc]
    """A form that counts once, however often it is sent."""

    press = HiddenField(validators=[validators.UUID()])

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.press.data = self.press.data or str(uuid4())

    def pressed(self) -> UUID:
        """Which press this is, once the form is valid."""
        return UUID(str(self.press.data))

    def renew(self) -> None:
        """The next press is another one: of this one, nothing more is saved."""
        self.press.data = str(uuid4())

    def comes_first(self, session: DistrictSession) -> bool:
        """Whether it is not a second tap, where nothing that is saved keeps the press itself.

        What comes of it is saved in this session. Sent back to and filled in anew, it is another.
        """
        return comes_first(session, actor().reference, self._said(), here().now)

    def once(self, session: DistrictSession, save: Callable[[], str]) -> str:
        """The address of what `save` made in this session; at a second tap, of what it had made."""
        question = Question(actor().reference, request.path, self._said(), b"")
        found = answer_once(session, question, here().now, lambda: Answered(302, save()))
        return found.body

    def _said(self) -> str:
        return repr({name: text for name, text in self.data.items() if name != "csrf_token"})


def show_refusal(form: FlaskForm, problem: Problem) -> None:
    """Put a service's refusal at the field it names, or on top. What was typed stays."""
    message = translated(problem.message, problem.values)
    field: Field | None = form._fields.get(problem.field) if problem.field else None
    if field is None:
        form.form_errors.append(message)
    else:
        field.errors = [*field.errors, message]


def strip(value: Any) -> Any:
    """A filter: text without outer spaces; an empty text is None."""
    if not isinstance(value, str):
        return value
    return value.strip() or None


def sent_uuid(name: str) -> UUID:
    """The id a form sends in a field. Raises NotFound where it cannot be one."""
    try:
        return UUID(request.form.get(name, ""))
    except ValueError:
        raise NotFound from None


def sent_id(name: str) -> int:
    """The id a form sends in a field; 0, which nothing has, where it cannot be one."""
    text = request.form.get(name, "")
    return min(int(text), LARGEST_ID) if re.fullmatch(r"[0-9]{1,19}", text) else 0
