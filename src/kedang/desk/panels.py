"""Opening a customer with everything its page shows at first: the parts that many requests would ask for one by one, in one.

Each part is what its own address answers, by the same verb, with the same rights and records. Together they are told from one
state and load the customer once. A part the reader may not have is left out; so is one that refuses, which its own address explains.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from kedang.activity import pinning
from kedang.activity import presenting as activity
from kedang.approvals import presenting as approvals
from kedang.archive import forwarding
from kedang.archive import rights as archive_rights
from kedang.commerce import presenting as commerce
from kedang.commerce import rights as commerce_rights
from kedang.deals import presenting as deals
from kedang.deals import project_presenting as projects
from kedang.deals import rights as deal_rights
from kedang.desk import history_view, page, timeline
from kedang.desk.schemas_panels import PanelsOut
from kedang.documents import presenting as documents
from kedang.duplicates import hints, queue, review_showing
from kedang.duplicates import rights as duplicate_rights
from kedang.history.reads import reads_together
from kedang.kit.actor import Actor
from kedang.kit.errors import INVALID, DomainError
from kedang.notices import following
from kedang.notices.schemas import FollowOut
from kedang.ownership import hearing, presenting_disputes
from kedang.ownership import presenting as ownership
from kedang.ownership import rights as ownership_rights
from kedang.portal import presenting as portal
from kedang.portal import rights as portal_rights
from kedang.privacy import presenting as privacy
from kedang.privacy import rights as privacy_rights
from kedang.service import presenting as service
from kedang.service import rights as service_rights
from kedang.strategy import presenting as strategy
from kedang.strategy import rights as strategy_rights
from kedang.verification import presenting as verification

# How much of what goes on comes with the page; the front end asks its own addresses for as much.
MOMENTS, EVENTS, TRANSACTIONS, DOCUMENTS, ATTACHED = 30, 20, 5, 50, 200


@dataclass(frozen=True, slots=True)
class Part:
    """One part: who may have it (one right of these), and how it is read for a customer."""

    rights: tuple[str, ...]
    read: Callable[[Actor, int], object]


def panels(actor: Actor, customer_id: int, *, parts: tuple[str, ...] = ()) -> PanelsOut:
    """These parts of a customer's page, or all. Of a customer that was merged away: the page of the one that holds it, alone."""
    actor.require(archive_rights.VIEW)
    if unknown := set(parts) - set(PARTS):
        raise INVALID(what=", ".join(sorted(unknown)))
    wanted = parts or tuple(PARTS)
    found: dict[str, Any] = {}
    with reads_together():
        if "page" in wanted:
            found["page"] = PARTS["page"].read(actor, customer_id)
        if forwarding.leads_to(customer_id) == customer_id:
            found |= {name: _part(actor, customer_id, PARTS[name]) for name in wanted if name != "page"}
    return PanelsOut.model_construct(**found)  # the parts are checked where they are made


def _part(actor: Actor, customer_id: int, part: Part) -> object:
    if not any(actor.can(right) for right in part.rights):
        return None
    try:
        return part.read(actor, customer_id)
    except DomainError as refused:
        # What is not there for the reader is no part of the page. A budget that is spent, or a store that is away, is its own answer.
        if refused.status not in (403, 404):
            raise
        return None


def _pinned(actor: Actor, customer_id: int) -> object:
    return [activity.interaction(actor, each) for each in pinning.pinned_of(actor, customer_id)]


def _hints(actor: Actor, customer_id: int) -> object:
    return [review_showing.hint(actor, each) for each in hints.hints_of(actor, customer_id)]


def _duplicates(actor: Actor, customer_id: int) -> object:
    return [review_showing.row(actor, row) for row in queue.groups_of(actor, customer_id)]


def _documents(actor: Actor, customer_id: int) -> object:
    return documents.of_customer(actor, customer_id, trashed=False, attached=False, cursor=None, limit=DOCUMENTS)


def _attached(actor: Actor, customer_id: int) -> object:
    return documents.of_customer(actor, customer_id, trashed=False, attached=True, cursor=None, limit=ATTACHED)


def _disputes(actor: Actor, customer_id: int) -> object:
    found = hearing.listed(actor, state="open", customer_id=customer_id, cursor=None, limit=None)
    return presenting_disputes.page(actor, found)


def _follow(actor: Actor, customer_id: int) -> object:
    return FollowOut(following=following.follows(actor, customer_id))


_SEES = (archive_rights.VIEW,)
PARTS: dict[str, Part] = {
    "page": Part(_SEES, page.open_page),
    "hints": Part(_SEES, _hints),
    "history": Part(
        (archive_rights.HISTORY,),
        lambda actor, id: history_view.history(actor, id, former=None, cursor=None, limit=EVENTS),
    ),
    "approvals": Part(_SEES, approvals.standing),
    "verification": Part(_SEES, verification.standings),
    "pinned": Part(_SEES, _pinned),
    "timeline": Part(_SEES, lambda actor, id: timeline.timeline(actor, id, limit=MOMENTS)),
    "activity": Part(_SEES, lambda actor, id: activity.activity(actor, id, cursor=None, limit=1)),
    "transactions": Part(
        (commerce_rights.VIEW,), lambda actor, id: commerce.standing(actor, id, cursor=None, limit=TRANSACTIONS)
    ),
    "opportunities": Part((deal_rights.VIEW,), deals.of_customer),
    "projects": Part((deal_rights.SEE_PROJECTS,), projects.of_customer),
    "strategy": Part((strategy_rights.VIEW,), strategy.of_customer),
    "cases": Part((service_rights.VIEW,), service.of_customer),
    "documents": Part(_SEES, _documents),
    "attached": Part(_SEES, _attached),
    "privacy": Part((privacy_rights.VIEW,), privacy.of_customer),
    "invitations": Part((portal_rights.INVITE,), portal.standing),
    "follow": Part(_SEES, _follow),
    "duplicates": Part((duplicate_rights.REVIEW,), _duplicates),
    "pools": Part((ownership_rights.CLAIM, ownership_rights.MANAGE), lambda actor, _: ownership.pools(actor)),
    "disputes": Part(_SEES, _disputes),
}
