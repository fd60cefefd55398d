"""Into a pool and out of it again: release, claim, and give to somebody."""

from datetime import timedelta

from django.db import transaction

from kedang.accounts.queries import directory
from kedang.archive import customers, owning
from kedang.archive import rights as archive_rights
from kedang.archive.models import Customer
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, INVALID, NOT_FOUND, Refusal
from kedang.ownership import pools, rights
from kedang.ownership.models import Claim, Cooling, Holding, Pool
from kedang.ownership.policy import CLAIMED, GIVEN, RELEASED, place

REASONS = ("no_need", "unreachable", "not_mine", "other")
TAKEN = Refusal(
    "claim.taken",
    409,
    "手慢了：这位客户刚被别人领走。您的领取额度没有减少。",
    "Somebody was faster: this customer has just been claimed. It does not count towards what you may claim.",
)
IN_POOL = Refusal("pool.already", 409, "这位客户已经在公海里。", "This customer is in a pool already.")


@transaction.atomic
def claim(actor: Actor, pool_id: int, customer_id: int) -> None:
    """Take a customer from a pool for oneself."""
    actor.require(rights.CLAIM)
    owning.take_turn()
    pool = pools.load_pool(actor, pool_id)
    if not pools.may_claim(actor, pool):
        raise pools.NOT_FOR_YOU()
    customer = load_in(actor, pool, customer_id)
    details = {"pool": str(pool.id)}
    owning.hand_over(actor, customer, actor.id, how=CLAIMED, verb="customer.claimed", details=details)


@transaction.atomic
def give(actor: Actor, pool_id: int, customer_id: int, *, owner_id: int) -> None:
    """Give a customer of a pool to somebody in one's sight."""
    actor.require(archive_rights.ASSIGN)
    owning.take_turn()
    pool = pools.load_pool(actor, pool_id)
    require_led(actor, owner_id)
    customer = load_in(actor, pool, customer_id)
    owning.hand_over(actor, customer, owner_id, how=GIVEN, details={"pool": str(pool.id)})


@transaction.atomic
def release(actor: Actor, customer_id: int, *, pool_id: int, reason: str) -> None:
    """Put one's own customer, or one that is one's to assign, into a pool."""
    actor.require(rights.CLAIM)
    owning.take_turn()
    customer = customers.load_for_change(actor, customer_id)
    if customer.owner_id != actor.id:
        actor.require(archive_rights.ASSIGN)
        if not customers.in_reach(actor, customer):
            raise DENIED(right=archive_rights.ASSIGN)
    if reason not in REASONS:
        raise INVALID(what="reason")
    pool = pools.load_pool(actor, pool_id)
    if Holding.objects.filter(customer_id=customer.id, pool__isnull=False).exists():
        raise IN_POOL()
    if not pools.takes(pool, customer):
        raise pools.NOT_TAKEN()
    put_into(actor, customer, pool, how=RELEASED, verb="customer.released", reason=reason)


def put_into(actor: Actor, customer: Customer, pool: Pool, *, how: str, verb: str, reason: str) -> None:
    """A locked customer becomes nobody's, in a pool; who had it may not have it again for a while."""
    former = customer.owner_id
    details = {"pool": str(pool.id), "reason": reason}
    owning.hand_over(actor, customer, None, how=how, verb=verb, details=details)
    # Whoever was nobody's before is still remembered as whose it was last.
    last = former if former is not None else _last_owner(customer.id)
    place(actor, owning.Handover(customer.id, last, None, how), pool=pool, reason=reason)
    if former is not None and pool.cooling_days:
        until = now() + timedelta(days=pool.cooling_days)
        Cooling.objects.update_or_create(customer_id=customer.id, user_id=former, defaults={"until": until})


def _last_owner(customer_id: int) -> int | None:
    return Holding.objects.filter(customer_id=customer_id).values_list("from_id", flat=True).first()


def load_in(actor: Actor, pool: Pool, customer_id: int) -> Customer:
    """A customer of a pool, locked; being in it is what makes it reachable, to whoever has the clearance."""
    held = Holding.objects.filter(customer_id=customer_id, pool=pool).exists()
    cleared = Customer.objects.cleared_for(actor).filter(id=customer_id)
    found = cleared.filter(trashed_at__isnull=True, owner_id__isnull=True) if held else None
    customer = found.select_for_update(of=("self",)).first() if found is not None else None
    if customer is None:
        raise TAKEN() if Claim.objects.filter(customer_id=customer_id, pool_id=pool.id).exists() else NOT_FOUND()
    return customer


def require_led(actor: Actor, owner_id: int) -> None:
    """Refuse an owner out of the actor's sight."""
    person = directory().people.get(owner_id)
    if person is None or not person.is_active:
        raise owning.NO_OWNER()
    if owner_id != actor.id and actor.scope != Scope.ALL and person.department_id not in actor.department_ids:
        raise owning.NO_OWNER()
