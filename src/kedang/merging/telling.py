"""What history tells of a merge: who it was by archive number, and whether it still stands."""

from collections.abc import Collection, Mapping

from kedang.archive import forwarding
from kedang.archive.models import Customer
from kedang.kit.actor import Actor
from kedang.merging.models import Merge

MERGING = frozenset(("customer.merged", "customer.merged_away", "customer.unmerged", "customer.rejoined"))


def told(actor: Actor, details: Mapping[str, object]) -> dict[str, object]:
    """The details of an event with numbers for ids, of those the actor sees. The number of somebody merged away is no secret of
    theirs as long as it leads to somebody in sight."""
    found: dict[str, object] = {"merge": str(details.get("merge", ""))}
    losers = details.get("from")
    former = numbers_in_sight(actor, [int(i) for i in losers]) if isinstance(losers, list) else {}
    if former:
        found["from"] = list(former.values())
    if "into" in details:
        found["into"] = next(iter(numbers_in_sight(actor, [int(str(details["into"]))]).values()), None)
    found["standing"] = Merge.objects.filter(id=int(str(found["merge"]) or 0), undone_at__isnull=True).exists()
    return found


def numbers_in_sight(actor: Actor, customer_ids: Collection[int]) -> dict[int, str]:
    """Id -> archive number of those that lead to a customer the actor sees."""
    leads = forwarding.resolve(customer_ids)
    seen = Customer.objects.visible_to(actor, trashed=None).filter(id__in=set(leads.values()))
    there = set(seen.values_list("id", flat=True))
    rows = Customer.objects.filter(id__in=[former for former, to in leads.items() if to in there])
    return dict(rows.order_by("id").values_list("id", "number"))
