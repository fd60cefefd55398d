"""Mails that nobody was recognised in: looked at, given to a customer, discarded."""

from dataclasses import dataclass

from django.db import transaction

from kedang.activity import rights as activity_rights
from kedang.activity.recording import Happened, write_down
from kedang.archive.models import Customer
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.paging import clamp_limit, decode_numbers, encode_cursor
from kedang.mailbox import contents, rights
from kedang.mailbox.letters import Letter
from kedang.mailbox.matching import Colleagues, colleagues_in, customers_of
from kedang.mailbox.models import DISCARDED, FILED, STILL_WAITING, WAITING, Box, Mail
from kedang.mailbox.retention import end
from kedang.mailbox.telling import told
from kedang.vault.keys import keys_for, shred

COUNTED, MOST_OFFERED = 1000, 5
SORTED_ALREADY = Refusal(
    "mailbox.sorted",
    409,
    "这封邮件已经有人处理，或已到期销毁。没有改动。",
    "This mail was sorted already, or its time is over. Nothing was changed.",
)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A mail that waits, with the customers it may be about."""

    mail: Mail
    letter: Letter
    direction: str
    offered: list[Customer]


@dataclass(frozen=True, slots=True)
class Page:
    """Some of what waits, the latest first. `count` stops at 1000."""

    rows: list[Waiting]
    next: str | None
    count: int
    capped: bool


def waiting(actor: Actor, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """A page of the mails that wait."""
    actor.require(rights.SORT)
    found = Mail.objects.visible_to(actor).filter(STILL_WAITING)
    count = found[: COUNTED + 1].count()
    if cursor:
        found = found.filter(id__lt=decode_numbers(cursor, length=1)[0])
    size = clamp_limit(limit)
    mails = list(found.order_by("-id")[: size + 1])
    following = encode_cursor((mails[size - 1].id,)) if len(mails) > size else None
    rows = _read(actor, mails[:size])
    record_read(actor, "mail.read", count=len(rows))
    return Page(rows, following, min(count, COUNTED), count > COUNTED)


def _read(actor: Actor, mails: list[Mail]) -> list[Waiting]:
    keys = keys_for(mail.id for mail in mails)
    address = _address()
    # One whose key is gone is being destroyed at this moment.
    return [_waiting(actor, mail, contents.opened(keys[mail.id], mail), address) for mail in mails if mail.id in keys]


def _waiting(actor: Actor, mail: Mail, letter: Letter, address: str) -> Waiting:
    found = colleagues_in(letter, address)
    about = customers_of(actor, found.strangers, most=MOST_OFFERED)
    seen = {c.id: c for c in Customer.objects.visible_to(actor).filter(id__in=about)}
    return Waiting(mail, letter, found.direction, [seen[each] for each in about if each in seen][:MOST_OFFERED])


def _address() -> str:
    return Box.objects.filter(id=1).values_list("address", flat=True).first() or ""


def assign(actor: Actor, mail_id: int, customer_id: int) -> int:
    """Write a mail down with a customer, by whoever sorts it; the interaction's id. What the mail said is destroyed here."""
    actor.require(rights.SORT)
    actor.require(activity_rights.RECORD)
    with transaction.atomic():
        mail, letter = _load(actor, mail_id)
        found: Colleagues = colleagues_in(letter, _address())
        people = [party.name or party.address for party in found.others][:5]
        happened = Happened(
            kind="email", text=told(letter), direction=found.direction, at=mail.at, people=tuple(people), calls=False
        )
        made = write_down(actor, customer_id, happened)
        end(mail, FILED)
        record(actor, "mail.assigned", subject=("mail", mail.id), details={"interaction": str(made)})
    shred([mail_id])
    return made


def discard(actor: Actor, mail_id: int) -> None:
    """A mail is of no use here. It stays in the mailbox; what is kept of it here is destroyed."""
    actor.require(rights.SORT)
    with transaction.atomic():
        mail, _ = _load(actor, mail_id)
        end(mail, DISCARDED)
        record(actor, "mail.discarded", subject=("mail", mail.id), details={"reason": mail.reason})
    shred([mail_id])


def _load(actor: Actor, mail_id: int) -> tuple[Mail, Letter]:
    mail = Mail.objects.visible_to(actor).select_for_update().filter(id=mail_id).first()
    if mail is None:
        raise NOT_FOUND()
    key = keys_for([mail.id]).get(mail.id) if mail.state == WAITING else None
    if key is None:
        raise SORTED_ALREADY()
    return mail, contents.opened(key, mail)
