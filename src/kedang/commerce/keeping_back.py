"""Invoices that the law wants kept, and money still owed: their customer is not erased before."""

from collections.abc import Iterator, Sequence

from django.db.models import Max, Value
from django.db.models.functions import Coalesce

from kedang.commerce.models import Transaction
from kedang.fields.values import LOCAL
from kedang.privacy import policy
from kedang.privacy.obstacles import Obstacle


def keeps(customer_ids: Sequence[int]) -> Iterator[Obstacle]:
    """Until the newest invoice is old enough; and until what is outstanding is paid."""
    # The kind as an expression: by its index the database would walk through the invoices of everybody.
    theirs = Transaction.objects.alias(is_kind=Coalesce("kind", Value("")))
    theirs = theirs.filter(customer_id__in=customer_ids, is_kind="invoice", voided_at__isnull=True)
    newest = theirs.aggregate(at=Max("at"))["at"]
    years = policy.current().invoice_years
    if newest is not None and years:
        # The last day of the year: books are kept by the year.
        until = newest.astimezone(LOCAL).date().replace(month=12, day=31)
        yield Obstacle(
            "invoices",
            f"会计凭证须保存 {years} 年",
            f"Invoices are kept for {years} years",
            until.replace(year=until.year + years),
        )
    if theirs.filter(outstanding__gt=0).exists():
        yield Obstacle("owed", "有未结清的应收款", "Money is still owed")
