"""What can be wrong with a customer, as conditions on its score: the same for the number on the dashboard and the list behind it."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q

from kedang.finding.conditions import today

INCOMPLETE_BELOW = 60
SOON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Defect:
    """One kind of defect: which customers have it, and by which score the worst of them come first."""

    condition: Q
    order: str


DEFECTS: dict[str, Defect] = {
    "completeness": Defect(Q(completeness__lt=INCOMPLETE_BELOW), "completeness"),
    "validity": Defect(Q(validity__lt=100), "validity"),
    "freshness": Defect(Q(freshness__lt=100), "freshness"),
    "verified": Defect(Q(verified__lt=100), "verified"),
    "uniqueness": Defect(Q(suspects__gt=0), "overall"),
}


def counts() -> dict[str, Count]:
    """How many customers have each defect, and how many are due for review: aggregates for one pass with all other figures."""
    found = {name: Count("customer_id", filter=defect.condition) for name, defect in DEFECTS.items()}
    return {**found, "review": Count("customer_id", filter=Q(review_due__lte=today()))}
