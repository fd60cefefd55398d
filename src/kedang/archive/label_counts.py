"""How many customers carry each tag, or are in each group, as far as an actor sees."""

from typing import Any

from django.db.models import Count, QuerySet

from kedang.archive import rights
from kedang.archive.models import Customer, CustomerTag, GroupMember, kept_from
from kedang.kit.actor import Actor, Scope


def tag_counts(actor: Actor) -> dict[int, int]:
    """Tag id -> customers."""
    return _counts(actor, CustomerTag.objects.all(), "tag_id")


def group_counts(actor: Actor) -> dict[int, int]:
    """Group id -> customers in that very group."""
    return _counts(actor, GroupMember.objects.all(), "group_id")


def _counts(actor: Actor, rows: QuerySet[Any], column: str) -> dict[int, int]:
    """For whoever sees all, the index of the label alone answers, less those who were merged away or are
    kept from the actor; the few customers in the recycle bin count too."""
    if not _sees_all(actor):
        return _count(rows.filter(customer__in=_seen(actor)), column)
    away = Customer.objects.filter(survivor_id__isnull=False).values("id")
    hidden = _count(rows.filter(customer__in=away.union(kept_from(actor))), column)
    left = {label: count - hidden.get(label, 0) for label, count in _count(rows, column).items()}
    return {label: count for label, count in left.items() if count}


def _count(rows: QuerySet[Any], column: str) -> dict[int, int]:
    return dict(rows.values_list(column).annotate(n=Count("id")))


def _sees_all(actor: Actor) -> bool:
    return actor.can(rights.VIEW) and actor.scope == Scope.ALL


def _seen(actor: Actor) -> QuerySet[Customer, Any]:
    return Customer.objects.visible_to(actor).values("id")
