"""What a button of the counter's form says: "adult:1,child:2", "undo" or "nobody"."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid5

from core.counts.service import Counting
from core.counts.typing_in import save_nobody, save_press, undo_last
from core.db.tenancy import DistrictSession
from core.problems import N_, Refused

UNDO = "undo"
NOBODY = "nobody"
_CHANGE = re.compile(r"([^:,]{1,60}):(-?[0-9]{1,9})")


@dataclass(frozen=True)
class Press:
    """A button that was pressed. Sent twice, its id is the same, and it counts once."""

    id: UUID
    button: str

    @classmethod
    def of(cls, page: str, button: str) -> "Press":
        """A button of one rendering of the page. Raises ValueError for what no button says."""
        if button not in {UNDO, NOBODY} and not parse_changes(button):
            raise ValueError(button)
        return cls(uuid5(UUID(page), button), button)

    def save(self, session: DistrictSession, counting: Counting, occurrence_id: int) -> None:
        """Do what the button says. Raises Refused."""
        if self.button == NOBODY:
            save_nobody(session, counting, occurrence_id, self.id)
        elif self.button != UNDO:
            save_press(session, counting, occurrence_id, self.id, parse_changes(self.button))
        elif not undo_last(session, counting, occurrence_id, self.id):
            raise Refused(N_("There is nothing to undo."))


def parse_changes(text: str) -> Mapping[str, int]:
    """ "adult:1,child:2" by category; empty when it is not like that."""
    found = [_CHANGE.fullmatch(part) for part in text.split(",")]
    return {match[1]: int(match[2]) for match in found if match} if all(found) else {}
