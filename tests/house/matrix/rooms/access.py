"""What access adds to the matrix: the archive number that is asked about, and a review with a line about 周."""

from kedang.access import listing
from kedang.access.models import Line as ReviewLine
from kedang.access.models import Review
from kedang.access.reviewing import DAYS
from kedang.archive.models import Customer
from kedang.kit.clock import now
from tests.house.matrix.asked import Asked, Body, fixed
from tests.house.matrix.table import OTHER, Line
from tests.house.matrix.world import World


def _customer(world: World, line: Line, person: str) -> Asked:
    customer = Customer.objects.get(id=world.id_of("customers", OTHER, person))
    return Asked(query={"customer": customer.number})


def _line(world: World, line: Line, person: str) -> Asked:
    return Asked({"lines": [world.ids[("access-review-lines", "any", "")]]})


BODIES: dict[str, Body] = {
    "GET /api/access/users/{}/sight": _customer,
    "PUT /api/access/separation": fixed(on=False),
    "PUT /api/access-review-rules": fixed(every_months=6, at_deadline="warn", version=1),
    "POST /api/access-reviews/{}/confirm": _line,
}


def add(world: World) -> None:
    """The review, made of the list as it is made."""
    review = Review.objects.create(
        started_at=now(), started_by=world.cast.admin.id, due_at=now() + DAYS, at_deadline="warn"
    )
    lines = listing.drafts()
    for line in lines:
        line.review = review
    ReviewLine.objects.bulk_create(lines)
    about = next(line for line in lines if line.user_id == world.cast.zhou.id)
    world.ids[("access-reviews", "any", "")] = str(review.id)
    world.ids[("access-review-lines", "any", "")] = str(about.id)
