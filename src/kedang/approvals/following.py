"""What becomes of requests and grants when their customers are merged or erased: they end."""

from collections.abc import Collection, Sequence

from kedang.approvals.granting import ERASED, MERGED, end_of_customers
from kedang.approvals.models import Request, Review, Subject
from kedang.kit.actor import Actor


def follow_merge(_: Actor, customer_ids: Collection[int]) -> None:
    """Whoever was granted a look at one customer was not granted it at what that customer has become."""
    end_of_customers(customer_ids, MERGED)


def forget(customer_ids: Sequence[int]) -> None:
    """What people said about an erased customer goes; that they asked, and what was decided, stays."""
    end_of_customers(customer_ids, ERASED)
    ids = list(Subject.objects.filter(customer_id__in=customer_ids).values_list("request_id", flat=True))
    Request.objects.filter(id__in=ids).update(words_enc=b"", answer_enc=b"")
    Review.objects.filter(grant__request_id__in=ids).update(finding_enc=b"")
