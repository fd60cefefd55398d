"""Asking to see what is masked: which fields of which customers, what for, how long and how often."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import transaction

from kedang.approvals import line, rights, telling, words
from kedang.approvals.models import EMERGENCY, EXPORT, VIEW, WAITING, WITHDRAWN, Request, Subject
from kedang.approvals.terms import NEVER, need_of, purposes, terms
from kedang.archive import customers
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.archive.policy import FieldPolicy, policy_for
from kedang.engine.catalogue import CUSTOM_PREFIX, FIELDS
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, INVALID, NOT_FOUND, Refusal
from kedang.kit.ids import new_id
from kedang.kit.modes import Mode
from kedang.vault.keys import create_keys

LONGEST_MINUTES, MOST_LOOKS, MOST_FIELDS, MOST_WAITING = 8 * 60, 500, 20, 20
WAITS = timedelta(days=3)
OFF = Refusal(
    "approvals.off",
    409,
    "本单位没有启用权限审批，没有提交。",
    "Approvals are switched off here. Nothing was sent.",
)
NOBODY = Refusal(
    "approvals.nobody",
    409,
    "没有可以审批的人：负责人所在的部门和上级都没有有审批权限的主管，或只有您自己。没有提交，请联系管理员设置审批人。",
    "Nobody can decide: no lead in the owner's line has the right, or only you do. Nothing was sent; ask an administrator to name "
    "somebody.",
)
NOTHING_MASKED = Refusal(
    "approvals.nothing_masked",
    422,
    "所选内容对您没有遮盖，不需要申请。",
    "You see these fields in full already: there is nothing to ask for.",
)
NOT_TO_BE_SEEN = Refusal(
    "approvals.never",
    403,
    "“{label}”按单位规定不对外显示，也不能申请。",
    "“{label}” is never shown in full here, and cannot be asked for.",
)
TOO_MANY = Refusal(
    "approvals.too_many",
    429,
    "待审批的申请太多（最多 {most} 份），请等答复后再申请。",
    "Too many of your requests wait (at most {most}). Wait for an answer first.",
)
OVER = Refusal("approvals.over", 409, "这份申请已经有了结果，没有改动。", "This request is over. Nothing was changed.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What somebody asks for. `looks`: how often they may look, each press on one customer being a look."""

    customer_ids: Sequence[int]
    fields: Sequence[str]
    purpose: str
    words: str
    minutes: int
    looks: int


@transaction.atomic
def ask(actor: Actor, wanted: Wanted) -> Request:
    """Ask; whoever decides is told. Nothing is kept of a request that nobody could decide."""
    actor.require(rights.ASK)
    said = terms()
    if not said.active:
        raise OFF()
    text = words.checked(wanted.words)
    _require_bounds(wanted, said.most_customers, {each.code for each in purposes(said)})
    found = _seen(actor, wanted.customer_ids)
    for customer in found:
        _require_masked(actor, customer, wanted.fields)
    require_room(actor)
    departments = {customer.department_id for customer in found}
    to = line.told(actor.id, departments, level=max(customer.classification or 0 for customer in found))
    if not to:
        raise NOBODY()
    request = write(actor, VIEW, wanted, text)
    details = {"request": str(request.id), "customers": [str(each.id) for each in found], "purpose": request.purpose}
    record(actor, "approvals.asked", subject=("customer", found[0].id), fields=request.fields, details=details)
    telling.waits(actor, request, found[0].id, to)
    return request


def write(actor: Actor, kind: str, wanted: Wanted, text: str) -> Request:
    """The rows of a request. Its key is committed first: an orphan key is harmless."""
    request_id = new_id()
    key = create_keys([request_id])[request_id]
    request = Request(
        id=request_id,
        kind=kind,
        user_id=actor.id,
        fields=sorted(set(wanted.fields)),
        purpose=wanted.purpose,
        words_enc=words.sealed_under(key, request_id, "words", text),
        minutes=wanted.minutes,
        looks=wanted.looks,
        lapses_at=now() + WAITS,
    )
    request.save(force_insert=True)
    rows = [Subject(request=request, customer_id=each) for each in sorted(set(wanted.customer_ids))]
    Subject.objects.bulk_create(rows)
    return request


@transaction.atomic
def withdraw(actor: Actor, request_id: int) -> None:
    """Take one's own request back while it waits."""
    require_asker(actor)
    mine = Request.objects.filter(user_id=actor.id).exclude(kind=EMERGENCY)
    row = mine.select_for_update().filter(id=request_id).first()
    if row is None:
        raise NOT_FOUND()
    if row.state != WAITING:
        raise OVER()
    row.state, row.version = WITHDRAWN, row.version + 1
    row.save(update_fields=["state", "version"])
    record(actor, verb_of(row, "withdrawn"), subject=("approval", row.id))
    telling.settled(row.id)


def require_asker(actor: Actor) -> None:
    """Refuse whoever can ask for nothing: neither to see, nor, because they export nothing at all, to export more."""
    if not (actor.can(rights.ASK) or actor.can(archive_rights.EXPORT)):
        raise DENIED(right=rights.ASK)


def verb_of(request: Request, what: str) -> str:
    """The verb of what happened to a request: looks and exports are told apart in the log."""
    return f"approvals.export_{what}" if request.kind == EXPORT else f"approvals.{what}"


def require_room(actor: Actor) -> None:
    """Refuse one more request of somebody who has too many waiting."""
    if Request.objects.filter(user_id=actor.id, state=WAITING, lapses_at__gt=now()).count() >= MOST_WAITING:
        raise TOO_MANY(most=MOST_WAITING)


def _require_bounds(wanted: Wanted, most_customers: int, known: set[str]) -> None:
    if not 1 <= len(set(wanted.customer_ids)) <= most_customers:
        raise INVALID(what=f"customers: 1–{most_customers}")
    if not 1 <= len(set(wanted.fields)) <= MOST_FIELDS:
        raise INVALID(what=f"fields: 1–{MOST_FIELDS}")
    if wanted.purpose not in known:
        raise INVALID(what="purpose")
    if not 1 <= wanted.minutes <= LONGEST_MINUTES:
        raise INVALID(what=f"minutes: 1–{LONGEST_MINUTES}")
    if not 1 <= wanted.looks <= MOST_LOOKS:
        raise INVALID(what=f"looks: 1–{MOST_LOOKS}")


def _seen(actor: Actor, customer_ids: Sequence[int]) -> list[Customer]:
    """The customers, each of which the actor must see: asked here, and again at every look."""
    actor.require(archive_rights.VIEW)
    return [customers.load_visible(actor, each) for each in sorted(set(customer_ids))]


def _require_masked(actor: Actor, customer: Customer, fields: Sequence[str]) -> None:
    policy, said = policy_for(actor, own=customers.is_own(actor, customer)), terms()
    modes = [_mode(policy, code) for code in fields]
    for code in fields:
        if need_of(said, policy, code) == NEVER:
            raise NOT_TO_BE_SEEN(label=policy.label(code))
    if all(mode > Mode.MASKED for mode in modes):
        raise NOTHING_MASKED()


def _mode(policy: FieldPolicy, code: str) -> Mode:
    """The mode of a field there is and that is not hidden; hidden ones are as absent as unknown ones."""
    known = code in FIELDS or code.removeprefix(CUSTOM_PREFIX) in policy.definitions
    mode = policy.mode(code) if known else Mode.HIDDEN
    if mode == Mode.HIDDEN:
        raise NOT_FOUND()
    return mode
