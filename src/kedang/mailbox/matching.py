"""Whose a mail is, and which customers it is about."""

from collections.abc import Collection
from dataclasses import dataclass

from kedang.accounts.models import User
from kedang.archive.models import ContactPoint, Customer
from kedang.kit.actor import Actor
from kedang.mailbox.letters import Letter, Party
from kedang.vault.blind import blind

IN, OUT = "in", "out"


@dataclass(frozen=True, slots=True)
class Colleagues:
    """The colleagues in a mail. `direction` is out where one of them sent it, in where they got it. `others` are those the mail is
    surely about, `strangers` everybody else in it."""

    user_ids: tuple[int, ...]
    direction: str
    others: tuple[Party, ...]
    strangers: tuple[Party, ...]


def colleagues_in(letter: Letter, box_address: str) -> Colleagues:
    """Who of us sent or got a mail, and the other people in it."""
    parties = [p for p in (letter.sender, *letter.receivers) if p.address and p.address != box_address.lower()]
    ours = _users({party.address for party in parties})
    others = tuple({p.address: p for p in parties if p.address not in ours}.values())
    sender = ours.get(letter.sender.address)
    if sender is not None:
        return Colleagues((sender,), OUT, others, others)
    got = dict.fromkeys(ours[party.address] for party in letter.receivers if party.address in ours)
    # What a stranger writes to somebody else besides a colleague says nothing about the somebody else.
    writer = tuple(party for party in others if party.address == letter.sender.address)
    return Colleagues(tuple(got), IN, writer, others)


def _users(addresses: Collection[str]) -> dict[str, int]:
    """Address → colleague. An address that two of them share is nobody's."""
    found: dict[str, int] = {}
    shared = set[str]()
    for user_id, address in User.objects.filter(is_active=True).exclude(email="").values_list("id", "email"):
        folded = address.lower()
        if folded in addresses:
            shared |= {folded} & found.keys()
            found[folded] = user_id
    return {address: user_id for address, user_id in found.items() if address not in shared}


def customers_of(actor: Actor, parties: Collection[Party], *, most: int) -> dict[int, list[Party]]:
    """The customers the actor sees that can be reached at these addresses; at most so many and one more."""
    marks = {blind("point", party.address): party for party in parties}
    seen = Customer.objects.visible_to(actor)
    rows = ContactPoint.objects.filter(kind="email", blind__in=marks, customer__in=seen).order_by("customer_id")
    found: dict[int, list[Party]] = {}
    for customer_id, mark in rows.values_list("customer_id", "blind").distinct()[:2000]:
        if len(found) <= most or customer_id in found:
            found.setdefault(customer_id, []).append(marks[mark or 0])
    return found
