"""Forms: to decide, and to write the everyday story."""

from collections.abc import Mapping

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, StringField, TextAreaField
from wtforms.validators import InputRequired, Optional

from core.web.forms import DayField, PressForm, strip
from plugins.vurdering.decisions import Wanted
from plugins.vurdering.models import Outcome
from plugins.vurdering.words import lazy_gettext

OUTCOMES: Mapping[str, str] = {
    Outcome.CONTINUE.value: lazy_gettext("Goes on"),
    Outcome.CHANGE.value: lazy_gettext("Is changed"),
    Outcome.STOP.value: lazy_gettext("Is stopped"),
}


class DecisionForm(PressForm):
    """Continue, change or stop. `seen` is the decision that was the last when it was opened."""

    seen = HiddenField()
    outcome = RadioField(
        lazy_gettext("What do you decide?"),
        [InputRequired(lazy_gettext("Choose one of them."))],
        choices=lambda: list(OUTCOMES.items()),
    )
    reason = TextAreaField(
        lazy_gettext("Why?"),
        filters=[strip],
        description=lazy_gettext("It stays with the offer when others take over. Name nobody."),
    )
    change = TextAreaField(
        lazy_gettext("What is changed?"),
        filters=[strip],
        description=lazy_gettext("Only if you change it: such as from daytime to evening."),
    )
    continues_until = DayField(
        lazy_gettext("Goes on until"),
        [Optional()],
        description=lazy_gettext("The last day. Empty: no end is decided; if you stop it, today."),
    )
    review_on = DayField(
        lazy_gettext("Is looked at again"),
        [Optional()],
        description=lazy_gettext("The day you decide next time. Not asked for if you stop it."),
    )
    keywords = StringField(
        lazy_gettext("Words to find it by"),
        filters=[strip],
        description=lazy_gettext(
            "If you stop it: words people may use when they ask for it, such as: fathers, dad. "
            "When they come in feedback, this reason is shown."
        ),
    )

    def wanted(self) -> Wanted:
        """What was filled in."""
        typed = {name: self.data[name] for name in self.data.keys() - {"csrf_token", "seen"}}
        return Wanted(**{**typed, "press": self.pressed()})


class StoryForm(FlaskForm):  # type: ignore[misc]
    """The period's everyday story."""

    text = TextAreaField(
        lazy_gettext("An everyday story"),
        filters=[strip],
        description=lazy_gettext(
            "At most 1500 letters. Nobody may be recognised: no name, no age with a country or an "
            "illness, nothing that could be of one person only. Empty it to delete it for good."
        ),
    )
