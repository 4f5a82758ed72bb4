"""Forms for numbers that others may change meanwhile: only what was changed counts."""

import re
from collections.abc import Container, Mapping, Sequence
from datetime import datetime
from typing import Any, cast
from urllib.parse import quote, unquote

from flask import request
from flask_babel import gettext, lazy_gettext
from wtforms import HiddenField, IntegerField, StringField, validators
from wtforms.widgets import TextInput

from core.counts.categories import Categories, in_order, of_kind
from core.counts.days import Day
from core.counts.typing_in import TypedDay, needs_reason
from core.problems import N_, Refused
from core.statistics.measures import CountKind
from core.web.board import label_of
from core.web.forms import PressForm, strip

_MOST_LETTERS = 300
_SEEN = re.compile(r"([^:,]+):(-?[0-9]{1,9})")


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


class SeenForm(PressForm):
    """Numbers of which those count that are not as they were shown; `seen` is what was.

    A number's name is its field's, after `prefix`.
    """

    prefix = ""
    seen = HiddenField()

    def numbers(self) -> Mapping[str, Any]:
        """The fields of the numbers by name, in the order they are asked for."""
        return {field.name.removeprefix(self.prefix): field for field in number_fields(self)}

    def shown(self) -> Mapping[str, int]:
        """The numbers the person was shown, by name."""
        found = [_SEEN.fullmatch(part) for part in (self.seen.data or "").split(",")]
        seen = {unquote(match[1]): int(match[2]) for match in found if match}
        return {name: n for name, n in seen.items() if name in self.numbers()}

    def changed(self) -> Mapping[str, int]:
        """What was typed and is not as it was shown, by name. Blank is as it was."""
        seen = self.shown()
        return {
            name: field.data
            for name, field in self.numbers().items()
            if field.data not in {None, seen.get(name)}
        }

    def show(self, totals: Mapping[str, int]) -> None:
        """Fill in what there is now. What was typed stays, with the number now beside it.

        The next press is another one: what this one saved, if it did, is among the totals.
        """
        seen = self.shown()
        for name, field in self.numbers().items():
            total = totals.get(name)
            if not field.errors and field.data in {None, seen.get(name)}:
                field.data, field.raw_data = total, None
            elif total is not None and total != seen.get(name):
                field.description = gettext("Counted now: %(n)s", n=total)
        self.seen.data = _written(totals, self.numbers())
        self.renew()


class TypingForm(SeenForm):
    """What every typed day has; `typing_form` adds a field a category."""

    reason = StringField(
        lazy_gettext("Why is it corrected?"),
        [validators.Optional(), validators.Length(max=_MOST_LETTERS)],
        filters=[strip],
    )


def typing_form(day: Day, known: Categories, now: datetime) -> TypingForm:
    """The form of this day: filled in with its totals, or with what was posted."""
    fields = {
        category.key: WholeNumber(label_of(category), render_kw={"inputmode": "numeric"})
        for category in in_order(known)
    }
    kind = type("DayForm", (TypingForm,), fields)
    form = kind(data={**day.totals, "seen": _written(day.totals, fields)})
    if not needs_reason(day, now):
        del form.reason
    return cast("TypingForm", form)


def numbers_form(prefix: str, labels: Mapping[str, str], **more: Any) -> SeenForm:
    """A form with a number for each name. `more` goes to WTForms."""
    fields: dict[str, Any] = {
        f"{prefix}{name}": WholeNumber(label, id=f"{prefix}{at}")
        for at, (name, label) in enumerate(labels.items())
    }
    fields["prefix"] = prefix
    return cast("SeenForm", type("NumbersForm", (SeenForm,), fields)(**more))


def changed_ticks(name: str) -> tuple[set[str], set[str]]:
    """What was ticked, and what no longer is, since the page was shown.

    The page sends every box that was ticked then in a hidden field "was-<name>".
    """
    now, before = (set(request.form.getlist(field)) for field in (name, f"was-{name}"))
    return now - before, before - now


def number_fields(form: SeenForm) -> Sequence[Any]:
    """The form's numbers, in the order they are asked for."""
    return [field for field in form if isinstance(field, WholeNumber)]


def typing_fields(form: TypingForm, known: Categories) -> Mapping[str, Sequence[Any]]:
    """What the page of a day asks for: its `numbers`, and apart how people `heard` of the offer."""
    heard = {category.key for category in of_kind(known, CountKind.HEARD)}
    fields = number_fields(form)
    return {
        "numbers": [field for field in fields if field.name not in heard],
        "heard": [field for field in fields if field.name in heard],
    }


def typed_day(form: TypingForm, day: Day) -> TypedDay:
    """What was typed and is not as it was shown. Raises Refused when nothing was."""
    seen, totals = form.shown(), form.changed()
    if not totals and not seen:
        raise Refused(N_("Write at least one number."))
    reason = form.reason.data if "reason" in form else None
    return TypedDay(day.id, form.pressed(), totals, seen, reason)


def _written(totals: Mapping[str, int], names: Container[str]) -> str:
    return ",".join(f"{quote(key, safe='')}:{n}" for key, n in totals.items() if key in names)
