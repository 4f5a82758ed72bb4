"""A form made from the schema a plugin declares, and the values it gives back."""

import inspect
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
from flask_babel import Domain, gettext
from flask_wtf import FlaskForm
from msgspec import inspect as schemas
from wtforms import BooleanField, DecimalField, Field, SelectField, StringField

from core.web.plugin_kit import plugin_domain
from core.web.typing_form import WholeNumber


class UnknownKind(TypeError):
    """The schema has a field no form can be made for."""


def settings_form(schema: type[msgspec.Struct], values: msgspec.Struct) -> FlaskForm:
    """The form, filled in with these values or with what was posted.

    Fields may be text, whole numbers, decimals, yes or no, or one of a list. Titles and
    descriptions are message ids of the plugin's own translations.
    """
    domain = _domain(schema)
    fields = {field.name: _field(field, domain) for field in _fields(schema)}
    return type("SettingsForm", (FlaskForm,), fields)(data=msgspec.structs.asdict(values))


def read_settings(form: FlaskForm, schema: type[msgspec.Struct]) -> dict[str, Any] | None:
    """What was typed, once the schema accepts it; None when the form says what is wrong."""
    if not form.validate_on_submit():
        return None
    typed = {field.name: _plain(form[field.name].data, field.default) for field in _fields(schema)}
    refused = False
    for field in _fields(schema):
        try:
            msgspec.convert({field.name: typed[field.name]}, schema, strict=True)
        except msgspec.ValidationError:
            form[field.name].errors = [_sentence(field)]
            refused = True
    return None if refused else typed


def _fields(schema: type[msgspec.Struct]) -> tuple[schemas.Field, ...]:
    found = schemas.type_info(schema)
    assert isinstance(found, schemas.StructType)  # noqa: S101 (the schema is a struct)
    return found.fields


def _domain(schema: type[msgspec.Struct]) -> Domain:
    return plugin_domain(Path(inspect.getfile(schema)).parent)


def _unwrapped(field: schemas.Field) -> tuple[schemas.Type, Mapping[str, Any]]:
    if isinstance(field.type, schemas.Metadata):
        return field.type.type, field.type.extra_json_schema or {}
    return field.type, {}


def _field(field: schemas.Field, domain: Domain) -> Field:
    kind, words = _unwrapped(field)
    label = domain.gettext(words.get("title", field.name))
    more = {"description": domain.gettext(words["description"])} if "description" in words else {}
    match kind:
        case schemas.BoolType():
            return BooleanField(label, **more)
        case schemas.IntType():
            return WholeNumber(label, **more)
        case schemas.FloatType():
            return DecimalField(label, places=None, **more)
        case schemas.LiteralType(values=values):
            return SelectField(label, choices=[(one, str(one)) for one in values], **more)
        case schemas.StrType():
            return StringField(label, **more)
    raise UnknownKind(f"{field.name}: no form can be made for {type(kind).__name__}")


def _plain(data: Any, default: Any) -> Any:
    """A form's value as the schema knows it: blank numbers fall back to the default."""
    if data is None:
        return default
    return float(data) if isinstance(default, float) else data


def _sentence(field: schemas.Field) -> str:
    kind, _words = _unwrapped(field)
    low, high = getattr(kind, "ge", None), getattr(kind, "le", None)
    if low is not None and high is not None:
        return str(gettext("Write a number from %(low)s to %(high)s.", low=low, high=high))
    example = field.default
    return str(gettext("This cannot be used. Write it like this: %(example)s", example=example))
