"""Forms for the rules of a place: one for each kind, with at most five fields."""

from collections.abc import Mapping
from dataclasses import replace

from flask_babel import lazy_gettext
from wtforms import IntegerField, RadioField, SelectField, StringField, TimeField
from wtforms.validators import InputRequired, Length, Optional

from core.bookings.place_rules import RuleDetails
from core.bookings.sentences import EACH, UNITS
from core.bookings.vocabulary import (
    MIDNIGHT,
    Approval,
    Buffer,
    Capacity,
    Companion,
    Duration,
    Exclusive,
    Frequency,
    LeadTime,
    Level,
    Neighbour,
    OpeningWindow,
    Per,
    Quota,
    RequiresFeature,
    RequiresPeople,
    Unit,
    What,
    Window,
)
from core.schedules.tags import Tag
from core.text import Text
from core.web.choices import (
    Choices,
    tag_choices,
    weekday_choices,
)
from core.web.forms import PressForm, strip
from core.web.forms_activities import Checkboxes


def _levels() -> Choices:
    return [
        (Level.BLOCK.value, lazy_gettext("They get no")),
        (Level.APPROVE.value, lazy_gettext("The district's administrator must say yes")),
        (Level.WARN.value, lazy_gettext("They are warned, and may book all the same")),
    ]


def _units() -> Choices:
    return [(unit.value, words) for unit, words in UNITS.items()]


def _counted_for() -> Choices:
    return [(per.value, words) for per, words in EACH.items()]


def _tags_or_any() -> Choices:
    return [("", lazy_gettext("of any kind")), *tag_choices()]


def _number(label: Text, *, required: bool = False) -> IntegerField:
    """A number; how large it may be is the service's to say."""
    needed = InputRequired(lazy_gettext("Write a number.")) if required else Optional()
    return IntegerField(label, [needed])


def _unit() -> SelectField:
    return SelectField(lazy_gettext("Period"), choices=_units, default=Unit.WEEK.value)


def _per(usual: Per) -> SelectField:
    return SelectField(lazy_gettext("Counted for"), choices=_counted_for, default=usual.value)


class RuleForm(PressForm):
    """What every rule has: for whom it is."""

    organisations = Checkboxes(
        lazy_gettext("Only for"),
        [Optional()],
        description=lazy_gettext("Choose none, and the rule is for everybody."),
    )

    def what(self) -> What:
        """What the rule asks."""
        raise NotImplementedError

    def details(self) -> RuleDetails:
        """The rule, once the form is valid."""
        return RuleDetails(self.what(), organisations=tuple(self.organisations.data or ()))


class _LevelForm(RuleForm):
    level = RadioField(
        lazy_gettext("If somebody asks for what the rule forbids"),
        choices=_levels,
        default=Level.BLOCK.value,
    )

    def details(self) -> RuleDetails:
        """The rule, as hard as it shall be."""
        return replace(super().details(), level=Level(self.level.data))


class _WindowForm(RuleForm):
    weekdays = Checkboxes(
        lazy_gettext("Weekdays"),
        [InputRequired(lazy_gettext("Choose at least one weekday."))],
        coerce=int,
        choices=weekday_choices,
    )
    starts = TimeField(
        lazy_gettext("From"),
        [Optional()],
        description=lazy_gettext("Empty is from the beginning of the day."),
    )
    ends = TimeField(
        lazy_gettext("To"),
        [Optional()],
        description=lazy_gettext("Empty is to the end of the day."),
    )

    def window(self) -> Window:
        """The time of the week."""
        return Window(
            frozenset(self.weekdays.data or ()),
            self.starts.data or MIDNIGHT,
            self.ends.data or MIDNIGHT,
        )


class OpeningForm(_WindowForm, _LevelForm):
    """Only within these times."""

    def what(self) -> What:
        return OpeningWindow(self.window())


class DurationForm(_LevelForm):
    """Not too short, not too long."""

    least = _number(lazy_gettext("At least, minutes"))
    most = _number(lazy_gettext("At most, minutes"))

    def what(self) -> What:
        return Duration(self.least.data, self.most.data)


class LeadTimeForm(_LevelForm):
    """Not too late, not too early."""

    hours = _number(lazy_gettext("Ask at least so many hours before"))
    days = _number(lazy_gettext("Book at most so many days ahead"))

    def what(self) -> What:
        return LeadTime(self.hours.data or 0, self.days.data)


class BufferForm(RuleForm):
    """Time kept free, which no booking can be given."""

    before = _number(lazy_gettext("Minutes free before"))
    after = _number(lazy_gettext("Minutes free after"))

    def what(self) -> What:
        return Buffer(self.before.data or 0, self.after.data or 0)


class CapacityForm(_LevelForm):
    """Not too many."""

    people = _number(lazy_gettext("At most so many people"), required=True)

    def what(self) -> What:
        return Capacity(self.people.data or 0)


class FeatureForm(_LevelForm):
    """Equipment of the house."""

    feature = StringField(
        lazy_gettext("What the house must have"),
        [InputRequired(lazy_gettext("Write what the house must have.")), Length(max=40)],
        filters=[strip],
        description=lazy_gettext("Write it as under equipment, for example: kitchen."),
    )

    def what(self) -> What:
        return RequiresFeature(self.feature.data or "")


class PeopleForm(_LevelForm):
    """Hands on duty."""

    least = _number(lazy_gettext("At least so many on duty"), required=True)

    def what(self) -> What:
        return RequiresPeople(self.least.data or 0)


class CompanionForm(RuleForm):
    """Another place that comes along."""

    place = SelectField(lazy_gettext("Place that is booked along"), [InputRequired()])

    def what(self) -> What:
        return Companion(self.place.data)


class QuotaForm(_LevelForm):
    """Hours in a period."""

    hours = _number(lazy_gettext("At most so many hours"), required=True)
    unit = _unit()
    per = _per(Per.ORGANISATION)

    def what(self) -> What:
        return Quota(self.hours.data or 0, Unit(self.unit.data), Per(self.per.data))


class FrequencyForm(_LevelForm):
    """Bookings in a period."""

    times = _number(lazy_gettext("At most so many bookings"), required=True)
    unit = _unit()
    per = _per(Per.ACTIVITY)

    def what(self) -> What:
        return Frequency(self.times.data or 0, Unit(self.unit.data), Per(self.per.data))


class ExclusiveForm(_LevelForm):
    """Not shared."""

    def what(self) -> What:
        return Exclusive()


class NeighbourForm(_LevelForm):
    """What does not go together in one house."""

    not_beside = SelectField(
        lazy_gettext("Not beside activities that are"),
        choices=tag_choices,
        default=Tag.LOUD.value,
        description=lazy_gettext("Activities are marked so where you change them."),
    )
    tag = SelectField(
        lazy_gettext("Holds for activities that are"),
        choices=_tags_or_any,
    )

    def what(self) -> What:
        return Neighbour(self.not_beside.data or "", self.tag.data or None)


class ApprovalForm(_WindowForm):
    """Somebody says yes first."""

    approver = SelectField(lazy_gettext("Who says yes"), [Optional()])

    def what(self) -> What:
        return Approval(self.window())

    def details(self) -> RuleDetails:
        """The rule, with who says yes."""
        approver = self.approver.data or None
        return replace(super().details(), level=Level.APPROVE, approver=approver)


FORMS: Mapping[str, type[RuleForm]] = {
    "opening": OpeningForm,
    "duration": DurationForm,
    "lead-time": LeadTimeForm,
    "buffer": BufferForm,
    "capacity": CapacityForm,
    "feature": FeatureForm,
    "people": PeopleForm,
    "companion": CompanionForm,
    "quota": QuotaForm,
    "frequency": FrequencyForm,
    "exclusive": ExclusiveForm,
    "neighbour": NeighbourForm,
    "approval": ApprovalForm,
}
"""The form of each kind of rule, in the order they are offered."""
