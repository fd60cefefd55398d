"""Cases that are not settled yet: their customer is not erased before."""

from collections.abc import Iterator, Sequence

from kedang.privacy.obstacles import Obstacle
from kedang.service.models import Case


def keeps(customer_ids: Sequence[int]) -> Iterator[Obstacle]:
    """One obstacle for all open cases, until somebody closes them."""
    if Case.objects.filter(customer_id__in=customer_ids, is_open=True).exists():
        yield Obstacle("open_case", "有尚未办结的服务工单", "A case is still open")
