"""Making findings: of a rule with an owner, or of what core itself knows."""

from core.bookings.facts import Finding, Message, OwnedRule, Snapshot, Values
from core.bookings.vocabulary import Level
from core.text import Text


def plain(rule: str, text: Text, values: Values | None = None, *, waivable: bool = True) -> Finding:
    """Something core refuses by itself."""
    return Finding(Level.BLOCK, rule, Message(text, values or {}), waivable=waivable)


def finding(one: OwnedRule, snapshot: Snapshot, message: Message) -> Finding:
    """What a rule says, at its own level, with who may approve or waive it."""
    slug = one.rule.approver
    found = next((row for row in snapshot.organisations.values() if row.slug == slug), None)
    return Finding(
        one.rule.level,
        one.rule.key,
        message,
        plugin=one.plugin,
        owner=one.owner,
        approver=found.id if found else None,
    )
