"""The demonstration's review of access: the administrator started one, and 林 has confirmed the first of their people."""

from kedang.access import reviewing
from kedang.access.deciding import decider
from kedang.access.models import Line
from kedang.accounts.behind import actor_for
from kedang.accounts.queries import user_by_login


def build() -> None:
    """Nothing where the demonstration has other people."""
    admin, lin = user_by_login("admin"), user_by_login("lin")
    if admin is None or lin is None:
        return
    review = reviewing.start(actor_for(admin.id))
    lead = actor_for(lin.id)
    able = decider(lead)
    theirs = [line.id for line in Line.objects.visible_to(lead).order_by("id") if able.may_confirm(line)]
    if theirs:
        reviewing.confirm(lead, review.id, theirs[:1])
