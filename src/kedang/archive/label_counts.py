"""How many customers carry each tag, or are in each group, as far as an actor sees."""

from typing import Any

from django.db.models import Count, QuerySet

from kedang.archive import rights
from kedang.archive.models import Customer, CustomerTag, GroupMember
from kedang.kit.actor import Actor, Scope


def tag_counts(actor: Actor) -> dict[int, int]:
    """Tag id -> customers."""
    rows = CustomerTag.objects.all() if _sees_all(actor) else CustomerTag.objects.filter(customer__in=_seen(actor))
    return dict(rows.values_list("tag_id").annotate(n=Count("id")))


def group_counts(actor: Actor) -> dict[int, int]:
    """Group id -> customers in that very group."""
    rows = GroupMember.objects.all() if _sees_all(actor) else GroupMember.objects.filter(customer__in=_seen(actor))
    return dict(rows.values_list("group_id").annotate(n=Count("id")))


def _sees_all(actor: Actor) -> bool:
    """Then the index of the label alone answers; the few customers in the recycle bin count too."""
    return actor.can(rights.VIEW) and actor.scope == Scope.ALL


def _seen(actor: Actor) -> QuerySet[Customer, Any]:
    return Customer.objects.visible_to(actor).values("id")
