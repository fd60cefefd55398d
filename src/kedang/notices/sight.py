"""What a notice may be about for whom: besides the customer, who sees its opportunities and cases. Asked when it is told, and again when it
is read."""

from collections.abc import Collection

from kedang.accounts.behind import actor_for
from kedang.deals import rights as deals_rights
from kedang.deals.models import Opportunity
from kedang.deals.sight import open_to
from kedang.kit.actor import Actor
from kedang.kit.errors import DomainError
from kedang.service import rights as service_rights

OPPORTUNITY, CASE = "opportunity", "case"
About = tuple[str, int]


def known_to(actor: Actor, abouts: Collection[About]) -> set[About]:
    """Those of the rows the actor may know of, who sees their customers."""
    found = {about for about in abouts if about[0] not in (OPPORTUNITY, CASE)}
    if actor.can(service_rights.VIEW):
        found |= {about for about in abouts if about[0] == CASE}
    ids = [row_id for kind, row_id in abouts if kind == OPPORTUNITY]
    if ids and actor.can(deals_rights.VIEW):
        rows = open_to(actor, Opportunity.objects.filter(id__in=ids))
        found |= {(OPPORTUNITY, row_id) for row_id in rows.values_list("id", flat=True)}
    return found


def may_hear(user_id: int, about: About) -> bool:
    """Whether somebody may be told that something happened with a row."""
    if about[0] not in (OPPORTUNITY, CASE):
        return True
    try:
        return about in known_to(actor_for(user_id), (about,))
    except DomainError:
        return False
