"""Creating, changing, trashing, restoring and handing over customers."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from kedang.accounts.queries import department_ancestors, department_of
from kedang.archive import change, forwarding, owning, rights
from kedang.archive.content import Content
from kedang.archive.custom_types import custom_types
from kedang.archive.enforcing import require_changed, require_new, rulebook, wait_for_unique
from kedang.archive.holders import counting_hits, require_patience
from kedang.archive.load import load_content
from kedang.archive.models import Customer
from kedang.archive.numbering import allocate
from kedang.archive.owned import is_own as is_own
from kedang.archive.owned import running_grants as running_grants
from kedang.archive.policy import policy_for
from kedang.archive.rows import Bundle, Filing, add_customer
from kedang.archive.tokens import scope_tokens
from kedang.archive.write import insert_bundle
from kedang.history import news
from kedang.history.record import record
from kedang.kit.actor import Actor, Scope
from kedang.kit.clock import now
from kedang.kit.errors import DENIED, STALE
from kedang.kit.glance import once
from kedang.kit.ids import new_ids
from kedang.vault.keys import create_keys, key_for


@dataclass(frozen=True, slots=True)
class Created:
    """What a new customer is known by."""

    id: int
    number: str


def filing_for(actor: Actor, *, owner_id: int | None, run_id: int | None = None, at: datetime | None = None) -> Filing:
    """Who files, when and for whom; the department is the owner's."""
    department_id = department_of(owner_id) if owner_id else actor.department_id
    return Filing(
        actor_id=actor.id,
        at=at or now(),
        run_id=run_id,
        owner_id=owner_id,
        department_id=department_id,
        scope=tuple(scope_tokens(owner_id, department_ancestors(department_id))),
        custom_types=custom_types(),
    )


def create(actor: Actor, content: Content, *, owner_id: int | None) -> Created:
    """File one new customer. Its key is committed first: an orphan key is harmless."""
    actor.require(rights.CREATE)
    (customer_id,) = new_ids(1)
    key = create_keys([customer_id])[customer_id]
    return _create(actor, customer_id, key, content, filing_for(actor, owner_id=owner_id))


@transaction.atomic
def _create(actor: Actor, customer_id: int, key: object, content: Content, filing: Filing) -> Created:
    owning.take_turn()
    owning.require(actor, owning.Handover(0, None, filing.owner_id, owning.CREATED))
    book = rulebook().seen_by(policy_for(actor, own=True))
    wait_for_unique(book)
    marks = require_new(actor, book, content)
    (number,) = allocate([content.kind], at=filing.at)
    bundle = Bundle()
    add_customer(bundle, customer_id, key, content, number, filing, marks)  # type: ignore[arg-type]
    insert_bundle(bundle)
    record(actor, "customer.created", subject=("customer", customer_id), fields=sorted(content.fields))
    return Created(customer_id, number)


def load_visible(actor: Actor, customer_id: int, *, lock: bool = False, trashed: bool | None = False) -> Customer:
    """One customer the actor may see, or the same refusal as for one that does not exist."""
    seen = Customer.objects.visible_to(actor, trashed=None).filter(id=customer_id)
    if lock:
        customer = seen.select_for_update(of=("self",)).first()
    else:
        # The actor is a part of the name, itself and not its number: what one was found to see is nobody else's.
        _, customer = once(("customer", id(actor), customer_id), lambda: (actor, seen.first()))
    if customer is None or (trashed is not None and trashed == (customer.trashed_at is None)):
        raise forwarding.refusal(actor, customer_id)
    return customer


def load_for_change(actor: Actor, customer_id: int, *, trashed: bool | None = False) -> Customer:
    """One customer the actor may change, locked; a read-only grant is refused."""
    customer = load_visible(actor, customer_id, lock=True, trashed=trashed)
    _refuse_read_only(actor, customer)
    return customer


def update(
    actor: Actor,
    customer_id: int,
    edit: Callable[[Customer, Content], Content],
    *,
    version: int | None = None,
    run_id: int | None = None,
) -> Customer:
    """Change one customer's content. `edit` gets the stored content and returns the new one; equal content writes nothing.
    `run_id` names the bulk work this is part of."""
    with counting_hits(actor):
        return _update(actor, customer_id, edit, version, run_id)


@transaction.atomic
def _update(
    actor: Actor,
    customer_id: int,
    edit: Callable[[Customer, Content], Content],
    version: int | None,
    run_id: int | None,
) -> Customer:
    actor.require(rights.EDIT)
    book = rulebook()
    wait_for_unique(book)
    customer = load_for_change(actor, customer_id)
    if version is not None and customer.version != version:
        raise STALE(version=customer.version)
    old = load_content(customer.id)
    new = edit(customer, old.copy())
    if new.signature() == old.signature():
        return customer
    seen = book.seen_by(policy_for(actor, own=is_own(actor, customer)), (old, new)) if book else book
    if run_id is None and seen.claims_anew(old, new):
        require_patience(actor)
    require_changed(actor, seen, old, new, customer_id=customer.id)
    fields, before = change.apply(
        actor,
        customer,
        key_for(customer.id),
        old,
        new,
        at=now(),
        departments=department_ancestors(customer.department_id),
        custom_types=custom_types(),
        run_id=run_id,
        book=book,
    )
    subject = ("customer", customer.id)
    record(actor, "customer.changed", subject=subject, fields=fields, before=before, run_id=run_id)
    if run_id is None:
        news.changed(actor, customer.id)
    return customer


def in_reach(actor: Actor, customer: Customer) -> bool:
    """Whether ownership or scope reaches the customer, without anybody's having shared it."""
    return customer.owner_id == actor.id or actor.scope == Scope.ALL or customer.department_id in actor.department_ids


def may_change(actor: Actor, customer: Customer) -> bool:
    """Whether a visible customer may be changed: a grant to read does not allow it, scope and ownership do."""
    return in_reach(actor, customer) or running_grants(actor).filter(customer_id=customer.id, level="edit").exists()


def is_open_to_edit(actor: Actor, customer: Customer) -> bool:
    """Whether a visible customer's fields may be changed at all; which of them, the field policy says."""
    return customer.trashed_at is None and actor.can(rights.EDIT) and may_change(actor, customer)


def _refuse_read_only(actor: Actor, customer: Customer) -> None:
    if not may_change(actor, customer):
        raise DENIED(right=rights.EDIT)


@transaction.atomic
def trash(actor: Actor, customer_id: int) -> None:
    """Move a customer to the recycle bin: gone from lists and search, nothing lost."""
    actor.require(rights.TRASH)
    customer = load_for_change(actor, customer_id)
    _stamp(actor, customer, trashed_at=now())
    change.drop_entry([customer.id])
    record(actor, "customer.trashed", subject=("customer", customer.id))


@transaction.atomic
def restore(actor: Actor, customer_id: int) -> None:
    """Bring a customer back from the recycle bin."""
    actor.require(rights.TRASH)
    owning.take_turn()
    customer = load_for_change(actor, customer_id, trashed=True)
    owning.require(actor, owning.Handover(customer.id, None, customer.owner_id, owning.RESTORED))
    _stamp(actor, customer, trashed_at=None)
    change.reindex(customer, load_content(customer.id), departments=department_ancestors(customer.department_id))
    record(actor, "customer.restored", subject=("customer", customer.id))


def _stamp(actor: Actor, customer: Customer, *, trashed_at: datetime | None) -> None:
    customer.trashed_at = trashed_at
    customer.updated_at, customer.updated_by = now(), actor.id
    customer.version += 1
    customer.save(update_fields=["trashed_at", "updated_at", "updated_by", "version"])


@transaction.atomic
def assign(actor: Actor, customer_id: int, owner_id: int | None) -> None:
    """Give a customer to another owner; it moves to that person's department."""
    actor.require(rights.ASSIGN)
    owning.take_turn()
    customer = load_for_change(actor, customer_id)
    if not in_reach(actor, customer):
        raise DENIED(right=rights.ASSIGN)
    owning.hand_over(actor, customer, owner_id, how=owning.ASSIGNED)
