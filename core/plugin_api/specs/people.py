"""What a plugin says of people: the roles they have on its days, and what it keeps about them."""

from collections.abc import Sequence

from core.people.personal import PersonalTable
from core.plugin_api.markers import hookspec
from core.plugin_api.types import AssignmentRole, DistrictRef, Retention


@hookspec
def assignment_roles(district: DistrictRef) -> Sequence[AssignmentRole]:
    """What somebody can be on a day of the plugin's activities, besides host and helper.

    Scope: enabled. Policy: lenient. Asked once a request.

    Example: `return [AssignmentRole("sample-guide", _("Guide"), "babytreff")]`
    """
    raise NotImplementedError


@hookspec
def personal_data() -> Sequence[PersonalTable]:
    """The plugin's tables with rows about people, for access and erasure.

    Scope: installed. Policy: strict. Asked once, at start. What is kept is given to whoever asks
    for access, also where the plugin is off; it goes with the person when they are erased.

    Example: `return [PersonalTable(Member, "person_id", "Who plans the gatherings")]`
    """
    raise NotImplementedError


@hookspec
def retention() -> Sequence[Retention]:
    """What the plugin keeps for a time, and how it is removed when that has passed.

    Scope: installed. Policy: strict for the answer, which is asked once, at start; lenient for each
    `forget`: one that fails is logged, and the others go on. They run also where the plugin is off.

    Example: `return [Retention("texts", service.forget_texts)]`
    """
    raise NotImplementedError
