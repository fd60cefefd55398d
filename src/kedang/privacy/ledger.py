"""The ledger of the erased: ids, and keyed hashes of what they were known by, so that nobody comes back unseen.

The key is one of its own among the master keys. Nothing in the ledger says who somebody was; it can only be asked whether a value
that somebody brings is one of theirs.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction

from kedang.archive.content import Content
from kedang.archive.load import load_contents
from kedang.archive.models import Customer
from kedang.history.record import record
from kedang.kit.actor import Actor
from kedang.kit.clock import now
from kedang.kit.crypto import derive, keyed_hash
from kedang.kit.errors import NOT_FOUND
from kedang.privacy import rights
from kedang.privacy.models import Comeback, Erased, Erasure, Mark, Policy
from kedang.vault.root import master

PURPOSE = "erased"
PHONES = frozenset({"mobile", "landline", "fax"})
PAGE = 500
# A long import commits rows whose time lies before what was compared last.
OVERLAP = timedelta(minutes=30)
_AT_ONCE = 20


@cache
def _key() -> bytes:
    return derive(master().key(PURPOSE, 1), b"kedang|erased|1")


def marks_of(content: Content) -> set[str]:
    """Keyed hashes of what a customer is known by: contact points and numbers that are theirs alone."""
    known = {("phone" if point.kind in PHONES else point.kind, point.value) for point in content.points if point.value}
    known |= {(each.kind, each.value) for each in content.identifiers if each.value}
    return {keyed_hash(_key(), f"{kind}|{value}".encode()).hex() for kind, value in known}


def enter(erasure_id: int, customer_ids: Iterable[int]) -> None:
    """Write down who is being erased, while it can still be read what they were known by."""
    ids = list(customer_ids)
    Erased.objects.bulk_create(Erased(subject_id=each, erasure_id=erasure_id) for each in ids)
    marks = set[str]().union(*(marks_of(content) for content in load_contents(ids).values()))
    Mark.objects.bulk_create(Mark(erasure_id=erasure_id, mark=each) for each in sorted(marks))


def erased_subjects() -> Iterator[int]:
    """Everybody who was erased: whoever brings back an old key store has to destroy their keys again."""
    return Erased.objects.values_list("subject_id", flat=True).iterator()


def compare() -> None:
    """Compare with the ledger whoever is new since the last time. In turns, so that no transaction is long."""
    if not Mark.objects.exists():
        return
    until = now()
    state, _ = Policy.objects.get_or_create(id=1)
    since = (state.compared_at or Erased.objects.order_by("at").values_list("at", flat=True).first() or until) - OVERLAP
    after = 0
    while page := list(_new_since(since, after)):
        _compare_page(page)
        after = page[-1]
    Policy.objects.filter(id=1).update(compared_at=until)


def _new_since(since: datetime, after: int) -> Iterable[int]:
    found = Customer.objects.filter(id__gt=after, created_at__gte=since, survivor_id__isnull=True)
    return found.order_by("id").values_list("id", flat=True)[:PAGE]


@transaction.atomic
def _compare_page(customer_ids: list[int]) -> None:
    marks = {each: marks_of(content) for each, content in load_contents(customer_ids).items()}
    wanted = set[str]().union(*marks.values())
    hits = dict(Mark.objects.filter(mark__in=wanted).order_by("id").values_list("mark", "erasure_id"))
    if not hits:
        return
    known = set(Comeback.objects.filter(customer_id__in=customer_ids).values_list("customer_id", flat=True))
    times = dict(Erasure.objects.filter(id__in=hits.values()).values_list("id", "done_at"))
    found = [
        Comeback(customer_id=each, erased_at=times.get(erasure_id) or now())
        for each, own in marks.items()
        if each not in known and (erasure_id := next((hits[mark] for mark in sorted(own) if mark in hits), 0))
    ]
    Comeback.objects.bulk_create(found)


def comebacks(actor: Actor) -> list[Comeback]:
    """Who came back and waits for somebody to say on what ground, among those in sight."""
    if not actor.can(rights.REQUESTS):
        return []
    seen = Customer.objects.visible_to(actor).values("id")
    found = Comeback.objects.filter(settled_at__isnull=True, customer_id__in=seen).select_related("customer")
    return list(found.order_by("id")[:_AT_ONCE])


@transaction.atomic
def settle(actor: Actor, customer_id: int) -> None:
    """There is a new ground to hold this customer's data: the hint goes."""
    actor.require(rights.REQUESTS)
    seen = Customer.objects.visible_to(actor).filter(id=customer_id).exists()
    found = Comeback.objects.select_for_update().filter(customer_id=customer_id, settled_at__isnull=True)
    row = found.first() if seen else None
    if row is None:
        raise NOT_FOUND()
    row.settled_at, row.settled_by = now(), actor.id
    row.save(update_fields=["settled_at", "settled_by"])
    record(actor, "privacy.comeback_settled", subject=("customer", customer_id))
