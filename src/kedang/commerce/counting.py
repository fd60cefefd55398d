"""What follows from the ledger: what invoices still have to get, and when a customer last dealt with us."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Q, Sum

from kedang.archive.figures import keep_deals
from kedang.commerce.kinds import DEALS, INVOICE
from kedang.commerce.models import Transaction
from kedang.kit.actor import Actor


def count_again(customer_ids: Collection[int]) -> None:
    """Bring these customers' figures up to date, in the caller's transaction."""
    # The kind stands in the aggregate: in the condition it would lead SQLite to walk every purchase there is.
    deals = Transaction.objects.filter(customer_id__in=customer_ids, voided_at=None).order_by()
    newest = deals.values_list("customer_id").annotate(newest=Max("at", filter=Q(kind__in=DEALS)))
    last: dict[int, datetime | None] = dict(newest)
    keep_deals({i: last.get(i) for i in customer_ids})


def count_merged(actor: Actor, customer_ids: Collection[int]) -> None:
    """These became one, or several again."""
    count_again(customer_ids)


def settle_again(invoice_ids: Collection[int]) -> None:
    """Bring up to date what these invoices still have to get: what was paid or returned on them counts, what is voided does not."""
    # The lock first: what somebody else just paid is seen only by whoever waited for them.
    rows = list(Transaction.objects.select_for_update().filter(id__in=invoice_ids, kind=INVOICE).order_by("id"))
    settled = Transaction.objects.filter(refers_to__in=invoice_ids, voided_at=None).order_by()
    sums: dict[int, int] = dict(settled.values_list("refers_to").annotate(Sum("amount")))
    for row in rows:
        left = 0 if row.voided_at else max(0, row.amount - sums.get(row.id, 0))
        if left != row.outstanding:
            Transaction.objects.filter(id=row.id).update(outstanding=left)
