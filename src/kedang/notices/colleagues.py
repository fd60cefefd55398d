"""Whom a text about a customer may name: those who see it, as the picker offers them, and what becomes of a text's names."""

from kedang.accounts.queries import PersonRef, find_people
from kedang.archive import customers, mentions
from kedang.archive import rights as archive_rights
from kedang.archive.mentions import Mentioned
from kedang.kit.actor import Actor

OFFERED = 20


def offered(actor: Actor, customer_id: int, text: str) -> list[PersonRef]:
    """Colleagues who see the customer and whose name or login contains a text."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    found = [person for person in find_people(actor, text, limit=10_000) if person.id != actor.id]
    return mentions.who_see(customer, found)[:OFFERED]


def named(actor: Actor, customer_id: int, text: str) -> Mentioned:
    """Who would be told of a text, and who is named in it and would not."""
    actor.require(archive_rights.VIEW)
    customer = customers.load_visible(actor, customer_id, trashed=None)
    return mentions.mentioned(actor, customer, text)
