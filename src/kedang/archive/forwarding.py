"""Customers that were merged into others: whom their ids and numbers lead to, through as many merges as there were."""

from collections.abc import Iterable, Iterator, Mapping

from kedang.archive.models import Customer
from kedang.kit.actor import Actor
from kedang.kit.errors import NOT_FOUND, DomainError, Refusal
from kedang.kit.glance import once

MERGED = Refusal(
    "customer.merged",
    409,
    "{former} 已并入 {number}。您的内容没有丢失，请打开 {number} 再操作。",
    "{former} was merged into {number}. Nothing of yours is lost: open {number} and try again.",
)


def resolve(customer_ids: Iterable[int]) -> dict[int, int]:
    """Id -> id of the customer that holds it now; those that were never merged away lead to themselves."""
    leads = {customer_id: customer_id for customer_id in customer_ids}
    while step := _steps(set(leads.values())):
        leads = {former: step.get(to, to) for former, to in leads.items()}
    return leads


def _steps(customer_ids: set[int]) -> Mapping[int, int]:
    found = Customer.objects.filter(id__in=customer_ids, survivor_id__isnull=False)
    return {former: to for former, to in found.values_list("id", "survivor_id") if to is not None}


def leads_to(customer_id: int) -> int:
    """The customer that holds this one now: itself, unless it was merged away."""
    return once(("leads to", customer_id), lambda: resolve([customer_id])[customer_id])


def refusal(actor: Actor, customer_id: int) -> DomainError:
    """What to say of a customer that was not found: merged into another, if the actor may see that one."""
    to = leads_to(customer_id)
    seen = Customer.objects.visible_to(actor, trashed=None).filter(id=to) if to != customer_id else None
    number = seen.values_list("number", flat=True).first() if seen is not None else None
    if number is None:
        return NOT_FOUND()
    former = Customer.objects.values_list("number", flat=True).get(id=customer_id)
    return MERGED(into=str(to), number=number, former=former)


def former_numbers(customer_ids: Iterable[int]) -> dict[int, list[str]]:
    """The archive numbers that lead to these customers besides their own; customers without any are not in the answer."""
    found: dict[int, list[str]] = {}
    for holder, _, number in _formers(customer_ids):
        found.setdefault(holder, []).append(number)
    return found


def former_ids(customer_ids: Iterable[int]) -> dict[int, list[int]]:
    """Who leads to these customers; customers to whom nobody leads are not in the answer."""
    found: dict[int, list[int]] = {}
    for holder, former, _ in _formers(customer_ids):
        found.setdefault(holder, []).append(former)
    return found


def formers_of(customer_id: int) -> dict[int, str]:
    """Id -> archive number of everybody who leads to a customer, through as many merges as there were."""
    return once(("formers", customer_id), lambda: {former: number for _, former, number in _formers([customer_id])})


def _formers(customer_ids: Iterable[int]) -> Iterator[tuple[int, int, str]]:
    """(who holds it now, former id, former number)."""
    holders = {customer_id: customer_id for customer_id in customer_ids}
    while holders:
        rows = Customer.objects.filter(survivor_id__in=list(holders)).order_by("id")
        deeper: dict[int, int] = {}
        for former, number, to in rows.values_list("id", "number", "survivor_id"):
            deeper[former] = holders[to] if to is not None else former
            yield deeper[former], former, number
        holders = deeper
