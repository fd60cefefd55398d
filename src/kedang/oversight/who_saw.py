"""Who saw one customer, what of it and why: for who leads the people who look, and for the privacy desk that answers the customer."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from kedang.approvals.models import Request
from kedang.approvals.terms import purposes, terms
from kedang.archive import customers, forwarding
from kedang.archive.policy import policy_for
from kedang.history import queries, verbs
from kedang.history.queries import ReadLine
from kedang.history.reads import record_read
from kedang.kit.actor import Actor
from kedang.kit.errors import DENIED
from kedang.oversight import rights
from kedang.privacy.rights import REQUESTS


@dataclass(frozen=True, slots=True)
class Seen:
    """One look in words. `why`: the reason that was given, or the purpose of the grant."""

    id: int
    at: datetime
    person: tuple[int, str]
    by_token: bool
    text: str
    fields: list[str]
    why: str


@dataclass(frozen=True, slots=True)
class Page:
    """Some looks, newest first."""

    rows: list[Seen]
    next: str | None


def of_customer(actor: Actor, customer_id: int, *, cursor: str | None = None, limit: int | None = None) -> Page:
    """Looks at one customer and at those merged into it. Lists it stood in are not told: nobody chose it there."""
    if not actor.can(rights.SEEN) and not actor.can(REQUESTS):
        raise DENIED(right=rights.SEEN)
    customer = customers.load_visible(actor, forwarding.leads_to(customer_id), trashed=None)
    page = queries.looks_at([customer.id, *forwarding.formers_of(customer.id)], cursor, limit=limit)
    record_read(actor, "history.read", customer_ids=[customer.id], details={"what": "looks"})
    policy = policy_for(actor, own=customers.is_own(actor, customer))
    said = _purposes(actor, page.lines)
    rows = [
        Seen(
            line.id,
            line.at,
            (line.actor_id, line.actor_name),
            line.via == "token",
            verbs.text_for(actor, line.verb),
            [policy.label(code) for code in line.fields if code != "*"],
            str(line.details.get("reason") or said.get(str(line.details.get("request")), "")),
        )
        for line in page.lines
    ]
    return Page(rows, page.next)


def _purposes(actor: Actor, lines: Collection[ReadLine]) -> Mapping[str, str]:
    """What the requests behind these looks were for."""
    ids = {str(line.details["request"]) for line in lines if "request" in line.details}
    if not ids:
        return {}
    chinese = actor.language.startswith("zh")
    words = {each.code: each.zh if chinese else each.en for each in purposes(terms())}
    rows = Request.objects.filter(id__in=[int(i) for i in ids if i.isdigit()]).values_list("id", "purpose")
    return {str(request_id): words.get(purpose, purpose) for request_id, purpose in rows}
