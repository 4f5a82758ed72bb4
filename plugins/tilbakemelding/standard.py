"""Questions that are there in every language, and the words of the five faces."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from core.problems import W_
from plugins.tilbakemelding.models import Kind


@dataclass(frozen=True)
class Standard:
    """A question by its message id; options too, by their keys."""

    kind: Kind
    text: str
    options: Mapping[str, str] = field(default_factory=dict)


SMILEYS: Mapping[str, str] = {
    "5": W_("Very good"),
    "4": W_("Good"),
    "3": W_("All right"),
    "2": W_("Bad"),
    "1": W_("Very bad"),
}

HEARD: Mapping[str, str] = {
    "health_station": W_("The health station"),
    "friends": W_("Friends"),
    "facebook": W_("The Facebook group"),
    "poster": W_("A poster"),
    "school": W_("School or kindergarten"),
    "other": W_("Something else"),
}

STANDARD: Mapping[str, Standard] = {
    "overall": Standard(Kind.SMILEY, W_("All in all, how many smileys would you give it?")),
    "heard": Standard(Kind.CHOICE, W_("How did you hear of it?"), HEARD),
    "go_on": Standard(
        Kind.CHOICE,
        W_("Should it go on?"),
        {"yes": W_("Yes"), "no": W_("No"), "unsure": W_("I do not know")},
    ),
    "better": Standard(Kind.TEXT, W_("What is good, and what could be better?")),
}
