"""Forms of what is kept: two who change it do not undo one another without a word."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, time
from typing import Any

from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, SelectField

from core.web.filters import clock, short_date


class KeptForm(FlaskForm):  # type: ignore[misc]
    """A form made with what is kept, which others may change while the page is open.

    What a person left as it was shown stays as it is now. Of what both have changed the second is
    told at the field, and has it by saving again.
    """

    seen = HiddenField()

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        now = {field.name: _mark(field.object_data) for field in self._of_things()}
        self.seen.data = self.seen.data or _written(now)

    def validate(self, extra_validators: Mapping[str, Sequence[Any]] | None = None) -> bool:
        """Whether it can be saved, as far as the form knows."""
        right = super().validate(extra_validators)
        return self._meets_nobody() and right

    def _meets_nobody(self) -> bool:
        shown, met = _read(self.seen.data or ""), False
        for field in self._of_things():
            before, now = shown.get(field.name), _mark(field.object_data)
            if field.errors or before in {None, now}:
                continue
            if _mark(field.data) == before:
                field.data, field.raw_data = field.object_data, None
            elif _mark(field.data) != now:
                field.errors, met = [_told(field)], True
            shown[field.name] = now
        self.seen.data = _written(shown)
        return not met

    def _of_things(self) -> list[Field]:
        return [field for field in self if not isinstance(field, HiddenField)]


def _mark(value: object) -> str:
    """Tells one value from another, in short; nothing and an empty text are alike."""
    return hashlib.sha256(repr(value or None).encode()).hexdigest()[:12]


def _written(marks: Mapping[str, str]) -> str:
    return ",".join(f"{name}:{mark}" for name, mark in marks.items())


def _read(text: str) -> dict[str, str]:
    parts = (part.partition(":") for part in text.split(","))
    return {name: mark for name, _colon, mark in parts}


def _told(field: Field) -> str:
    what = _as_read(field)
    if not what:
        return str(
            gettext(
                "Somebody else has emptied this since you opened the page. "
                "Save again to have yours instead."
            )
        )
    return str(
        gettext(
            "Somebody else has changed this to “%(what)s” since you opened the page. "
            "Save again to have yours instead.",
            what=what,
        )
    )


def _as_read(field: Field) -> str:
    """What is kept now, as people read it."""
    value = field.object_data
    words = {}
    if isinstance(field, SelectField):
        words = {one[0]: one[1] for one in field.iter_choices()}
    if isinstance(value, list):
        return ", ".join(str(words.get(one, one)) for one in value)
    value = words.get(value, value)
    if isinstance(value, date):
        return short_date(value)
    if isinstance(value, time):
        return clock(value)
    return "" if value is None else str(value).strip()
