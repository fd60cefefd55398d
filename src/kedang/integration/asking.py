"""Before an export: what it would take, and asking for it."""

from kedang.approvals import exporting
from kedang.approvals.exporting import Standing
from kedang.approvals.models import Request
from kedang.archive import rights
from kedang.finding.lists import ListQuery, count_customers
from kedang.integration.export import find
from kedang.kit.actor import Actor


def look_ahead(actor: Actor, query: ListQuery) -> tuple[int, Standing]:
    """How many customers an export would concern, and whether it needs an approval. The count is on record, as every count is."""
    actor.require(rights.EXPORT)
    count, _ = count_customers(actor, query)
    return count, exporting.standing(actor, query, count)


def ask(actor: Actor, query: ListQuery, *, purpose: str, words: str) -> Request:
    """Ask for the export of a list as it stands, with its columns."""
    actor.require(rights.EXPORT)
    return exporting.ask(actor, find(actor, query).leaving(), purpose=purpose, said_words=words)
