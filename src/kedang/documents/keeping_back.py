"""Documents that have to be kept although their customer is to be erased."""

from collections.abc import Iterator, Sequence

from kedang.documents.models import Document
from kedang.documents.retention import kept_until
from kedang.privacy.obstacles import Obstacle


def keeps(customer_ids: Sequence[int]) -> Iterator[Obstacle]:
    """One obstacle for all contracts and invoices: until the last may go, or without an end when one is kept for ever."""
    kept = Document.objects.filter(customer_id__in=customer_ids, trashed_at__isnull=True).filter(
        type__in=("contract", "invoice")
    )
    days = [kept_until(row) for row in kept]
    if days:
        last = None if None in days else max(day for day in days if day is not None)
        yield Obstacle("documents", "有须按保管期限保存的文件", "Documents are within their retention period", last)
