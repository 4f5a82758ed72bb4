"""A form made from the schema a plugin declares, and the values it gives back."""

import inspect
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeAlias, get_type_hints

import msgspec
from flask_babel import Domain, gettext
from msgspec import inspect as schemas
from wtforms import BooleanField, Field, FloatField, SelectField, StringField
from wtforms.widgets import TextArea, TextInput

from core.plugin_api.setting_types import PLACE
from core.web.choices import Choices
from core.web.forms_kept import KeptForm
from core.web.plugin_kit import plugin_domain
from core.web.typing_form import WholeNumber

Schema: TypeAlias = type[msgspec.Struct]


class UnknownKind(TypeError):
    """The schema has a field no form can be made for."""


class Number(FloatField):
    """A number with decimals, by comma or by point; keeps what was typed."""

    widget = TextInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        """Blank is nothing typed."""
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        try:
            number = float(text.replace(",", "."))
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            raise ValueError(gettext("Write a number, such as 3.5."))
        self.data = number


class Lines(Field):
    """A list of texts, one a line."""

    widget = TextArea()  # type: ignore[assignment]  # the stubs give it to StringField alone

    def process_formdata(self, valuelist: list[str]) -> None:
        """Empty lines do not count."""
        lines = valuelist[0].splitlines() if valuelist else []
        self.data = [line.strip() for line in lines if line.strip()]

    def _value(self) -> str:
        return "\n".join(self.data or ())


def check_schema(schema: Schema) -> None:
    """Raise UnknownKind unless a form can be made. Asked at start, so that no page fails later."""
    for field in _fields(schema):
        _field(field, field.name, {})


def settings_form(schema: Schema, values: msgspec.Struct, places: Choices) -> KeptForm:
    """The form, filled in with these values or with what was posted.

    Fields may be text, whole numbers from 0, numbers, yes or no, one of some, a list of texts, or
    one of the `places`; a place that is no more is only offered where it is kept. Titles,
    descriptions and choices are message ids of the translations beside the schema.
    """
    domain = _domain(schema)
    fields = {field.name: _translated(field, domain) for field in _fields(schema)}
    kept = msgspec.to_builtins(values)
    data = {field.name: _as_typed(kept[field.encode_name]) for field in _fields(schema)}
    form: KeptForm = type("SettingsForm", (KeptForm,), fields)(data=data)
    for field in _fields(schema):
        if choices := _choices(field):
            form[field.name].choices = [(one, domain.gettext(str(one))) for one in choices]
        elif _is_place(field):
            form[field.name].choices = _place_choices(places, data[field.name])
    return form


def _place_choices(places: Choices, kept: str) -> Choices:
    """Those in use, and the one that is kept, so that nobody takes it away unseen."""
    found = [("", gettext("No place")), *places]
    if kept not in dict(found):
        found.append((kept, gettext("%(place)s (no longer in use)", place=kept)))
    return found


def _as_typed(value: Any) -> Any:
    """As a form gives it back: what nobody changed must look the same."""
    return list(value) if isinstance(value, tuple) else value


def read_settings(form: KeptForm, schema: Schema) -> dict[str, Any] | None:
    """What was typed, once the schema accepts it; None when the form says what is wrong."""
    if not form.validate_on_submit():
        return None
    hints = get_type_hints(schema, include_extras=True)
    for field in _fields(schema):
        try:
            msgspec.convert(form[field.name].data, hints[field.name])
        except msgspec.ValidationError:
            form[field.name].errors = [_sentence(field, getattr(schema(), field.name))]
    if form.errors:
        return None
    typed = {field.encode_name: form[field.name].data for field in _fields(schema)}
    try:
        saved: dict[str, Any] = msgspec.to_builtins(msgspec.convert(typed, schema))
    except msgspec.ValidationError as error:  # what its fields together must be
        own = _domain(schema).gettext(str(error))
        form.form_errors.append(own if own != str(error) else gettext(str(error)))
        return None
    return saved


def _fields(schema: Schema) -> tuple[schemas.Field, ...]:
    found = schemas.type_info(schema)
    assert isinstance(found, schemas.StructType)  # noqa: S101 (the schema is a struct)
    return found.fields


def _domain(schema: Schema) -> Domain:
    return plugin_domain(Path(inspect.getfile(schema)).parent)


def _unwrapped(field: schemas.Field) -> tuple[schemas.Type, Mapping[str, Any]]:
    if isinstance(field.type, schemas.Metadata):
        return field.type.type, field.type.extra_json_schema or {}
    return field.type, {}


def _translated(field: schemas.Field, domain: Domain) -> Any:
    _kind, words = _unwrapped(field)
    label = domain.gettext(words.get("title", field.name))
    more = {key: domain.gettext(words[key]) for key in ("description",) if key in words}
    return _field(field, label, more)


def _field(field: schemas.Field, label: str, more: dict[str, Any]) -> Any:
    kind, _words = _unwrapped(field)
    if _is_place(field):
        return SelectField(label, **more)
    match kind:
        case schemas.BoolType():
            return BooleanField(label, **more)
        case schemas.IntType():
            return WholeNumber(label, **more)
        case schemas.FloatType():
            return Number(label, **more)
        case schemas.StrType():
            return StringField(label, **more)
        case schemas.VarTupleType(item_type=schemas.StrType()):
            return Lines(label, **more)
        case schemas.LiteralType() | schemas.EnumType():
            by_text = {str(one): one for one in _choices(field)}
            return SelectField(label, coerce=lambda one: by_text.get(str(one), one), **more)
    raise UnknownKind(f"{field.name}: no form can be made for {type(kind).__name__}")


def _is_place(field: schemas.Field) -> bool:
    return _unwrapped(field)[1].get("format") == PLACE


def _choices(field: schemas.Field) -> tuple[Any, ...]:
    match _unwrapped(field)[0]:
        case schemas.LiteralType(values=values):
            return tuple(values)
        case schemas.EnumType(cls=enum):
            return tuple(one.value for one in enum)
    return ()


def _sentence(field: schemas.Field, default: Any) -> str:
    kind, _words = _unwrapped(field)
    low, high = getattr(kind, "ge", None), getattr(kind, "le", None)
    longest = kind.max_length if isinstance(kind, schemas.StrType) else None
    if low is not None and high is not None:
        return str(gettext("Write a number from %(low)s to %(high)s.", low=low, high=high))
    if low is not None:
        return str(gettext("Write a number that is at least %(low)s.", low=low))
    if high is not None:
        return str(gettext("Write a number that is at most %(high)s.", high=high))
    if longest is not None:
        return str(gettext("Write at most %(n)s characters.", n=longest))
    example = ", ".join(default) if isinstance(default, tuple) else default
    return str(gettext("This cannot be used. Write it like this: %(example)s", example=example))
