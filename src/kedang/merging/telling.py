"""What history tells of a merge: who it was by archive number, and whether it still stands."""

from collections.abc import Mapping

from kedang.archive.models import Customer
from kedang.merging.models import Merge

MERGING = frozenset(("customer.merged", "customer.merged_away", "customer.unmerged", "customer.rejoined"))


def told(details: Mapping[str, object]) -> dict[str, object]:
    """The details of an event with numbers for ids. The number of somebody merged away is no secret of theirs: it leads here."""
    found: dict[str, object] = {"merge": str(details.get("merge", ""))}
    losers = details.get("from")
    if isinstance(losers, list):
        found["from"] = _numbers([int(i) for i in losers])
    if "into" in details:
        found["into"] = next(iter(_numbers([int(str(details["into"]))])), None)
    found["standing"] = Merge.objects.filter(id=int(str(found["merge"]) or 0), undone_at__isnull=True).exists()
    return found


def _numbers(customer_ids: list[int]) -> list[str]:
    return list(Customer.objects.filter(id__in=customer_ids).order_by("id").values_list("number", flat=True))
