"""Ties between customers. Both ends must be visible to whoever makes, sees or cuts one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q

from kedang.archive import customers, rights
from kedang.archive.models import KIND_NAMES, Customer, Relation
from kedang.archive.parts import period
from kedang.engine.relation_kinds import BY_CODE, RelationKind
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, Refusal
from kedang.kit.text import storable

UNKNOWN_KIND = Refusal("relation.kind", 422, "没有“{kind}”这种关系。", "There is no relation “{kind}”.")
WRONG_ENDS = Refusal(
    "relation.ends", 422, "“{label}”关系不适用于这两类客户。", "“{label}” does not fit these kinds of customers."
)
WITH_ITSELF = Refusal("relation.itself", 422, "客户不能与自己建立关系。", "A customer cannot be tied to itself.")
EXISTS = Refusal("relation.exists", 409, "这个关系已经存在。", "This relation exists already.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tie:
    """A relation seen from one of its ends."""

    id: int
    kind: RelationKind
    inverse: bool
    other_id: int
    other_number: str
    other_name: str
    other_kind: str
    note: str
    since: str
    until: str


def ties_of(actor: Actor, customer_id: int) -> list[Tie]:
    """The customer's ties to customers the actor may see, from its own point of view."""
    rows = list(Relation.objects.filter(Q(customer_id=customer_id) | Q(other_id=customer_id)).order_by("id"))
    ends = {r.other_id if r.customer_id == customer_id else r.customer_id for r in rows}
    seen = Customer.objects.visible_to(actor).filter(id__in=ends).values_list("id", "number", "name", "kind")
    known = {row[0]: row for row in seen}
    return [tie for row in rows if (tie := _tie(row, customer_id, known)) is not None]


def _tie(row: Relation, customer_id: int, known: Mapping[int, tuple[int, str, str, int]]) -> Tie | None:
    inverse = row.customer_id != customer_id
    other = known.get(row.customer_id if inverse else row.other_id)
    if other is None:
        return None
    kind = BY_CODE.get(row.kind) or BY_CODE["other"]
    return Tie(
        id=row.id,
        kind=kind,
        inverse=inverse,
        other_id=other[0],
        other_number=other[1],
        other_name=other[2],
        other_kind=KIND_NAMES[other[3]],
        note=row.note,
        since=row.since,
        until=row.until,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class TieDraft:
    """A relation as somebody gives it: what `other_id` is to this customer. `inverse` says it the other way round."""

    kind: str
    other_id: int
    inverse: bool = False
    note: str = ""
    since: str = ""
    until: str = ""


@transaction.atomic
def relate(actor: Actor, customer_id: int, draft: TieDraft) -> Relation:
    """Tie two customers together; the actor may change this one and sees the other."""
    actor.require(rights.EDIT)
    near = customers.load_for_change(actor, customer_id)
    far = customers.load_visible(actor, draft.other_id)
    kind = _checked_kind(draft.kind)
    if near.id == far.id:
        raise WITH_ITSELF()
    this, other = (far, near) if draft.inverse else (near, far)
    if KIND_NAMES[this.kind] not in kind.this or KIND_NAMES[other.kind] not in kind.other:
        raise WRONG_ENDS(label=kind.label(actor.language))
    both = Q(customer=this, other=other) | (Q(customer=other, other=this) if kind.symmetric else Q(pk__in=[]))
    if Relation.objects.filter(both, kind=kind.code).exists():
        raise EXISTS()
    row = Relation.objects.create(
        customer=this,
        other=other,
        kind=kind.code,
        note=storable(draft.note).strip(),
        since=period(draft.since),
        until=period(draft.until),
    )
    _tell(actor, "customer.related", row)
    return row


def _checked_kind(code: str) -> RelationKind:
    kind = BY_CODE.get(code)
    if kind is None:
        raise UNKNOWN_KIND(kind=code)
    return kind


def _tell(actor: Actor, verb: str, row: Relation) -> None:
    """One event for each end, so that both histories know."""
    for this, other in ((row.customer_id, row.other_id), (row.other_id, row.customer_id)):
        details = {"kind": row.kind, "other": str(other)}
        record(actor, verb, subject=("customer", this), fields=["relations"], details=details)


def _load(actor: Actor, customer_id: int, relation_id: int) -> Relation:
    customers.load_for_change(actor, customer_id)
    row = Relation.objects.filter(Q(customer_id=customer_id) | Q(other_id=customer_id)).filter(id=relation_id).first()
    if row is None:
        raise NOT_FOUND()
    customers.load_visible(actor, row.other_id if row.customer_id == customer_id else row.customer_id)
    return row


@transaction.atomic
def change(actor: Actor, customer_id: int, relation_id: int, changes: Mapping[str, Any]) -> Relation:
    """Change a relation's note or period; another kind is another relation."""
    actor.require(rights.EDIT)
    row = _load(actor, customer_id, relation_id)
    row.note = storable(changes.get("note", row.note)).strip()
    row.since = period(changes.get("since", row.since))
    row.until = period(changes.get("until", row.until))
    row.save(update_fields=["note", "since", "until"])
    _tell(actor, "customer.relation_changed", row)
    return row


@transaction.atomic
def cut(actor: Actor, customer_id: int, relation_id: int) -> None:
    """Take a relation away."""
    actor.require(rights.EDIT)
    row = _load(actor, customer_id, relation_id)
    _tell(actor, "customer.unrelated", row)
    row.delete()
