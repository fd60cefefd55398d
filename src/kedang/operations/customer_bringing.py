"""Bringing one customer back from a backup. Whoever runs the installation does it and sees names of fields and counts, never a value.

What comes back is what somebody filed. Who may see the customer, whose it is, what it consented to or withdrew, restrictions, approvals and
sessions stay as they are now. Whoever was erased, merged into another or restricted is refused.
"""

from collections.abc import Collection
from dataclasses import dataclass

import orjson
from django.db import transaction

from kedang.accounts.queries import department_ancestors, directory
from kedang.archive import change, forwarding, owning
from kedang.archive.content import Content
from kedang.archive.custom_types import custom_types
from kedang.archive.load import load_content
from kedang.archive.models import KIND_NAMES, Customer
from kedang.history import news
from kedang.history.models import Event
from kedang.history.reads import record_read
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.crypto import Tampered
from kedang.kit.errors import INVALID, Refusal
from kedang.operations import customer_rows, rights
from kedang.operations.backup_making import nothing
from kedang.operations.backup_places import Place
from kedang.operations.backup_sealed import Beat
from kedang.operations.customer_blending import Line, blend, standing_for
from kedang.operations.customer_rows import Missing, moment
from kedang.operations.customer_then import Then, read_then, refuse_erased
from kedang.vault.keys import key_for

WHY = ("mistake", "damage", "asked")
CLASSIFYING = ("customer.classified", "customer.declassified")
BIN, WHOLE = "recycle_bin", "customer"
MERGED_AWAY = Refusal(
    "restore.customer_merged",
    409,
    "{former} 已并入 {number}。要恢复合并前的内容，请先撤销合并。没有改动。",
    "{former} was merged into {number}. To have back what it was before, undo the merge first. Nothing was changed.",
)
OTHERS = Refusal(
    "restore.customer_merges",
    409,
    "备份之后，这位客户合并过别的客户、撤销过合并，或并入它的客户已被清除：当时的内容不只属于它。没有改动。",
    "Since the backup others were merged into this customer or taken out again, or one of them was erased: what the backup says is not "
    "the customer's alone. Nothing was changed.",
)
WAS_MERGED = Refusal(
    "restore.customer_was_merged",
    409,
    "备份时 {former} 已并入另一位客户，它的内容在那位客户名下。请恢复那位客户。没有改动。",
    "When the backup was made {former} was merged into another customer, who holds what it said. Bring that customer back. Nothing was "
    "changed.",
)
RESTRICTED = Refusal(
    "restore.customer_restricted",
    409,
    "这位客户已限制处理，只保存到清除之日。没有改动。",
    "This customer is restricted: it is only stored until it is erased. Nothing was changed.",
)
NUMBER_TAKEN = Refusal(
    "restore.customer_number",
    409,
    "档号 {number} 现在属于另一位客户。没有改动。",
    "The archive number {number} belongs to another customer now. Nothing was changed.",
)
UNREADABLE = Refusal(
    "restore.customer_unreadable",
    409,
    "这位客户现在的内容有一处打不开（数据已损坏，或密钥库不是最新的），无法比较。请先核对密钥库；要看备份里的内容，请用 restore --into "
    "恢复到另一个文件夹。没有改动。",
    "Something of what this customer says now does not open (it is damaged, or the key store is not the newest), so it cannot be compared. "
    "Check the key store first; to see what the backup says, restore it into another folder with restore --into. Nothing was changed.",
)
NOTHING_MISSING = Refusal(
    "restore.customer_nothing",
    409,
    "没有可恢复的内容：备份里有的，现在都有。没有改动。",
    "There is nothing to bring back: what the backup has is there. Nothing was changed.",
)


@dataclass(frozen=True, slots=True)
class Look:
    """What a backup would bring back, or did. `of`: the moment of its picture."""

    customer_id: int
    number: str
    backup: str
    of: str
    lines: list[Line]


@dataclass(slots=True)
class _Plan:
    customer: Customer | None
    old: Content
    new: Content
    lines: list[Line]
    from_bin: bool


def look(
    actor: Actor, source: Place, name: str, wanted: str, *, only: Collection[str] = (), beat: Beat = nothing
) -> Look:
    """What a backup would bring back of a customer; writes nothing. Recorded as a look before it is said."""
    actor.require(rights.MANAGE)
    then = read_then(source, name, wanted, beat)
    with transaction.atomic():
        plan = _plan(then, only)
    missing = customer_rows.missing_of(then, only)
    found = _look(then, [*plan.lines, *missing.lines])
    fields = [line.code for line in found.lines]
    record_read(actor, "customer.compared_with_backup", customer_ids=[then.id], fields=fields, details={"backup": name})
    return found


def bring_back(
    actor: Actor,
    source: Place,
    name: str,
    wanted: str,
    *,
    why: str,
    only: Collection[str] = (),
    beat: Beat = nothing,
) -> Look:
    """Bring a customer back from a backup, or what was chosen of it. `why` is one of WHY."""
    actor.require(rights.MANAGE)
    if why not in WHY:
        raise INVALID(what="reason")
    then = read_then(source, name, wanted, beat)
    with transaction.atomic():
        _plan(then, only)
    missing = customer_rows.missing_of(then, only)
    # Outside the transaction: a store may be somebody else's server.
    customer_rows.bring_files(then, missing.files)
    return _write(actor, then, missing, why, only)


@transaction.atomic
def _write(actor: Actor, then: Then, missing: Missing, why: str, only: Collection[str]) -> Look:
    owning.take_turn()
    plan, missing = _plan(then, only), customer_rows.still_missing(missing)
    lines = [*plan.lines, *missing.lines]
    if not any(line.back for line in lines):
        raise NOTHING_MISSING()
    customer, key = plan.customer or _made_again(actor, then), key_for(then.id)
    if plan.from_bin:
        owning.require(actor, owning.Handover(customer.id, None, customer.owner_id, owning.RESTORED))
        customer.trashed_at = None
        customer.save(update_fields=["trashed_at"])
    fields, before = change.apply(
        actor,
        customer,
        key,
        plan.old,
        plan.new,
        at=now(),
        departments=department_ancestors(customer.department_id),
        custom_types=custom_types(),
    )
    customer_rows.write_rows(actor, key, missing)
    details = {"backup": then.manifest.name, "of": then.manifest.made_at, "why": why, **missing.counts()}
    subject = ("customer", customer.id)
    record(actor, "customer.brought_back", subject=subject, fields=fields, before=before, details=details)
    news.changed(actor, customer.id)
    return _look(then, lines)


def _look(then: Then, lines: list[Line]) -> Look:
    return Look(then.id, str(then.row["number"]), then.manifest.name, then.manifest.made_at, lines)


def _plan(then: Then, only: Collection[str]) -> _Plan:
    """What would be written, from the customer as it is now, locked; refuses whom no backup brings back."""
    customer = _allowed(then)
    try:
        old = load_content(then.id) if customer else Content(kind=KIND_NAMES[then.row["kind"]])  # type: ignore[arg-type]
    except Tampered:
        raise UNREADABLE() from None
    new, lines = blend(old, then.content, standing_for(then.id, then.content), only)
    from_bin = bool(customer and customer.trashed_at and not then.row["trashed_at"] and (not only or BIN in only))
    if customer is None:
        lines.insert(0, Line(WHOLE, 1, 0, 1))
    if from_bin:
        lines.insert(0, Line(BIN, 0, 1, 1))
    return _Plan(customer, old, new, lines, from_bin)


def _allowed(then: Then) -> Customer | None:
    """The customer as it stands, locked; None when its row is gone."""
    customer = Customer.objects.select_for_update(of=("self",)).filter(id=then.id).first()
    # Behind the lock: we may have waited for it while somebody erased the customer, whose key goes only after that is committed.
    refuse_erased(then.id)
    if customer is None:
        _allow_again(then)
    if customer is not None and customer.survivor_id is not None:
        holder = Customer.objects.get(id=forwarding.leads_to(customer.id))
        raise MERGED_AWAY(former=customer.number, number=holder.number)
    if customer is not None and customer.restricted_at is not None:
        raise RESTRICTED()
    if frozenset(forwarding.former_ids([then.id]).get(then.id, ())) != then.formers:
        raise OTHERS()
    return customer


def _allow_again(then: Then) -> None:
    """Refuse to make a row again that others stand for: nobody is there now whom the refusals about the present could name."""
    if Customer.objects.filter(number=then.row["number"]).exists():
        raise NUMBER_TAKEN(number=then.row["number"])
    if then.row["survivor_id"] is not None:
        raise WAS_MERGED(former=then.row["number"])
    if then.row["restricted_at"] is not None:
        raise RESTRICTED()


def _made_again(actor: Actor, then: Then) -> Customer:
    """The row of a customer whose row is gone: nobody's, in the department it was in, if there is one; kept as closely as ever, and in the
    recycle bin if it was there."""
    was, known = then.row, directory().departments
    at = now()
    customer = Customer(
        id=then.id,
        kind=was["kind"],
        number=was["number"],
        department_id=was["department_id"] if was["department_id"] in known else None,
        created_at=moment(was["created_at"]),
        created_by=was["created_by"],
        updated_at=at,
        updated_by=actor.id,
        template=was["template"],
        version=was["version"],
        classification=_level_of(then) or None,
        trashed_at=moment(was["trashed_at"]) if was["trashed_at"] else None,
    )
    customer.save(force_insert=True)
    return customer


def _level_of(then: Then) -> int:
    """How closely a customer whose row is gone was kept: by the backup, or closer, where it was classified since. Who may see it is
    never taken from a backup, but nobody shall see it who might not, because its row was lost."""
    told = Event.objects.filter(subject_kind="customer", subject_id=then.id, verb__in=CLASSIFYING)
    last = told.order_by("-id").values_list("details", flat=True).first()
    return max(then.row["classification"] or 0, int(orjson.loads(last)["to"]) if last else 0)
