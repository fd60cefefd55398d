"""Improvements: planned for cases, done, checked for their effect, closed with proof."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.db import transaction

from kedang.archive import customers
from kedang.archive.models import Customer
from kedang.documents import access as documents
from kedang.finding.conditions import today
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, NOT_FOUND, STALE, Refusal
from kedang.service import bodies, rights
from kedang.service.bodies import ImprovementBody
from kedang.service.cases import load_for_handling, require_handler
from kedang.service.models import DONE, DROPPED, OPEN, PROVEN, RUNNING, Improvement, ImprovementCase
from kedang.vault.keys import key_for

FURTHEST = timedelta(days=3660)
TOO_FAR = Refusal(
    "service.due_on", 422, "期限应在前后 10 年之内。没有保存。", "A deadline lies within ten years. Nothing was saved."
)
NO_PROOF = Refusal(
    "service.proof",
    422,
    "没有验证效果，不能关闭：请先写明凭什么判断、是否有效。",
    "Without proof it is not closed: say first by what the effect was checked, and whether there is one.",
)
NOT_FROM_HERE = Refusal(
    "service.improvement_move",
    409,
    "这项措施现在的状态不能这样操作，没有改动。请刷新后再看。",
    "An improvement in this state cannot be moved like that; nothing was changed. Reload and look again.",
)
NO_DOCUMENT = Refusal(
    "service.document",
    422,
    "请选择这位客户的一份文件。没有保存任何改动。",
    "Choose a document of this customer. Nothing was saved.",
)
MOST_CASES = 200
TOO_MANY = Refusal(
    "service.many_cases", 422, "一项措施最多关联 200 张工单。", "An improvement is linked to up to 200 cases."
)
# move → (from which states, to which)
MOVES: dict[str, tuple[tuple[str, ...], str]] = {
    "finish": ((OPEN,), DONE),
    "close": ((DONE,), PROVEN),
    "drop": ((OPEN, DONE), DROPPED),
    "reopen": ((DONE, PROVEN, DROPPED), OPEN),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """What is to be changed, by whom, until when. `owner_id` None: by whoever plans it."""

    title: str
    due_on: date
    text: str = ""
    owner_id: int | None = None


@transaction.atomic
def plan(actor: Actor, case_id: int, draft: Draft) -> int:
    """Plan an improvement for a case; its id. It belongs to the customer of this case."""
    customer, case = load_for_handling(actor, case_id, version=None)
    owner = draft.owner_id or actor.id
    require_handler(actor, customer, owner)
    _require_near(draft.due_on)
    key = key_for(customer.id)
    row = Improvement(customer=customer, owner_id=owner, due_on=draft.due_on, created_by=actor.id)
    row.body_enc = bodies.seal(key, bodies.checked(ImprovementBody(draft.title, draft.text)), row)
    row.save(force_insert=True)
    ImprovementCase.objects.create(improvement_id=row.id, case_id=case.id, customer=customer)
    details = {"improvement": str(row.id), "case": str(case.id), "owner": str(owner)}
    record(actor, "improvement.planned", subject=("customer", customer.id), details=details)
    return row.id


@transaction.atomic
def change(actor: Actor, improvement_id: int, changes: dict[str, Any], *, version: int) -> None:
    """Change an improvement that is not closed. `changes`: any of title, text, due_on, owner_id; the event keeps the former text."""
    customer, row = load_improvement(actor, improvement_id, version=version)
    if row.state not in RUNNING:
        raise NOT_FROM_HERE()
    key = key_for(customer.id)
    former = bodies.improvement_body(key, row)
    words = {name: changes[name] for name in ("title", "text") if name in changes}
    body = bodies.checked(replace(former, **words))
    row.due_on, owner = changes.get("due_on", row.due_on), changes.get("owner_id", row.owner_id)
    _require_near(row.due_on)
    if owner != row.owner_id:
        require_handler(actor, customer, owner)
        row.owner_id = owner
    before = bodies.seal_former(key, former, row) if body != former else None
    row.body_enc = bodies.seal(key, body, row)
    _save(row)
    subject, details = ("customer", customer.id), {"improvement": str(row.id)}
    record(actor, "improvement.changed", subject=subject, fields=sorted(changes), before=before, details=details)


@transaction.atomic
def check(
    actor: Actor, improvement_id: int, *, version: int, effect: str, proof: str, document_id: int | None = None
) -> None:
    """Say whether it had the effect that was wanted, by what one knows, and which document of the customer shows it."""
    customer, row = load_improvement(actor, improvement_id, version=version)
    if row.state not in RUNNING:
        raise NOT_FROM_HERE()
    key = key_for(customer.id)
    former = bodies.improvement_body(key, row)
    body = bodies.checked(replace(former, proof=proof))
    if effect != "unknown" and not body.proof:
        raise NO_PROOF()
    if document_id is not None and document_id != row.document_id:
        _require_document(actor, customer, document_id)
    row.effect, row.checked_by, row.checked_at, row.document_id = effect, actor.id, now(), document_id
    row.body_enc = bodies.seal(key, body, row)
    _save(row)
    before = bodies.seal_former(key, former, row) if former.proof else None
    subject, details = ("customer", customer.id), {"improvement": str(row.id), "effect": effect}
    record(actor, "improvement.checked", subject=subject, before=before, details=details)


@transaction.atomic
def move(actor: Actor, improvement_id: int, name: str, *, version: int) -> None:
    """Finish, close, drop or reopen an improvement. It is closed only with proof of its effect."""
    customer, row = load_improvement(actor, improvement_id, version=version)
    sources, state = MOVES[name]
    if row.state not in sources:
        raise NOT_FROM_HERE()
    if state == PROVEN and (row.effect == "unknown" or not bodies.improvement_body(key_for(customer.id), row).proof):
        raise NO_PROOF()
    row.state, row.is_running = state, state in RUNNING
    row.ended_at = None if row.is_running else now()
    _save(row)
    details = {"improvement": str(row.id), "state": state}
    record(actor, "improvement.moved", subject=("customer", customer.id), details=details)


@transaction.atomic
def link_case(actor: Actor, improvement_id: int, case_id: int) -> None:
    """Say that an improvement is for another case, too."""
    customer, row = load_improvement(actor, improvement_id, version=None)
    other, case = load_for_handling(actor, case_id, version=None)
    if ImprovementCase.objects.filter(improvement_id=row.id).count() >= MOST_CASES:
        raise TOO_MANY()
    given = {"customer_id": other.id}
    ImprovementCase.objects.get_or_create(improvement_id=row.id, case_id=case.id, defaults=given)
    details = {"improvement": str(row.id), "case": str(case.id)}
    record(actor, "improvement.linked", subject=("customer", customer.id), details=details)


def load_improvement(actor: Actor, improvement_id: int, *, version: int | None) -> tuple[Customer, Improvement]:
    """An improvement the actor may change, and its customer, both locked."""
    actor.require(rights.HANDLE)
    seen = Improvement.objects.visible_to(actor).filter(id=improvement_id)
    found = seen.values_list("customer_id", flat=True).first()
    if found is None:
        raise NOT_FOUND()
    customer = customers.load_visible(actor, found, lock=True)
    row = Improvement.objects.select_for_update().filter(id=improvement_id, customer_id=customer.id).first()
    if row is None:
        raise NOT_FOUND()
    if not may_change(actor, customer, row):
        raise DENIED(right=rights.HANDLE)
    if version is not None and row.version != version:
        raise STALE(version=row.version)
    return customer, row


def may_change(actor: Actor, customer: Customer, row: Improvement) -> bool:
    """Its owner, and whoever may change the customer."""
    return actor.can(rights.HANDLE) and (actor.id == row.owner_id or customers.may_change(actor, customer))


def forget_links(customer_ids: Sequence[int]) -> None:
    """The improvements of these customers are erased: the cases of others let go of them."""
    gone = Improvement.objects.filter(customer_id__in=customer_ids).values("id")
    ImprovementCase.objects.filter(improvement_id__in=gone).delete()


def _require_document(actor: Actor, customer: Customer, document_id: int) -> None:
    """Refuse a document the actor may not open, of somebody else, or in the trash."""
    owner, document = documents.load_readable(actor, document_id)
    if owner.id != customer.id or document.trashed_at is not None:
        raise NO_DOCUMENT()


def _require_near(day: date) -> None:
    if abs(day - today()) > FURTHEST:
        raise TOO_FAR()


def _save(row: Improvement) -> None:
    row.version += 1
    row.updated_at = now()
    row.save()
