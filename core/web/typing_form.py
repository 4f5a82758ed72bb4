"""The form in which a day's numbers are typed, for whoever counts and for whoever corrects."""

from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any, cast

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, IntegerField, StringField, validators
from wtforms.widgets import TextInput

from core.counts.categories import Categories, of_kind
from core.counts.days import Day
from core.counts.presses import parse_changes
from core.counts.typing_in import TypedDay, needs_reason
from core.problems import N_, Refused
from core.statistics.measures import CountKind
from core.web.board import label_of
from core.web.forms import PressForm, strip

_MOST_LETTERS = 300


def whole_number(text: str) -> int | None:
    """A number as it is typed; None for what is none."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class WholeNumber(IntegerField):
    """A number field that keeps what was typed: a browser empties one of its own kind."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Blank is nothing typed."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        self.data = whole_number(text)
        if self.data is None:
            raise ValueError(gettext("Write a whole number, such as 14."))


class TypingForm(PressForm):
    """What every typed day has; `typing_form` adds a field a category.

    `seen` are the totals the person was shown.
    """

    seen = HiddenField()
    reason = StringField(
        lazy_gettext("Why is it corrected?"),
        [validators.Optional(), validators.Length(max=_MOST_LETTERS)],
        filters=[strip],
    )


def typing_form(day: Day, known: Categories, now: datetime) -> TypingForm:
    """The form of this day: filled in with its totals, or with what was posted."""
    ordered = [category for kind in CountKind for category in of_kind(known, kind)]
    fields = {
        category.key: WholeNumber(label_of(category), render_kw={"inputmode": "numeric"})
        for category in ordered
    }
    kind = type("DayForm", (TypingForm,), fields)
    form = kind(data={**day.totals, "seen": _seen(day, fields)})
    if not needs_reason(day, now):
        del form.reason
    return cast("TypingForm", form)


def _seen(day: Day, fields: Container[str]) -> str:
    return ",".join(f"{key}:{total}" for key, total in day.totals.items() if key in fields)


def number_fields(form: TypingForm) -> Sequence[Any]:
    """The form's numbers, in the order they are asked for."""
    return [field for field in form if isinstance(field, WholeNumber)]


def typed_day(form: TypingForm, day: Day) -> TypedDay:
    """What was typed and is not as it was shown. Raises Refused when nothing was."""
    seen = parse_changes(form.seen.data or "")
    totals = {
        field.name: field.data
        for field in number_fields(form)
        if field.data is not None and field.data != seen.get(field.name)
    }
    if not totals and not seen:
        raise Refused(N_("Write at least one number."))
    reason = form.reason.data if "reason" in form else None
    return TypedDay(day.id, form.pressed(), totals, seen, reason)


def show_new_totals(form: TypingForm, day: Day) -> None:
    """Somebody else counted: keep what was typed, and take what they counted for the rest."""
    seen = parse_changes(form.seen.data or "")
    for field in number_fields(form):
        total = day.totals.get(field.name)
        if field.data is None or field.data == seen.get(field.name):
            field.data, field.raw_data = total, None
        elif total is not None and total != seen.get(field.name):
            field.description = gettext("Counted now: %(n)s", n=total)
    form.seen.data = _seen(day, {field.name for field in number_fields(form)})
    form.seen.raw_data = None


def typed_numbers(prefix: str) -> Mapping[str, int]:
    """The posted numbers whose fields begin so, by the rest of their names; blank ones are not.

    Raises Refused for what is no number.
    """
    typed = {
        name.removeprefix(prefix): text.strip()
        for name, text in request.form.items()
        if name.startswith(prefix) and text.strip()
    }
    found = {name: n for name, text in typed.items() if (n := whole_number(text)) is not None}
    if len(found) < len(typed):
        raise Refused(N_("Write a whole number, such as 14."))
    return found
