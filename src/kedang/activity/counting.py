"""What activity tells the lists about customers: the last contact and the next thing to do."""

from collections.abc import Collection
from datetime import datetime

from django.db.models import Max, Min

from kedang.activity.kinds import REACHED_NOBODY
from kedang.activity.models import OPEN, FollowUp, Interaction
from kedang.archive.figures import keep_contact
from kedang.kit.actor import Actor


def count_again(customer_ids: Collection[int]) -> None:
    """Bring these customers' figures up to date, in the caller's transaction."""
    reached = Interaction.objects.filter(customer_id__in=customer_ids).exclude(outcome__in=REACHED_NOBODY)
    last: dict[int, datetime] = dict(reached.values_list("customer_id").annotate(Max("at")))
    waiting = FollowUp.objects.filter(customer_id__in=customer_ids, state=OPEN)
    following: dict[int, datetime] = dict(waiting.values_list("customer_id").annotate(Min("due_at")))
    keep_contact({i: (last.get(i), following.get(i)) for i in customer_ids})


def count_merged(actor: Actor, customer_ids: Collection[int]) -> None:
    """These became one, or several again."""
    count_again(customer_ids)
