"""Forms: what every view does with them."""

from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field

from core.problems import Problem
from core.web.languages import translated


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
