"""Who has a say with a key account: how much, in which part, and whether for us."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from django.db import transaction

from kedang.archive.models import PERSON, Customer
from kedang.deals import bodies
from kedang.deals.projects import locked, require_version, reword, save
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import Refusal
from kedang.strategy.models import Stakeholder
from kedang.strategy.plans import about, reached, sealed
from kedang.vault.keys import key_for

TEXTS = ("name", "position", "note")
CLEAR = ("role", "influence", "attitude")
MOST = 100
TOO_MANY = Refusal(
    "strategy.too_many",
    409,
    f"一位客户最多记录 {MOST} 位关键人。没有添加；请先移除已经没有影响的人。",
    f"A customer has up to {MOST} stakeholders. Nothing was added; take those away who have no say any more.",
)
NO_PERSON = Refusal(
    "strategy.person",
    422,
    "关联的个人客户不存在，或不是个人客户。没有保存任何改动。",
    "The linked person does not exist or is no person. Nothing was saved.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class StakeholderDraft:
    """Somebody as they are written down; `person_id`: their own archive, if they have one."""

    name: str
    role: str
    influence: str
    attitude: str
    position: str = ""
    note: str = ""
    person_id: int | None = None


@transaction.atomic
def add(actor: Actor, customer_id: int, draft: StakeholderDraft) -> int:
    """Write down who has a say with a customer; the id."""
    customer = reached(actor, customer_id)
    if Stakeholder.objects.filter(customer_id=customer.id).count() >= MOST:
        raise TOO_MANY()
    row = Stakeholder(customer=customer, created_by=actor.id)
    said = asdict(draft)
    _put(actor, row, said)
    row.body_enc = sealed(row, {name: said[name] for name in TEXTS}, line="name")
    row.save(force_insert=True)
    record(actor, "stakeholder.added", **about(row))
    return row.id


@transaction.atomic
def change(actor: Actor, customer_id: int, stakeholder_id: int, changes: Mapping[str, Any], *, version: int) -> None:
    """Change what is known of a stakeholder. `changes`: any of a draft's; None takes the person away."""
    row = locked(Stakeholder, reached(actor, customer_id), stakeholder_id)
    require_version(row, version)
    _put(actor, row, changes)
    before = reword(row, changes, TEXTS, line="name")
    save(row)
    record(actor, "stakeholder.changed", fields=sorted(changes), before=before, **about(row))


@transaction.atomic
def drop(actor: Actor, customer_id: int, stakeholder_id: int, *, version: int) -> None:
    """Take somebody away who has no say any more; the event keeps who it was, sealed."""
    row = locked(Stakeholder, reached(actor, customer_id), stakeholder_id)
    require_version(row, version)
    key = key_for(row.customer_id)
    before = bodies.seal_former(key, bodies.opened(key, row), row)
    record(actor, "stakeholder.dropped", before=before, **about(row))
    row.delete()


def _put(actor: Actor, row: Stakeholder, wanted: Mapping[str, Any]) -> None:
    for name in CLEAR:
        setattr(row, name, wanted.get(name, getattr(row, name)))
    if "person_id" not in wanted:
        return
    person_id = wanted["person_id"]
    if person_id is not None and not Customer.objects.visible_to(actor).filter(id=person_id, kind=PERSON).exists():
        raise NO_PERSON()
    row.person_id = person_id
