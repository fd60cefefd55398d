"""Public pools: making, changing and closing them, and who may take from them."""

from collections.abc import Collection
from dataclasses import dataclass

from django.db import transaction

from kedang.archive.models import KIND_NAMES, Customer, CustomerTag
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, STALE, Refusal
from kedang.ownership import checking, rights
from kedang.ownership.models import Assignment, Holding, Pool, Rule, below

NAME_TAKEN = Refusal("pool.name_taken", 409, "已有同名的公海。", "There is a pool of this name already.")
IN_USE = Refusal(
    "pool.in_use",
    409,
    "公海里还有客户，或有规则指向它，不能删除。请先处理它们。",
    "There are customers in the pool, or rules that lead into it. Settle these first.",
)
NOT_FOR_YOU = Refusal(
    "pool.not_for_you",
    403,
    "这个公海只对指定部门的同事开放领取。",
    "Only colleagues of certain departments may claim from this pool.",
)
NOT_TAKEN = Refusal(
    "pool.not_taken",
    422,
    "这个公海不接收这样的客户（类型、部门或标签不符），没有改动。请选择别的公海。",
    "This pool does not take such customers (kind, department or tag). Nothing was changed: choose another pool.",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class PoolTerms:
    """What a pool is: its name, for whom, which customers, and how much of it."""

    name: str
    department_ids: Collection[int] = ()
    kinds: Collection[str] = ()
    tag_ids: Collection[int] = ()
    from_department_ids: Collection[int] = ()
    per_day: int | None = None
    per_week: int | None = None
    cooling_days: int = 0
    protection_days: int = 0


def pools_of(actor: Actor) -> list[Pool]:
    """The pools an actor may look into, by name."""
    require_looking(actor)
    return sorted(Pool.objects.visible_to(actor), key=lambda pool: (pool.name, pool.id))


def require_looking(actor: Actor) -> None:
    """Refuse whoever may neither claim nor set pools."""
    if not actor.can(rights.MANAGE):
        actor.require(rights.CLAIM)


def load_pool(actor: Actor, pool_id: int) -> Pool:
    """One pool the actor may look into, or the same refusal as for one that does not exist."""
    pool = Pool.objects.visible_to(actor).filter(id=pool_id).first()
    if pool is None:
        raise NOT_FOUND()
    return pool


def may_claim(actor: Actor, pool: Pool) -> bool:
    """Whether somebody's own department is one the pool is for."""
    return actor.can(rights.CLAIM) and actor.kind == "user" and pool.is_of({actor.department_id})


def takes(pool: Pool, customer: Customer) -> bool:
    """Whether a customer may fall into a pool."""
    if pool.kinds and KIND_NAMES[customer.kind] not in pool.kinds:
        return False
    if pool.from_department_ids and customer.department_id not in below(pool.from_department_ids):
        return False
    tags = CustomerTag.objects.filter(customer_id=customer.id, tag_id__in=pool.tag_ids)
    return not pool.tag_ids or tags.exists()


@transaction.atomic
def open_pool(actor: Actor, terms: PoolTerms) -> Pool:
    """Make a pool."""
    actor.require(rights.MANAGE)
    pool = Pool()
    _fill(pool, terms)
    pool.save(force_insert=True)
    record(actor, "pool.opened", subject=("pool", pool.id))
    return pool


@transaction.atomic
def change_pool(actor: Actor, pool_id: int, terms: PoolTerms, *, version: int) -> None:
    """Change what a pool is. Who is in it stays."""
    actor.require(rights.MANAGE)
    pool = _load(pool_id, version)
    _fill(pool, terms)
    pool.version += 1
    pool.save()
    record(actor, "pool.changed", subject=("pool", pool.id))


@transaction.atomic
def close_pool(actor: Actor, pool_id: int, *, version: int) -> None:
    """Do away with an empty pool that no rule leads into."""
    actor.require(rights.MANAGE)
    pool = _load(pool_id, version)
    if any(rows.objects.filter(pool=pool).exists() for rows in (Holding, Rule, Assignment)):
        raise IN_USE()
    record(actor, "pool.closed", subject=("pool", pool.id))
    pool.delete()


def _fill(pool: Pool, terms: PoolTerms) -> None:
    pool.name = checking.require_name(terms.name)
    if Pool.objects.filter(name=pool.name).exclude(id=pool.id).exists():
        raise NAME_TAKEN()
    pool.department_ids = checking.require_departments(terms.department_ids)
    pool.kinds = checking.require_kinds(terms.kinds)
    pool.tag_ids = checking.require_tags(terms.tag_ids)
    pool.from_department_ids = checking.require_departments(terms.from_department_ids)
    pool.per_day, pool.per_week = checking.require_number(terms.per_day), checking.require_number(terms.per_week)
    for days in (terms.cooling_days, terms.protection_days):
        checking.require_number(days, least=0)
    pool.cooling_days, pool.protection_days = terms.cooling_days, terms.protection_days


def _load(pool_id: int, version: int) -> Pool:
    pool = Pool.objects.select_for_update().filter(id=pool_id).first()
    if pool is None:
        raise NOT_FOUND()
    if pool.version != version:
        raise STALE(version=pool.version)
    return pool
